import assert from "node:assert/strict";
import type { ListPointsInput } from "@metricsmith/core/adapter";
import { orderedTexts, shuffledTexts } from "./ordered-texts.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const day = (number: number): string => `2026-01-0${number}T00:00:00.000Z`;
const at = (number: number): Date => new Date(day(number));

/** Points read by range, series and place. */
export function describePointLists({ describe, it }: StorageSuite): void {
  describe("listing points", () => {
    // Catches orders by locale and by UTF-16 units, and series before timestamp.
    it("list() orders by timestamp, then series by code point", async (test) => {
      await test.insertMetric();
      const names = ["b", "\u{1f600}", "B", "", "é", "\ue000", "a"];
      await test.upsert([0, day(2), "a"], ...names.map((name) => [1, day(1), name] as const));
      const listed = await list(test, {});
      assert.deepEqual(listed, ["", "B", "a", "b", "é", "\ue000", "\u{1f600}"].map((name) => `1${name}`).concat("0a"));
    });

    it("series that differ in one character are apart, in every reader", async (test) => {
      await test.insertMetric();
      await test.upsert(...shuffledTexts.map((series) => [orderedTexts.indexOf(series), day(1), series] as const));
      assert.deepEqual(
        await list(test, {}),
        orderedTexts.map((series, index) => `${index}${series}`),
      );
      const { points } = test.storage;
      const range = { metricId: test.metricId, generation: 1 };
      assert.equal((await points.summarize(range)).seriesCount, orderedTexts.length);
      const buckets = await points.aggregate({ ...range, boundaries: [at(1), at(2)] });
      assert.deepEqual(
        buckets.map(({ series, count, sum }) => [series, count, sum]),
        orderedTexts.map((series, index) => [series, 1, index]),
      );
      for (const [index, series] of orderedTexts.slice(10, 20).entries()) {
        assert.deepEqual(await list(test, { series }), [`${index + 10}${series}`]);
        assert.equal((await points.summarize({ ...range, series })).count, 1);
        const [bucket] = await points.aggregate({ ...range, series, boundaries: [at(1), at(2)] });
        assert.deepEqual([bucket?.series, bucket?.sum], [series, index + 10]);
      }
    });

    it("pages within one instant join to the whole list, in code point order", async (test) => {
      await test.insertMetric();
      await test.upsert(...shuffledTexts.map((series) => [1, day(1), series] as const));
      const joined: string[] = [];
      for (let after: ListPointsInput["after"]; ;) {
        const page = await test.storage.points.list({ metricId: test.metricId, generation: 1, limit: 4, after });
        joined.push(...page.map(({ series }) => series));
        after = page.at(-1);
        if (after === undefined) break;
      }
      assert.deepEqual(joined, orderedTexts);
    });

    it("list() includes `from` and excludes `to`", async (test) => {
      await insertDays(test);
      assert.deepEqual(await list(test, { from: at(2), to: at(4) }), ["2", "3"]);
      assert.deepEqual(await list(test, { from: new Date(at(2).getTime() + 1) }), ["3", "4", "5"]);
      assert.deepEqual(await list(test, { to: new Date(at(2).getTime() + 1) }), ["1", "2"]);
    });

    it("list() gives [] for an empty or backward range, and where there are no points", async (test) => {
      await insertDays(test);
      assert.deepEqual(await list(test, { from: at(2), to: at(2) }), []);
      assert.deepEqual(await list(test, { from: at(4), to: at(2) }), []);
      assert.deepEqual(await list(test, { from: at(6) }), []);
      assert.deepEqual(await list(test, { generation: 2 }), []);
      assert.deepEqual(await list(test, { metricId: test.id("other") }), []);
    });

    it("list() gives the points of one series only", async (test) => {
      await insertSeries(test);
      assert.deepEqual(await list(test, { series: "b" }), ["2b", "4b"]);
      assert.deepEqual(await list(test, { series: "" }), []);
      assert.deepEqual(await list(test, { series: "B" }), []);
    });

    it("list() gives the first `limit` points", async (test) => {
      await insertDays(test);
      assert.deepEqual(await list(test, { limit: 2 }), ["1", "2"]);
      assert.deepEqual(await list(test, { limit: 1, from: at(3) }), ["3"]);
    });

    // Catches a place compared by timestamp alone, which loses or repeats points of the same instant.
    it("list() gives only points behind `after`, also at the same instant", async (test) => {
      await insertSeries(test);
      assert.deepEqual(await list(test, { after: { timestamp: at(1), series: "a" } }), ["2b", "3a", "4b"]);
      assert.deepEqual(await list(test, { after: { timestamp: at(1), series: "aa" } }), ["2b", "3a", "4b"]);
      assert.deepEqual(await list(test, { after: { timestamp: at(1), series: "b" } }), ["3a", "4b"]);
      assert.deepEqual(await list(test, { after: { timestamp: at(2), series: "b" } }), []);
    });

    it("`after`, range and series hold together", async (test) => {
      await insertDays(test);
      const after = { timestamp: at(2), series: "" };
      assert.deepEqual(await list(test, { after, from: at(1), to: at(4) }), ["3"]);
      assert.deepEqual(await list(test, { after, from: at(4) }), ["4", "5"]);
      assert.deepEqual(await list(test, { after, to: at(2) }), []);
      assert.deepEqual(await list(test, { after, series: "other" }), []);
    });

    it("pages of any size join to the whole list", async (test) => {
      await insertSeries(test);
      for (const limit of [1, 2, 3, 4]) {
        const joined: string[] = [];
        let after: ListPointsInput["after"];
        for (;;) {
          const page = await test.storage.points.list({ metricId: test.metricId, generation: 1, limit, after });
          joined.push(...page.map(({ value, series }) => `${value}${series}`));
          if (page.length < limit) break;
          after = page.at(-1);
        }
        assert.deepEqual(joined, ["1a", "2b", "3a", "4b"]);
      }
    });

    it("list() refuses limits outside 1 to 10,000", async (test) => {
      for (const limit of [0, 10_001, 2.5]) await assertRejects(list(test, { limit }), "STORAGE_INVALID");
      assert.deepEqual(await list(test, { limit: 10_000 }), []);
    });

    it("summarize() gives count, extent and number of series of a range", async (test) => {
      await insertSeries(test);
      const range = { metricId: test.metricId, generation: 1 };
      const { points } = test.storage;
      assert.deepEqual(await points.summarize(range), { count: 4, first: at(1), last: at(2), seriesCount: 2 });
      assert.deepEqual(await points.summarize({ ...range, from: at(1), to: at(2) }), {
        count: 2,
        first: at(1),
        last: at(1),
        seriesCount: 2,
      });
      assert.deepEqual(await points.summarize({ ...range, from: at(2), series: "a" }), {
        count: 1,
        first: at(2),
        last: at(2),
        seriesCount: 1,
      });
    });

    it("summarize() gives zero and null when there are no points", async (test) => {
      await insertSeries(test);
      const nothing = { count: 0, first: null, last: null, seriesCount: 0 };
      const range = { metricId: test.metricId, generation: 1 };
      assert.deepEqual(await test.storage.points.summarize({ ...range, generation: 2 }), nothing);
      assert.deepEqual(await test.storage.points.summarize({ ...range, to: at(1) }), nothing);
      assert.deepEqual(await test.storage.points.summarize({ ...range, series: "other" }), nothing);
    });
  });
}

async function insertDays(test: StorageTest): Promise<void> {
  await test.insertMetric();
  await test.upsert(...[1, 2, 3, 4, 5].map((number) => [number, day(number)] as const));
}

async function insertSeries(test: StorageTest): Promise<void> {
  await test.insertMetric();
  await test.upsert([1, day(1), "a"], [2, day(1), "b"], [3, day(2), "a"], [4, day(2), "b"]);
}

/** Value and series of the points listed. */
async function list({ storage, metricId }: StorageTest, input: Partial<ListPointsInput>): Promise<string[]> {
  const points = await storage.points.list({ metricId, generation: 1, limit: 100, ...input });
  return points.map(({ value, series }) => `${value}${series}`);
}
