import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildChart } from "./build-chart.js";
import { chartLimits, parseChartConfig, type ChartConfig } from "./chart-config.js";
import { chartPreferencesSchema, type ChartPreferencesInput } from "./chart-preferences.js";
import { type BucketSummary, type ChartBucket, type ChartPoint, rowsFromBuckets, rowsFromPoints } from "./chart-row.js";
import { resolveChartWindow, type ChartWindow } from "./chart-window.js";

const NOW = new Date("2026-03-11T15:30:00Z");
const HOUR_MS = 3_600_000;

interface Setup {
  readonly timezone?: string;
  readonly timeKind?: "instant" | "date";
  readonly unit?: string;
  readonly maximumChartPoints?: number;
}

/** What storage and engine do around the chart, in the most obvious way. */
function chartOf(
  points: readonly ChartPoint[],
  preferencesInput: ChartPreferencesInput,
  setup: Setup = {},
): { config: ChartConfig; window: ChartWindow } {
  const preferences = chartPreferencesSchema.parse(preferencesInput);
  const sorted = points.toSorted((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
  const window = resolveChartWindow({
    preferences,
    timezone: setup.timezone ?? "UTC",
    timeKind: setup.timeKind ?? "instant",
    now: NOW,
    first: sorted[0]?.timestamp ?? null,
    last: sorted.at(-1)?.timestamp ?? null,
    pointCount: points.length,
    seriesCount: new Set(points.map((point) => point.series)).size,
    maximumChartPoints: setup.maximumChartPoints ?? 5000,
  });
  const rows =
    window.boundaries === null
      ? rowsFromPoints(sorted, window, preferences.dimensions)
      : rowsFromBuckets(aggregate(sorted, window, preferences.dimensions), window);
  return {
    config: buildChart({
      rows,
      preferences,
      window,
      metric: { name: "Stars", unit: setup.unit },
      chart: { name: "My chart" },
    }),
    window,
  };
}

function aggregate(
  points: readonly ChartPoint[],
  window: ChartWindow,
  dimensionKeys: readonly string[],
): ChartBucket[] {
  const groups = new Map<string, { series: string; bucket: number; points: ChartPoint[] }>();
  for (const point of points) {
    const bucket = (window.boundaries ?? []).findLastIndex((boundary) => boundary <= point.timestamp);
    if (bucket < 0 || bucket >= (window.boundaries?.length ?? 0) - 1) continue;
    const key = JSON.stringify([point.series, bucket]);
    const group = groups.get(key) ?? { series: point.series, bucket, points: [] };
    group.points.push(point);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ series, bucket, points: members }) => {
    const dimensions = dimensionKeys.map((key): [string, BucketSummary] => [
      key,
      summarize(
        members
          .map((point) => (point.dimensions as Record<string, number> | undefined)?.[key])
          .filter((value) => value !== undefined),
      ),
    ]);
    return {
      series,
      bucket,
      ...summarize(members.map((point) => point.value)),
      dimensions: Object.fromEntries(dimensions),
    };
  });
}

function summarize(values: readonly number[]): BucketSummary {
  const sum = values.reduce((total, value) => total + value, 0);
  return { count: values.length, sum, min: Math.min(...values), max: Math.max(...values), last: values.at(-1) ?? 0 };
}

const point = (time: string, value: number, series = "", dimensions?: Record<string, number>): ChartPoint => ({
  timestamp: new Date(time),
  value,
  series,
  dimensions,
});
const column = (config: ChartConfig, key = config.dataKeys[0] ?? ""): (string | number | null | undefined)[] =>
  config.chartData.map((row) => row[key]);
const xs = (config: ChartConfig): (string | number | null | undefined)[] => column(config, config.xAxisKey);

const daily = [
  point("2026-03-06T08:00:00Z", 4),
  point("2026-03-06T20:00:00Z", 2),
  point("2026-03-08T01:00:00Z", 9),
  point("2026-03-10T00:00:00Z", -3),
];

