import { describe, expect, it } from "vitest";
import { type ChartConfig, parseChartConfig } from "./chart-config.js";
import { chartOf, column, NOW } from "./chart-of-points.testing.js";
import type { ChartPoint } from "./chart-row.js";

const HOUR_MS = 3_600_000;

const point = (time: string, value: number, series = "", dimensions?: Record<string, number>): ChartPoint => ({
  timestamp: new Date(time),
  value,
  series,
  dimensions,
});
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
