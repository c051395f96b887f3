import assert from "node:assert/strict";
import type { AggregatePointsInput, JsonObject } from "@metricsmith/core/adapter";
import { buildPoint } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const hour = (number: number): string => new Date(Date.UTC(2026, 0, 1, number)).toISOString();
const hours = (...numbers: readonly number[]): Date[] => numbers.map((number) => new Date(hour(number)));

/** Buckets between boundaries. */
export function describeAggregation({ describe, it }: StorageSuite): void {
  describe("aggregating points", () => {
    it("a bucket holds count, sum, min, max and the value with the greatest timestamp", async (test) => {
      await test.insertMetric();
      await test.upsert([4, hour(2)], [1, hour(0)], [-2.5, hour(3)], [8, hour(1)]);
      const [bucket, ...others] = await aggregate(test, { boundaries: hours(0, 4) });
      assert.deepEqual(bucket, { series: "", bucket: 0, count: 4, sum: 10.5, min: -2.5, max: 8, last: -2.5 });
      assert.deepEqual(others, []);
    });

    it("a bucket includes its first boundary and excludes its second", async (test) => {
      await insertHours(test);
      assert.deepEqual(await sums(test, { boundaries: hours(1, 3, 5) }), ["0::3", "1::7"]);
    });

    it("points before the first and from the last boundary on do not count", async (test) => {
      await insertHours(test);
      assert.deepEqual(await sums(test, { boundaries: hours(2, 3) }), ["0::2"]);
      assert.deepEqual(await sums(test, { boundaries: hours(10, 11) }), []);
    });

    it("buckets may differ in length, and those without points are absent", async (test) => {
      await insertHours(test);
      assert.deepEqual(await sums(test, { boundaries: hours(-9, -1, 1, 4, 5, 30, 31) }), [
        "1::0",
        "2::6",
        "3::4",
        "4::5",
      ]);
    });

    it("a boundary decides to the millisecond", async (test) => {
      await test.insertMetric();
      await test.upsert(
        [1, "2026-01-01T00:59:59.999Z"],
        [2, "2026-01-01T01:00:00.000Z"],
        [4, "2026-01-01T01:00:00.001Z"],
      );
      assert.deepEqual(await sums(test, { boundaries: hours(0, 1, 2) }), ["0::1", "1::6"]);
    });

    // Catches series mixed up, and orders by locale or UTF-16 units.
    it("each series has its own buckets, by bucket, then series by code point", async (test) => {
      await test.insertMetric();
      const names = ["\u{1f600}", "b", "\ue000", "B"];
      await test.upsert(...names.map((name) => [1, hour(0), name] as const), [2, hour(1), "b"], [3, hour(0), "a"]);
      assert.deepEqual(await sums(test, { boundaries: hours(0, 1, 2) }), [
        "0:B:1",
        "0:a:3",
        "0:b:1",
        "0:\ue000:1",
        "0:\u{1f600}:1",
        "1:b:2",
      ]);
    });

    it("`series` narrows to one series", async (test) => {
      await test.insertMetric();
      await test.upsert([1, hour(0), "a"], [2, hour(0), "b"], [4, hour(1), "a"]);
      assert.deepEqual(await sums(test, { boundaries: hours(0, 2), series: "a" }), ["0:a:5"]);
      assert.deepEqual(await sums(test, { boundaries: hours(0, 2), series: "" }), []);
    });

    it("`dimension` aggregates the number at that key; points without a number there do not count", async (test) => {
      const all = [
        { wind: 4 },
        { wind: "9" },
        null,
        { wind: 1.5 },
        { wind: null },
        { rain: 7 },
        { wind: [3] },
        { wind: true },
      ];
      await insertDimensions(test, all);
      const [bucket] = await aggregate(test, { boundaries: hours(0, 24), dimension: "wind" });
      assert.deepEqual(bucket, { series: "", bucket: 0, count: 2, sum: 5.5, min: 1.5, max: 4, last: 1.5 });
      assert.deepEqual(await aggregate(test, { boundaries: hours(1, 3), dimension: "wind" }), []);
    });

    // Catches a path built from the key, and a look-up that finds what every object inherits.
    it("`dimension` is a key, whatever its characters", async (test) => {
      const keys = [
        "a.b",
        "a'b",
        'a"b',
        "a\\b",
        "",
        " ",
        "$",
        "$1",
        "?",
        "0",
        "[0]",
        "constructor",
        "__proto__",
        "ключ",
      ];
      keys.push("\u{1f600}", "{a}", "a,b", "*", "#", "%");
      await insertDimensions(test, [{ a: { b: 5 } }, ...keys.map((key) => JSON.parse(`{${JSON.stringify(key)}: 2}`))]);
      for (const dimension of keys) {
        assert.deepEqual(await sums(test, { boundaries: hours(0, 24), dimension }), ["0::2"], `key ${dimension}`);
      }
    });

    it("only the generation asked for counts", async (test) => {
      await insertHours(test);
      assert.deepEqual(await sums(test, { boundaries: hours(0, 24), generation: 2 }), []);
    });

    it("10,001 boundaries are taken", async (test) => {
      await insertHours(test);
      const boundaries = hours(...Array.from({ length: 10_001 }, (_, index) => index - 9_997));
      assert.deepEqual(await sums(test, { boundaries }), ["9997::0", "9998::1", "9999::2"]);
    });

    it("boundaries that do not ascend, fewer than 2 or more than 10,001 are refused", async (test) => {
      const tooMany = hours(...Array.from({ length: 10_002 }, (_, index) => index));
      for (const boundaries of [
        [],
        hours(0),
        hours(2, 1),
        hours(0, 2, 2, 3),
        tooMany,
        [new Date(Number.NaN), ...hours(1)],
      ]) {
        await assertRejects(aggregate(test, { boundaries }), "STORAGE_INVALID");
      }
    });
  });
}

/** Points 0 to 5 at hours 0 to 5. */
async function insertHours(test: StorageTest): Promise<void> {
  await test.insertMetric();
  await test.upsert(...[0, 1, 2, 3, 4, 5].map((number) => [number, hour(number)] as const));
}

/** One point an hour, each with value 100. */
async function insertDimensions(test: StorageTest, all: readonly (JsonObject | null)[]): Promise<void> {
  await test.insertMetric();
  const points = all.map((dimensions, index) =>
    buildPoint({ value: 100, timestamp: new Date(hour(index)), dimensions }),
  );
  await test.storage.points.upsert({ metricId: test.metricId, generation: 1, points });
}

async function aggregate(
  { storage, metricId }: StorageTest,
  input: Pick<AggregatePointsInput, "boundaries"> & Partial<AggregatePointsInput>,
): ReturnType<typeof storage.points.aggregate> {
  return storage.points.aggregate({ metricId, generation: 1, ...input });
}

/** Index, series and sum of the buckets. */
async function sums(...input: Parameters<typeof aggregate>): Promise<string[]> {
  return (await aggregate(...input)).map(({ bucket, series, sum }) => `${bucket}:${series}:${sum}`);
}
