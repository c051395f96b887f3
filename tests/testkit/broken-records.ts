import type { Write } from "@metricsmith/core/adapter";
import { type BrokenStorage, withRecords, yieldOnce } from "./broken-storage.js";

/** Storages whose rows, commits, fences or claims are wrong. */
export const brokenRecords: readonly BrokenStorage[] = [
  {
    fault: "commit ignores guards",
    break: (storage) => ({ ...storage, commit: ({ expect: _ignored, ...input }) => storage.commit(input) }),
    topics: ["guards", "concurrency"],
    test: "guards > a guard whose row differs: false, and nothing changed",
  },
  {
    fault: "commit looks at the first guard alone",
    break: (storage) => ({
      ...storage,
      commit: (input) => storage.commit({ ...input, expect: input.expect?.slice(0, 1) }),
    }),
    topics: ["guards"],
    test: "guards > one guard of several that differs: false, and nothing changed",
  },
  {
    fault: "commit ignores the fence",
    break: (storage) => ({ ...storage, commit: ({ fence: _ignored, ...input }) => storage.commit(input) }),
    topics: ["fences", "concurrency"],
    test: "fences > a commit for an older attempt throws RUN_LEASE_LOST and changes nothing",
  },
  {
    fault: "the fence is checked before the write instead of with it",
    break: (storage) => ({
      ...storage,
      async commit({ fence, ...input }) {
        await storage.commit({ writes: [], ...(fence === undefined ? {} : { fence }) });
        await yieldOnce();
        return storage.commit(input);
      },
    }),
    topics: ["concurrency"],
    test: "concurrency > a take-over and the old attempt's write, started before it, cannot both count",
  },
  {
    fault: "half a commit stays when a later write fails",
    break: (storage) => ({
      ...storage,
      async commit({ writes, ...input }) {
        if (!(await storage.commit({ ...input, writes: [] }))) return false;
        for (const write of writes) if (!(await storage.commit({ writes: [write] }))) return false;
        return true;
      },
    }),
    topics: ["commits", "cascades", "texts and refused values", "concurrency"],
    test: "commits > an insert of an existing unique key: false, and nothing changed",
  },
  {
    fault: "increment reads, waits and writes",
    break: (storage) => ({
      ...storage,
      async commit({ writes, ...input }) {
        const plain: Write[] = [];
        for (const write of writes) {
          const isCounting =
            write.operation === "update" && write.table === "runs" && typeof write.set.attempt === "object";
          if (!isCounting) {
            plain.push(write);
            continue;
          }
          const row = await storage.records.get({ table: "runs", id: write.id });
          const { increment } = write.set.attempt as { increment: number };
          plain.push({ ...write, set: { ...write.set, attempt: (row?.attempt ?? 0) + increment } });
        }
        return storage.commit({ ...input, writes: plain });
      },
    }),
    topics: ["commits", "concurrency"],
    test: "concurrency > no increment is lost",
  },
  {
    fault: "claim reads the rows first and changes them later, so one row is claimed twice",
    break: (storage) =>
      withRecords(storage, {
        async claim({ table, where, set, limit }) {
          const rows = await storage.records.find({ table, where, limit });
          await yieldOnce();
          const claimed = await Promise.all(
            rows.map(({ id }) => storage.records.claim({ table, where: { id } as typeof where, set, limit: 1 })),
          );
          return claimed.flat();
        },
      }),
    topics: ["claims", "concurrency"],
    test: "claims > concurrent claims of one row each never return a row twice",
  },
  {
    fault: "claim forgets its limit",
    break: (storage) =>
      withRecords(storage, {
        claim: (input) => storage.records.claim({ ...input, limit: input.limit === 2 ? 1_000 : input.limit }),
      }),
    topics: ["claims"],
    test: "claims > claim() takes the first `limit` rows by (createdAt, id) and leaves the others alone",
  },
  {
    fault: "readers are handed live references",
    break(storage) {
      const live = new Map<string, unknown>();
      return {
        ...withRecords(storage, {
          async get(input) {
            const key = `${input.table} ${input.id}`;
            if (!live.has(key)) live.set(key, await storage.records.get(input));
            return live.get(key) as Awaited<ReturnType<typeof storage.records.get<typeof input.table>>>;
          },
          claim(input) {
            live.clear();
            return storage.records.claim(input);
          },
        }),
        commit(input) {
          live.clear();
          return storage.commit(input);
        },
      };
    },
    topics: ["records"],
    test: "records > rows handed out are copies",
  },
  {
    fault: "a place in a list is compared by createdAt alone",
    break: (storage) =>
      withRecords(storage, {
        find: ({ after, ...input }) =>
          storage.records.find(after === undefined ? input : { ...input, after: { ...after, id: "\u{10ffff}" } }),
      }),
    topics: ["records"],
    test: "records > find() gives only rows behind `after`, in both directions",
  },
  {
    fault: "null matches nothing, as in SQL's `column = NULL`",
    break: (storage) =>
      withRecords(storage, {
        find: async (input) => (Object.values(input.where ?? {}).includes(null) ? [] : storage.records.find(input)),
      }),
    topics: ["conditions"],
    test: "conditions > null matches null and nothing else",
  },
  {
    fault: "null lies below every bound",
    break: (storage) =>
      withRecords(storage, {
        async find(input) {
          const where = input.where as Record<string, unknown> | undefined;
          const lease = where?.["leaseExpiresAt"];
          if (typeof lease !== "object" || lease === null || !("lt" in lease)) return storage.records.find(input);
          return storage.records.find({
            ...input,
            where: { ...where, leaseExpiresAt: undefined } as typeof input.where,
          });
        },
      }),
    topics: ["conditions"],
    test: "conditions > null never lies within bounds",
  },
  {
    fault: "points outlive their metric",
    break: (storage) => ({
      ...storage,
      async commit(input) {
        const metricIds = input.writes.flatMap((write) =>
          write.operation === "delete" && write.table === "metrics" ? [write.id] : [],
        );
        const lists = await Promise.all(
          metricIds.map(async (metricId) => {
            const key = { metricId, generation: 1 };
            return { ...key, points: await storage.points.list({ ...key, limit: 100 }) };
          }),
        );
        const isApplied = await storage.commit(input);
        for (const list of lists) await storage.points.upsert(list);
        return isApplied;
      },
    }),
    topics: ["cascades", "concurrency"],
    test: "cascades > deleting a metric deletes its points of every generation, and no others",
  },
];
