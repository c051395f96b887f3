import assert from "node:assert/strict";
import type { Write } from "@metricsmith/core/adapter";
import { buildPoint, buildRun, buildStepLog } from "../builders/build-rows.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

const rounds = Array.from({ length: 10 }, (_, index) => index);
const minute = (number: number): Date => new Date(Date.UTC(2026, 0, 1, 0, number));

/** What readers see while others write: all of a write or nothing of it. */
export function describeVisibility({ describe, it }: StorageSuite): void {
  describe("readers during writes", () => {
    // Catches questions answered one after the other.
    it("read() never sees half of a commit, in one table or in several", async (test) => {
      await insertAccounts(test);
      const question = { table: "runs", where: { organizationId: test.organizationId }, limit: 10 } as const;
      const metric = { table: "metrics", where: { id: test.metricId }, limit: 1 } as const;
      const totals: number[] = [];
      await during(moveOne(test), async () => {
        const { rows } = await test.storage.records.read([metric, question, metric]);
        const [[before], runs, [after]] = rows;
        totals.push((before?.liveGeneration ?? 0) + runs.reduce((sum, { attempt }) => sum + attempt, 0));
        assert.deepEqual(before, after, "the same question has two answers");
      });
      assert.deepEqual(new Set(totals), new Set([30]));
    });

    it("find() never sees half of a commit", async (test) => {
      await insertAccounts(test);
      const totals: number[] = [];
      await during(moveOne(test), async () => {
        const where = { organizationId: test.organizationId };
        const runs = await test.storage.records.find({ table: "runs", where, limit: 10 });
        totals.push(runs.reduce((sum, { completedSteps }) => sum + completedSteps, 0));
      });
      assert.deepEqual(new Set(totals), new Set([20]));
    });

    it("read() never sees a run without the step logs of its commit", async (test) => {
      const { organizationId } = test;
      const write = async (round: number): Promise<void> => {
        const run = buildRun({ id: test.id(`run-${round}`), organizationId });
        const logs = [1, 2].map((sequence) => buildStepLog({ runId: run.id, sequence, organizationId }));
        const rows: Write[] = logs.map((row) => ({ operation: "insert", table: "stepLogs", row }));
        const previous: Write = { operation: "delete", table: "runs", id: test.id(`run-${round - 1}`) };
        await test.storage.commit({ writes: [{ operation: "insert", table: "runs", row: run }, ...rows, previous] });
      };
      await write(-1);
      await during(write, async () => {
        const { rows } = await test.storage.records.read([
          { table: "runs", where: { organizationId }, limit: 100 },
          { table: "stepLogs", where: { organizationId }, limit: 100 },
        ]);
        assert.deepEqual(
          rows.map((found) => found.length),
          [1, 2],
        );
      });
    });

    it("list(), summarize() and aggregate() never see half of an upsert", async (test) => {
      await test.insertMetric();
      const key = { metricId: test.metricId, generation: 1 };
      const write = async (round: number): Promise<void> => {
        const value = round % 2 === 0 ? 1 : 2;
        const points = Array.from({ length: 200 }, (_, index) => buildPoint({ value, timestamp: minute(index) }));
        // Every round replaces the points of all and adds one.
        await test.storage.points.upsert({ ...key, points: points.slice(0, 100 + round) });
      };
      await write(0);
      await during(write, async () => {
        const values = (await test.storage.points.list({ ...key, limit: 1_000 })).map(({ value }) => value);
        assert.equal(new Set(values).size, 1, "points of two upserts are mixed");
        const [bucket] = await test.storage.points.aggregate({ ...key, boundaries: [minute(0), minute(1_000)] });
        assert.equal(bucket?.min, bucket?.max, "a bucket mixes two upserts");
        const { count, last } = await test.storage.points.summarize(key);
        assert.deepEqual(last, minute(count - 1));
      });
    });

    it("points of a generation and of the next one are never mixed while the next is written", async (test) => {
      await test.insertMetric();
      const key = { metricId: test.metricId, generation: 1 };
      const live = [1, 2, 3].map((number) => buildPoint({ value: 1, timestamp: minute(number) }));
      await test.storage.points.upsert({ ...key, points: live });
      const boundaries = [minute(0), minute(60)];
      const seen = async (): Promise<unknown> => [
        await test.storage.points.list({ ...key, limit: 100 }),
        await test.storage.points.summarize(key),
        await test.storage.points.aggregate({ ...key, boundaries }),
      ];
      const before = await seen();
      const write = async (round: number): Promise<void> => {
        const points = [round, round + 1].map((number) => buildPoint({ value: 9, timestamp: minute(number) }));
        await test.storage.points.upsert({ ...key, generation: 2, points });
      };
      await during(write, async () => assert.deepEqual(await seen(), before));
      assert.deepEqual(await seen(), before);
    });
  });
}

/** Reads of a storage that answers without waiting would otherwise keep the writes from going on. */
const maximumReads = 100;

/** Writes round after round, and reads all the while. */
async function during(write: (round: number) => Promise<void>, read: () => Promise<void>): Promise<void> {
  let isWriting = true;
  const writing = (async () => {
    for (const round of rounds) await write(round);
  })().finally(() => {
    isWriting = false;
  });
  const reading = (async () => {
    for (let reads = 0; isWriting && reads < maximumReads; reads++) await read();
  })();
  await Promise.all([writing, reading]);
}

/** Two runs and a metric: `attempt` and `liveGeneration` come to 30 together, `completedSteps` to 20. */
async function insertAccounts(test: StorageTest): Promise<void> {
  const { organizationId } = test;
  await test.insertMetric();
  const account = { organizationId, attempt: 10, completedSteps: 10 };
  await test.insert("runs", buildRun({ ...account, id: test.id("from") }), buildRun({ ...account, id: test.id("to") }));
  const set = { liveGeneration: 10 };
  await test.storage.commit({ writes: [{ operation: "update", table: "metrics", id: test.metricId, set }] });
}

/** Moves one from run to run and from run to metric in each round. */
function moveOne(test: StorageTest): (round: number) => Promise<void> {
  return async () => {
    const lessOne = { increment: -1 };
    await test.storage.commit({
      writes: [
        { operation: "update", table: "runs", id: test.id("from"), set: { completedSteps: lessOne, attempt: lessOne } },
        { operation: "update", table: "metrics", id: test.metricId, set: { liveGeneration: { increment: 1 } } },
        { operation: "update", table: "runs", id: test.id("to"), set: { completedSteps: { increment: 1 } } },
      ],
    });
  };
}
