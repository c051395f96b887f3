import assert from "node:assert/strict";
import { buildPoint, buildRun } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));

/** Points deleted by age. */
export function describePointDeletes({ describe, it }: StorageSuite): void {
  describe("deleting points by age", () => {
    // Catches a delete that ignores `before`.
    it("only points earlier than `before` go, itself excluded, and their number is returned", async (test) => {
      await insertDays(test, 1);
      assert.equal(await remove(test, { generation: 1, before: day(3) }), 4);
      assert.deepEqual(await stored(test, 1), ["3a", "3b", "4a", "4b"]);
    });

    it("`before` decides to the millisecond", async (test) => {
      await test.insertMetric();
      await test.upsert(
        [1, "1969-12-31T23:59:59.998Z"],
        [2, "1969-12-31T23:59:59.999Z"],
        [3, "1970-01-01T00:00:00.000Z"],
        [4, "1970-01-01T00:00:00.001Z"],
      );
      assert.equal(await remove(test, { generation: 1, before: new Date(-1) }), 1);
      assert.equal(await remove(test, { generation: 1, before: new Date(1) }), 2);
      const left = await test.storage.points.list({ metricId: test.metricId, generation: 1, limit: 10 });
      assert.deepEqual(
        left.map(({ value }) => value),
        [4],
      );
    });

    it("`before` the first point deletes nothing, behind the last everything", async (test) => {
      await insertDays(test, 1);
      assert.equal(await remove(test, { generation: 1, before: day(1) }), 0);
      assert.equal((await stored(test, 1)).length, 8);
      assert.equal(await remove(test, { generation: 1, before: day(5) }), 8);
      assert.deepEqual(await stored(test, 1), []);
    });

    it("`before: undefined` is no bound", async (test) => {
      await insertDays(test, 1);
      assert.equal(await remove(test, { generation: 1, before: undefined }), 8);
    });

    it("one generation's old points go, those of others stay", async (test) => {
      await insertDays(test, 0, 1, 2);
      assert.equal(await remove(test, { generation: 1, before: day(4) }), 6);
      assert.deepEqual(await counts(test, 0, 1, 2), [8, 2, 8]);
    });

    it("`below` and `before` hold together, over all generations below", async (test) => {
      await insertDays(test, 0, 1, 2, 3);
      assert.equal(await remove(test, { below: 2, before: day(2) }), 4);
      assert.deepEqual(await counts(test, 0, 1, 2, 3), [6, 6, 8, 8]);
      assert.deepEqual(await stored(test, 1), ["2a", "2b", "3a", "3b", "4a", "4b"]);
    });

    it("other metrics keep their points", async (test) => {
      await insertDays(test, 1);
      const metricId = test.id("Metric");
      await test.storage.points.upsert({ metricId, generation: 1, points: [buildPoint({ timestamp: day(1) })] });
      assert.equal(await remove(test, { generation: 1, before: day(9) }), 8);
      assert.equal(await remove(test, { below: 9, before: day(9) }), 0);
      assert.equal((await test.storage.points.summarize({ metricId, generation: 1 })).count, 1);
    });

    it("deleted points can be written again, and count as inserted", async (test) => {
      await insertDays(test, 1);
      await remove(test, { generation: 1, before: day(3) });
      const points = [1, 3].map((number) => buildPoint({ timestamp: day(number), series: "a", value: number }));
      const counted = await test.storage.points.upsert({ metricId: test.metricId, generation: 1, points });
      assert.deepEqual(counted, { inserted: 1, replaced: 0, unchanged: 1 });
      assert.deepEqual(await stored(test, 1), ["1a", "3a", "3b", "4a", "4b"]);
    });

    it("a lost fence is thrown, and nothing is deleted", async (test) => {
      await insertDays(test, 1);
      await test.insert("runs", buildRun({ id: test.id("run"), status: "running", attempt: 2 }));
      const old = { runId: test.id("run"), attempt: 1 };
      await assertRejects(remove(test, { generation: 1, before: day(9), fence: old }), "RUN_LEASE_LOST");
      await assertRejects(remove(test, { below: 2, before: day(9), fence: old }), "RUN_LEASE_LOST");
      assert.deepEqual(await counts(test, 1), [8]);
      const current = { ...old, attempt: 2 };
      assert.equal(await remove(test, { below: 2, before: day(3), fence: current }), 4);
    });

    it("of concurrent deletes each point counts once", async (test) => {
      await insertDays(test, 1, 2);
      const numbers = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          remove(test, index % 2 === 0 ? { generation: 1 } : { below: 3, before: day(9) }),
        ),
      );
      assert.equal(
        numbers.reduce((total, number) => total + number, 0),
        16,
      );
    });
  });
}

/** Points of series "a" and "b" on days 1 to 4, whose value is the day, in each generation. */
async function insertDays(test: StorageTest, ...generations: readonly number[]): Promise<void> {
  await test.insertMetric();
  await test.insert("metrics", { ...(await test.read("metrics", test.metricId)), id: test.id("Metric") });
  const points = [1, 2, 3, 4].flatMap((number) =>
    ["a", "b"].map((series) => buildPoint({ value: number, timestamp: day(number), series })),
  );
  for (const generation of generations) {
    await test.storage.points.upsert({ metricId: test.metricId, generation, points });
  }
}

type DeleteInput = Parameters<StorageTest["storage"]["points"]["delete"]>[0];
type DeleteOptions = Pick<DeleteInput, "before" | "fence"> &
  ({ readonly generation: number } | { readonly below: number });

async function remove({ storage, metricId }: StorageTest, options: DeleteOptions): Promise<number> {
  return storage.points.delete({ metricId, ...options });
}

/** Value and series of a generation's points. */
async function stored({ storage, metricId }: StorageTest, generation: number): Promise<string[]> {
  const points = await storage.points.list({ metricId, generation, limit: 100 });
  return points.map(({ value, series }) => `${value}${series}`);
}

async function counts({ storage, metricId }: StorageTest, ...generations: readonly number[]): Promise<number[]> {
  const all: number[] = [];
  for (const generation of generations) all.push((await storage.points.summarize({ metricId, generation })).count);
  return all;
}
