import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredDataPoint } from "../metrics/data-point.js";
import type { PointBucket, PointRange, PointStore } from "../ports/points.js";
import { compareCodePoints } from "../util/compare-code-points.js";
import { pointsOfSeries } from "./chart-series.js";

const key = { metricId: "metric", generation: 1 };
const dayMs = 86_400_000;
const names = Array.from({ length: 16 }, (_, index) => `s${index}`);

/** A store of these points, which never gives more than a page. */
function storeOf(unordered: readonly StoredDataPoint[]): Pick<PointStore, "list" | "aggregate" | "summarize"> {
  const points = unordered.toSorted(
    (a, b) => a.timestamp.getTime() - b.timestamp.getTime() || compareCodePoints(a.series, b.series),
  );
  const within = ({ from, to, series }: Omit<PointRange, "metricId" | "generation">) =>
    points.filter(
      (point) =>
        (from === undefined || point.timestamp >= from) &&
        (to === undefined || point.timestamp < to) &&
        (series === undefined || point.series === series),
    );
  return {
    list: async ({ after, limit, ...range }) => {
      const found = within(range);
      const start = after === undefined ? 0 : found.findIndex((point) => point === after) + 1;
      return found.slice(start, start + limit);
    },
    aggregate: async ({ boundaries, series }) => {
      const buckets: PointBucket[] = [];
      for (const [bucket, from] of boundaries.slice(0, -1).entries()) {
        for (const name of names) {
          const found = within({ from, to: boundaries[bucket + 1], series }).filter((point) => point.series === name);
          const values = found.map(({ value }) => value);
          const last = values.at(-1);
          if (last === undefined) continue;
          const sum = values.reduce((total, value) => total + value, 0);
          const [min, max] = [Math.min(...values), Math.max(...values)];
          buckets.push({ series: name, bucket, count: values.length, sum, min, max, last });
        }
      }
      return buckets.sort((a, b) => a.bucket - b.bucket || compareCodePoints(a.series, b.series));
    },
    summarize: async (range) => {
      const found = within(range);
      const [first, last] = [found[0]?.timestamp ?? null, found.at(-1)?.timestamp ?? null];
      return { count: found.length, first, last, seriesCount: new Set(found.map(({ series }) => series)).size };
    },
  };
}

const somePoints = fc.uniqueArray(
  fc.record({ series: fc.constantFrom(...names), day: fc.nat({ max: 30 }), value: fc.integer() }),
  { selector: ({ series, day }) => `${series} ${day}`, maxLength: 60 },
);
const someNames = fc.option(fc.subarray([...names, "absent"], { minLength: 1 }));

describe("pointsOfSeries()", () => {
  it("answers as a store that holds no other series", async () => {
    await fc.assert(
      fc.asyncProperty(
        somePoints,
        someNames,
        someNames,
        fc.integer({ min: 1, max: 70 }),
        async (given, series, excludedSeries, limit) => {
          const points = given.map(({ series: name, day, value }): StoredDataPoint => ({
            series: name,
            timestamp: new Date(day * dayMs),
            value,
            dimensions: null,
            payloadId: null,
            transformerVersion: null,
          }));
          const isShown = (name: string) =>
            (series === null || series.includes(name)) && excludedSeries?.includes(name) !== true;
          const some = pointsOfSeries(storeOf(points), { series, excludedSeries });
          const only = storeOf(points.filter((point) => isShown(point.series)));
          const boundaries = [0, 3, 9, 31].map((day) => new Date(day * dayMs));
          expect(await some.list({ ...key, limit })).toEqual(await only.list({ ...key, limit }));
          expect(await some.aggregate({ ...key, boundaries })).toEqual(await only.aggregate({ ...key, boundaries }));
          const { count, seriesCount, first, last } = await some.summarize(key);
          const expected = await only.summarize(key);
          expect({ count, seriesCount }).toEqual({ count: expected.count, seriesCount: expected.seriesCount });
          if (expected.first === null || expected.last === null) expect([first, last]).toEqual([null, null]);
          else expect(first && last && first <= expected.first && last >= expected.last).toBe(true);
        },
      ),
    );
  });
});
