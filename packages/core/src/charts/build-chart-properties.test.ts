import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartLimits, parseChartConfig } from "./chart-config.js";
import { chartOf, column, NOW } from "./chart-of-points.testing.js";

const HOUR_MS = 3_600_000;

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
