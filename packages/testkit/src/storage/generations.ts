import assert from "node:assert/strict";
import { buildMetric, buildPoint } from "../builders/build-rows.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

/** Complete sets of points, apart from each other. */
export function describeGenerations({ describe, it }: StorageSuite): void {
  describe("generations", () => {
    it("the same key lives once in each generation", async (test) => {
      await insertGenerations(test, 1, 2);
      const counts = await test.storage.points.upsert({
        metricId: test.metricId,
        generation: 2,
        points: [buildPoint({ value: 20 })],
      });
      assert.deepEqual(counts, { inserted: 0, replaced: 1, unchanged: 0 });
      assert.deepEqual(await firstValues(test, 1, 2), [1, 20]);
    });

    // Catches readers that see the next generation while it is written.
    it("list(), summarize() and aggregate() see one generation only", async (test) => {
      await insertGenerations(test, 1);
      const { points } = test.storage;
      const key = { metricId: test.metricId, generation: 1 };
      const boundaries = [new Date("2025-01-01T00:00:00Z"), new Date("2027-01-01T00:00:00Z")];
      const seen = async (): Promise<unknown> => [
        await points.list({ ...key, limit: 100 }),
        await points.summarize(key),
        await points.aggregate({ ...key, boundaries }),
      ];
      const before = await seen();
      for (const generation of [0, 2, 10]) {
        const timestamps = ["2025-06-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"];
        await points.upsert({
          ...key,
          generation,
          points: timestamps.flatMap((timestamp) =>
            ["", "new"].map((series) => buildPoint({ value: 100, timestamp: new Date(timestamp), series })),
          ),
        });
      }
      assert.deepEqual(await seen(), before);
    });

    it("metrics whose ids differ in one character are apart", async (test) => {
      const ids = ["a", "A", "a ", "é", "e\u0301"].map((name) => test.id(name));
      await test.insert("metrics", ...ids.map((id) => buildMetric({ id })));
      for (const [value, metricId] of ids.entries()) {
        await test.storage.points.upsert({ metricId, generation: 1, points: [buildPoint({ value })] });
      }
      const values: unknown[] = [];
      for (const metricId of ids) {
        const listed = await test.storage.points.list({ metricId, generation: 1, limit: 9 });
        values.push(listed.map(({ value }) => value));
      }
      assert.deepEqual(values, [[0], [1], [2], [3], [4]]);
    });

    it("metrics with the same generation are apart", async (test) => {
      await insertGenerations(test, 1);
      const other = { metricId: test.id("other"), generation: 1 };
      assert.deepEqual(await test.storage.points.list({ ...other, limit: 1 }), []);
      assert.equal(await test.storage.points.delete(other), 0);
      assert.deepEqual(await firstValues(test, 1), [1]);
    });

    it("deleting one generation leaves the others and says how many points went", async (test) => {
      await insertGenerations(test, 0, 1, 2, 3);
      assert.equal(await test.storage.points.delete({ metricId: test.metricId, generation: 2 }), 2);
      assert.deepEqual(await firstValues(test, 0, 1, 2, 3), [0, 1, null, 3]);
    });

    it("deleting below a generation keeps it and those above", async (test) => {
      await insertGenerations(test, 0, 1, 2, 3);
      assert.equal(await test.storage.points.delete({ metricId: test.metricId, below: 2 }), 4);
      assert.deepEqual(await firstValues(test, 0, 1, 2, 3), [null, null, 2, 3]);
    });

    it("deleting what is not there says 0", async (test) => {
      await insertGenerations(test, 5);
      assert.equal(await test.storage.points.delete({ metricId: test.metricId, generation: 4 }), 0);
      assert.equal(await test.storage.points.delete({ metricId: test.metricId, below: 5 }), 0);
      assert.deepEqual(await firstValues(test, 5), [5]);
    });

    it("a deleted generation can be written again", async (test) => {
      await insertGenerations(test, 1);
      await test.storage.points.delete({ metricId: test.metricId, generation: 1 });
      const points = [buildPoint({ value: 9 })];
      const counts = await test.storage.points.upsert({ metricId: test.metricId, generation: 1, points });
      assert.deepEqual(counts, { inserted: 1, replaced: 0, unchanged: 0 });
      assert.deepEqual(await firstValues(test, 1), [9]);
    });
  });
}

/** Two points in each generation; the first one's value is the generation's number. */
async function insertGenerations(test: StorageTest, ...generations: readonly number[]): Promise<void> {
  await test.insertMetric();
  for (const generation of generations) {
    const points = [buildPoint({ value: generation }), buildPoint({ value: -1, series: "other" })];
    await test.storage.points.upsert({ metricId: test.metricId, generation, points });
  }
}

/** The first value of each generation; `null` where it has none. */
async function firstValues(
  { storage, metricId }: StorageTest,
  ...generations: readonly number[]
): Promise<(number | null)[]> {
  return Promise.all(
    generations.map(async (generation) => {
      const [first] = await storage.points.list({ metricId, generation, limit: 1 });
      return first?.value ?? null;
    }),
  );
}
