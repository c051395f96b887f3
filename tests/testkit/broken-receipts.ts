import {
  MetricsmithError,
  type StorageAdapter,
  type UpsertCounts,
  type UpsertPointsInput,
} from "@metricsmith/core/adapter";
import { type BrokenStorage, withPoints, yieldOnce } from "./broken-storage.js";

const nothing: UpsertCounts = { inserted: 0, replaced: 0, unchanged: 0 };

/** Storages whose upserts cannot be repeated. */
export const brokenReceipts: readonly BrokenStorage[] = [
  {
    fault: "upsert ignores the receipt",
    break: (storage) => withPoints(storage, { upsert: (input) => upsertWithout(storage, input) }),
    topics: ["receipts of upserts"],
    tests: [
      "receipts of upserts > the counts are kept under the receipt in the run's `receipts`, and no other column changes",
      "receipts of upserts > repeating a receipt with other points writes nothing and gives the counts kept",
      "receipts of upserts > a receipt without a fence is refused, and nothing is stored",
    ],
  },
  {
    fault: "a receipt keeps no counts",
    break: (storage) =>
      withPoints(storage, {
        async upsert(input) {
          if (input.receipt === undefined) return storage.points.upsert(input);
          if ((await kept(storage, input)) !== undefined) return nothing;
          await storage.points.upsert({ ...input, points: [] });
          return upsertWithout(storage, input);
        },
      }),
    topics: ["receipts of upserts"],
    tests: [
      "receipts of upserts > the counts are kept under the receipt in the run's `receipts`, and no other column changes",
      "receipts of upserts > repeating a receipt with the same points writes nothing and gives the counts kept",
    ],
  },
  {
    fault: "a receipt is kept although its points are refused",
    break: (storage) =>
      withPoints(storage, {
        async upsert(input) {
          try {
            return await storage.points.upsert(input);
          } catch (error) {
            const isLost = MetricsmithError.isInstance(error) && error.code === "RUN_LEASE_LOST";
            const isNamed = input.receipt !== undefined && input.receipt.length < 10;
            if (!isLost && isNamed && input.fence !== undefined) await storage.points.upsert({ ...input, points: [] });
            throw error;
          }
        },
      }),
    topics: ["receipts of upserts"],
    tests: ["receipts of upserts > refused points leave no receipt"],
  },
  {
    fault: "the receipt is looked up before the write instead of with it",
    break: (storage) =>
      withPoints(storage, {
        async upsert(input) {
          const { receipt, fence } = input;
          if (receipt === undefined || fence === undefined) return storage.points.upsert(input);
          const known = await kept(storage, input);
          if (known !== undefined) return known;
          await yieldOnce();
          const counts = await upsertWithout(storage, input);
          const run = await storage.records.get({ table: "runs", id: fence.runId });
          const set = { receipts: { ...run?.receipts, [receipt]: counts } };
          await storage.commit({ fence, writes: [{ operation: "update", table: "runs", id: fence.runId, set }] });
          return counts;
        },
      }),
    topics: ["receipts of upserts"],
    tests: ["receipts of upserts > of concurrent upserts with one receipt one writes, and all give its counts"],
  },
  {
    fault: "a known receipt is answered without a look at the fence",
    break: (storage) =>
      withPoints(storage, {
        upsert: async (input) => (await kept(storage, input)) ?? storage.points.upsert(input),
      }),
    topics: ["receipts of upserts"],
    tests: ["receipts of upserts > a lost fence is thrown also for a known receipt: an older attempt"],
  },
  {
    fault: "receipts are not kept with the run",
    break(storage) {
      const all = new Map<string, UpsertCounts>();
      return withPoints(storage, {
        async upsert(input) {
          const { receipt, fence } = input;
          if (receipt === undefined || fence === undefined || receipt.length > 200) return storage.points.upsert(input);
          const key = `${fence.runId} ${receipt}`;
          await storage.points.upsert({ ...input, receipt: undefined, points: [] });
          const counts = all.get(key) ?? (await upsertWithout(storage, input));
          all.set(key, counts);
          return counts;
        },
      });
    },
    topics: ["receipts of upserts"],
    tests: [
      "receipts of upserts > the counts are kept under the receipt in the run's `receipts`, and no other column changes",
      "receipts of upserts > receipts that a commit stored are known",
    ],
  },
];

async function upsertWithout(
  storage: StorageAdapter,
  { receipt: _ignored, ...input }: UpsertPointsInput,
): Promise<UpsertCounts> {
  return storage.points.upsert(input);
}

/** What the run has under the receipt. */
async function kept(storage: StorageAdapter, { receipt, fence }: UpsertPointsInput): Promise<UpsertCounts | undefined> {
  if (receipt === undefined || fence === undefined) return undefined;
  const run = await storage.records.get({ table: "runs", id: fence.runId });
  return run !== null && Object.hasOwn(run.receipts, receipt) ? run.receipts[receipt] : undefined;
}
