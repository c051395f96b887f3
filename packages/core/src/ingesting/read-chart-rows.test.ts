import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartPreferencesSchema } from "../charts/chart-preferences.js";
import { rowsFromBuckets, rowsFromPoints } from "../charts/chart-row.js";
import { resolveChartWindow } from "../charts/chart-window.js";
import type { StoredDataPoint } from "../metrics/data-point.js";
import type { AggregatePointsInput, PointBucket, PointRange, PointSummary } from "../ports/points.js";
import { type ChartQuestion, readChartRows } from "./read-chart-rows.js";

const now = new Date("2026-03-29T01:30:00Z");
const hourMs = 3_600_000;
const key = { metricId: "metric", generation: 1 };
const manyDimensions = Array.from({ length: 32 }, (_, index) => `d${index}`);

/** The points of one generation, and the names of what was asked of them. */
function pointsOf(unordered: readonly StoredDataPoint[]) {
  const asked: string[] = [];
  const order = ({ timestamp, series }: StoredDataPoint) => `${timestamp.toISOString()} ${series}`;
  const points = unordered.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const within = ({ from, to }: Pick<PointRange, "from" | "to">) =>
    points.filter(({ timestamp }) => (from === undefined || timestamp >= from) && (to === undefined || timestamp < to));
  const summarize = (range: Pick<PointRange, "from" | "to">): PointSummary => {
    const found = within(range);
    const seriesCount = new Set(found.map(({ series }) => series)).size;
    const [first = null, last = null] = [found[0]?.timestamp, found.at(-1)?.timestamp];
    return { count: found.length, first, last, seriesCount };
  };
  const aggregate = ({ boundaries, dimension }: Pick<AggregatePointsInput, "boundaries" | "dimension">) => {
    const buckets = new Map<string, PointBucket>();
    let bucket = 0;
    for (const { timestamp, series, value, dimensions } of within({ from: boundaries[0], to: boundaries.at(-1) })) {
      while (timestamp >= (boundaries[bucket + 1] ?? now)) bucket++;
      const last = dimension === undefined ? value : dimensions?.[dimension];
      if (typeof last !== "number") continue;
      const place = `${bucket} ${series}`;
      const { count, sum, min, max } = buckets.get(place) ?? { count: 0, sum: 0, min: last, max: last };
      const ends = { min: Math.min(min, last), max: Math.max(max, last), last };
      buckets.set(place, { series, bucket, count: count + 1, sum: sum + last, ...ends });
    }
    return [...buckets.values()].sort((a, b) => a.bucket - b.bucket || (a.series < b.series ? -1 : 1));
  };
  const store: ChartQuestion["points"] = {
    list: async (range) => (asked.push("list"), within(range).slice(0, range.limit)),
    aggregate: async (input) => (asked.push("aggregate"), aggregate(input)),
    summarize: async (range) => (asked.push("summarize"), summarize(range)),
  };
  return { store, asked, within, summarize, aggregate };
}

/** The same, with everything counted before the window is chosen. */
function countedFirst(
  { within, summarize, aggregate }: ReturnType<typeof pointsOf>,
  settings: ChartQuestion["settings"],
) {
  const { dimensions } = settings.preferences;
  const { count, ...whole } = summarize({});
  const range = resolveChartWindow({ ...settings, ...whole, pointCount: 0 });
  const inRange = settings.preferences.dateRange === "all" ? { ...whole, count } : summarize(range);
  const window = resolveChartWindow({
    ...settings,
    ...whole,
    pointCount: inRange.count,
    seriesCount: inRange.seriesCount,
  });
  const { boundaries } = window;
  if (boundaries === null) return { window, rows: rowsFromPoints(within(window), window, dimensions) };
  const byDimension = dimensions.map((dimension) => [dimension, aggregate({ boundaries, dimension })] as const);
  const buckets = aggregate({ boundaries }).map((bucket) => {
    const found = byDimension.flatMap(([dimension, summaries]) => {
      const summary = summaries.find((other) => other.bucket === bucket.bucket && other.series === bucket.series);
      return summary === undefined ? [] : [[dimension, summary] as const];
    });
    return { ...bucket, dimensions: found.length === 0 ? undefined : Object.fromEntries(found) };
  });
  return { window, rows: rowsFromBuckets(buckets, window) };
}

const point = (latestHour: number) =>
  fc
    .record({
      series: fc.constantFrom("", "a", "b", "c", "d"),
      hour: fc.oneof(fc.integer({ min: -100 * 24, max: latestHour }), fc.integer({ min: -60, max: latestHour })),
      value: fc.integer({ min: -9, max: 9 }),
      d0: fc.option(fc.integer({ min: 0, max: 9 })),
    })
    .map(({ series, hour, value, d0 }): StoredDataPoint => ({
      series,
      timestamp: new Date(now.getTime() + hour * hourMs),
      value,
      dimensions: d0 === null ? null : { d0 },
      payloadId: null,
      transformerVersion: null,
    }));

const pointList = (latestHour: number) =>
  fc.uniqueArray(point(latestHour), {
    maxLength: 160,
    selector: ({ series, timestamp }) => `${timestamp.getTime()} ${series}`,
    size: "max",
  });

// With many dimensions few series leave no room for hours. Which hours of today are to come is then not looked at.
const content = fc.oneof(
  fc.record({ dimensions: fc.constantFrom([], ["d0"]), points: pointList(72) }),
  fc.record({ dimensions: fc.constant(manyDimensions), points: pointList(0) }),
);

describe("readChartRows()", () => {
  it("gives what counting everything first would give", async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.record({
          chartType: fc.constantFrom("line", "bar", "pie", "radar", "radial", "kpi"),
          dateRange: fc.constantFrom("7d", "30d", "90d", "all"),
          aggregation: fc.constantFrom("none", "sum", "avg", "count", "last"),
          bucket: fc.constantFrom("hour", "day", "week", "month"),
        }),
        fc.record({
          timezone: fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland"),
          timeKind: fc.constantFrom("instant", "date"),
          maximumChartPoints: fc.constantFrom(100, 120, 5_000),
        }),
        async ({ points, dimensions }, preferences, facts) => {
          const settings = { ...facts, now, preferences: chartPreferencesSchema.parse({ ...preferences, dimensions }) };
          const stored = pointsOf(points);
          const read = await readChartRows({ points: stored.store, key, settings });
          expect(read).toEqual(countedFirst(stored, settings));
          if (preferences.dateRange !== "all") expect(stored.asked).not.toContain("summarize");
        },
      ),
      { numRuns: 200 },
    );
  });

  it("reads buckets again, coarser, when there are more lines than fit", async () => {
    const preferences = chartPreferencesSchema.parse({
      dateRange: "90d",
      aggregation: "sum",
      bucket: "hour",
      dimensions: manyDimensions,
    });
    const settings = { preferences, now, timezone: "UTC", timeKind: "instant", maximumChartPoints: 5_000 } as const;
    const of = (...names: string[]) =>
      pointsOf(
        names.map((series) => ({
          series,
          timestamp: now,
          value: 1,
          dimensions: null,
          payloadId: null,
          transformerVersion: null,
        })),
      );
    const few = await readChartRows({ points: of("a").store, key, settings });
    const many = await readChartRows({ points: of("a", "b", "c", "d").store, key, settings });
    expect([few.window.bucket, many.window.bucket]).toEqual(["hour", "day"]);
  });
});