describe("buildChart()", () => {
  it("draws points as they are when nothing is aggregated", () => {
    const { config } = chartOf(daily, {});
    expect(xs(config)).toEqual(["2026-03-06 08:00", "2026-03-06 20:00", "2026-03-08 01:00", "2026-03-10 00:00"]);
    expect(column(config)).toEqual([4, 2, 9, -3]);
    expect(config).toMatchObject({ title: "My chart", dataKeys: ["Stars"], showLegend: false, xAxisKey: "date" });
  });

  it.each([
    ["sum", [null, 6, null, 9, null, -3, null]],
    ["avg", [null, 3, null, 9, null, -3, null]],
    ["min", [null, 2, null, 9, null, -3, null]],
    ["max", [null, 4, null, 9, null, -3, null]],
    ["last", [null, 2, null, 9, null, -3, null]],
    ["count", [0, 2, 0, 1, 0, 1, 0]],
  ] as const)("aggregates days by %s", (aggregation, values) => {
    const { config } = chartOf(daily, { aggregation, dateRange: "7d" });
    expect(column(config)).toEqual(values);
    expect(xs(config)[0]).toBe("2026-03-05");
    expect(xs(config).at(-1)).toBe("2026-03-11");
  });

  it("fills gaps as asked, and nothing before the first value with previous", () => {
    const of = (gaps: "zero" | "null" | "previous"): unknown =>
      column(chartOf(daily, { aggregation: "sum", dateRange: "7d", gaps }).config);
    expect(of("zero")).toEqual([0, 6, 0, 9, 0, -3, 0]);
    expect(of("previous")).toEqual([null, 6, 6, 9, 9, -3, -3]);
  });

  it("says range, aggregation, bucket and zone", () => {
    const { config } = chartOf(
      daily,
      { aggregation: "sum", dateRange: "7d", bucket: "day" },
      { timezone: "America/New_York", unit: "stars" },
    );
    expect(config.description).toBe("Last 7 days (2026-03-05 – 2026-03-11), sum per day, America/New_York.");
    expect(config).toMatchObject({ xAxisLabel: "Day", yAxisLabel: "stars" });
  });

  it("says so when points are averaged because there are too many", () => {
    const points = Array.from({ length: 300 }, (_, index) =>
      point(new Date(NOW.getTime() - index * HOUR_MS).toISOString(), index),
    );
    const { config } = chartOf(points, {}, { maximumChartPoints: 100 });
    expect(config.chartData).toHaveLength(13);
    expect(config.description).toContain("Averaged per day, because there are too many points to draw each of them.");
  });

  it("says so when there is nothing", () => {
    for (const chartType of ["line", "pie", "radar", "kpi"] as const) {
      const { config } = chartOf([], { chartType });
      expect(config.chartData).toEqual([]);
      expect(config.description).toContain("No data in this range.");
      expect(parseChartConfig(config)).toEqual(config);
    }
  });

  it("gives each series and dimension its own data key", () => {
    const points = [
      point("2026-03-06T00:00:00Z", 1, "b", { wind: 5 }),
      point("2026-03-06T00:00:00Z", 2, "a", { wind: 6 }),
      point("2026-03-07T00:00:00Z", 3, "a"),
    ];
    const { config } = chartOf(points, { dimensions: ["wind", "absent"] });
    expect(config.dataKeys.map((key) => config.chartConfig[key]?.label)).toEqual(["a", "a – wind", "b", "b – wind"]);
    expect(config.chartData[1]).toEqual({ date: "2026-03-07", a: 3, "a-wind": null, b: null, "b-wind": null });
    expect(config.showLegend).toBe(true);
  });

  it("keeps a series apart that is named like another line", () => {
    const points = [point("2026-03-06T00:00:00Z", 1, ""), point("2026-03-06T00:00:00Z", 2, "Stars")];
    const { config } = chartOf(points, {});
    expect(config.dataKeys.map((key) => config.chartConfig[key]?.label)).toEqual(["Stars", "Stars (2)"]);
    expect(config.dataKeys.map((key) => config.chartData[0]?.[key])).toEqual([1, 2]);
  });

  it("slices a pie by series over the whole range, largest first", () => {
    const points = [
      point("2026-03-06T00:00:00Z", 1, "a"),
      point("2026-03-07T00:00:00Z", 5, "a"),
      point("2026-03-07T00:00:00Z", 10, "b"),
    ];
    const { config } = chartOf(points, { chartType: "pie", aggregation: "avg" });
    expect(config.chartData).toEqual([
      { name: "b", value: 10, fill: "var(--color-b)" },
      { name: "a", value: 3, fill: "var(--color-a)" },
    ]);
  });

  it("sums up the smallest slices as Other", () => {
    const points = Array.from({ length: 20 }, (_, index) => point("2026-03-06T00:00:00Z", index + 1, `s${index}`));
    const { config } = chartOf(points, { chartType: "radial", aggregation: "sum" });
    expect(config.chartData).toHaveLength(12);
    expect(config.chartData.at(-1)).toMatchObject({ name: "Other", value: 45 });
    expect(config.description).toContain(`"Other" sums up the 9 smallest.`);
  });

  it("gives a radar of several series an axis each", () => {
    const points = ["x", "y", "z"].map((series, index) =>
      point("2026-03-06T00:00:00Z", index, series, { wind: index * 2 }),
    );
    const { config } = chartOf(points, { chartType: "radar", dimensions: ["wind"] }, { unit: "km" });
    expect(config.chartData).toEqual([
      { name: "x", km: 0, wind: 0 },
      { name: "y", km: 1, wind: 2 },
      { name: "z", km: 2, wind: 4 },
    ]);
  });

  it("keeps the largest 200 lines and says so", () => {
    const points = Array.from({ length: 230 }, (_, index) => point("2026-03-06T00:00:00Z", index + 1, `s${index}`));
    const { config } = chartOf(points, {});
    expect(config.dataKeys).toHaveLength(200);
    expect(config.description).toContain("Only the 200 largest of 230 lines are shown.");
    expect(config.chartConfig["s0"]).toBeUndefined();
  });
});

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "America/Havana",
];
const seriesName = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "</style><script>",
    "__proto__",
    "constructor",
    "date",
    "value",
    "fill",
    "name",
    "Other",
    "a – b",
    "\u202e",
    "\ud800",
    `"';}`,
  ),
  fc.string({ unit: "binary", maxLength: 50 }),
);
const chartPoints = fc
  .tuple(
    fc.uniqueArray(seriesName, { minLength: 1, maxLength: 16 }),
    fc.date({ min: new Date("2010-01-01T00:00:00Z"), max: NOW, noInvalidDate: true }),
  )
  .chain(([names, start]) =>
    fc.array(
      fc.record({
        series: fc.constantFrom(...names),
        timestamp: fc.integer({ min: 0, max: 60 * 24 }).map((hours) => new Date(start.getTime() + hours * HOUR_MS)),
        value: fc.integer({ min: -1000, max: 1000 }),
        dimensions: fc.dictionary(fc.constantFrom("wind", "value", "__proto__x"), fc.integer(), { maxKeys: 2 }),
      }),
      { maxLength: 60 },
    ),
  );
const preferences = fc.record({
  chartType: fc.constantFrom("line", "bar", "area", "pie", "radar", "radial", "kpi"),
  dateRange: fc.constantFrom("7d", "30d", "90d", "all"),
  aggregation: fc.constantFrom("none", "sum", "avg", "min", "max", "count", "last"),
  bucket: fc.constantFrom("hour", "day", "week", "month"),
  gaps: fc.constantFrom("zero", "null", "previous"),
  dimensions: fc.subarray(["wind", "value"]),
  stacked: fc.boolean(),
});

describe("buildChart() for any points and preferences", () => {
  it("passes parseChartConfig unchanged, within the row limit, and is deterministic", () => {
    fc.assert(
      fc.property(
        chartPoints,
        preferences,
        fc.constantFrom(...zones),
        fc.integer({ min: 100, max: 300 }),
        (points, chosen, timezone, maximumChartPoints) => {
          const { config } = chartOf(points, chosen, { timezone, maximumChartPoints });
          expect(parseChartConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
          expect(config.chartData.length).toBeLessThanOrEqual(Math.min(maximumChartPoints, chartLimits.rows));
          expect(chartOf(points, chosen, { timezone, maximumChartPoints }).config).toEqual(config);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("conserves sums and counts in every zone", () => {
    const conserving = fc.record({
      chartType: fc.constantFrom("line", "bar", "area", "pie", "radial", "radar"),
      aggregation: fc.constantFrom("sum", "count"),
      bucket: fc.constantFrom("hour", "day", "week", "month"),
      gaps: fc.constantFrom("zero", "null"),
    });
    fc.assert(
      fc.property(chartPoints, conserving, fc.constantFrom(...zones), (points, chosen, timezone) => {
        const { config } = chartOf(points, chosen, { timezone });
        const drawn = config.dataKeys
          .flatMap((key) => column(config, key))
          .reduce<number>((sum, value) => sum + (typeof value === "number" ? value : 0), 0);
        const expected =
          chosen.aggregation === "count" ? points.length : points.reduce((sum, { value }) => sum + value, 0);
        expect(drawn).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("puts every point into the bucket whose label its own local day has", () => {
    fc.assert(
      fc.property(chartPoints, fc.constantFrom(...zones), (points, timezone) => {
        const { config } = chartOf(
          points.map((entry) => ({ ...entry, series: "" })),
          { aggregation: "count" },
          { timezone },
        );
        const naive = new Map<string, number>();
        const format = new Intl.DateTimeFormat("en-CA", {
          timeZone: timezone,
          year: "numeric",
          month: "2-digit",
          day: "2-digit",
        });
        for (const { timestamp } of points)
          naive.set(format.format(timestamp), (naive.get(format.format(timestamp)) ?? 0) + 1);
        const drawn = config.chartData.map((row) => [row["date"], row["Stars"]]).filter(([, count]) => count !== 0);
        expect(drawn).toEqual([...naive].sort(([a], [b]) => (a < b ? -1 : 1)));
      }),
      { numRuns: 200 },
    );
  });
});
