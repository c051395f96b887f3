import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartPreferencesSchema } from "./chart-preferences.js";
import { chartOf, NOW } from "./chart-of-points.testing.js";
import { beginsWithFirstPoint, type DateRange, dateRangeName, dateRangeSchema } from "./date-range.js";
import { rangeDates } from "./range-dates.js";

/** A Wednesday. */
const today = { year: 2026, month: 3, day: 11 };

function spanOf(range: Exclude<DateRange, "all">, day = today): string {
  const { from, to } = rangeDates(range, day);
  const text = (date: typeof today) =>
    new Date(Date.UTC(date.year, date.month - 1, date.day)).toISOString().slice(0, 10);
  return `${from === null ? "first" : text(from)} ${text(to)}`;
}

describe("rangeDates()", () => {
  it.each([
    ["7d", "2026-03-05 2026-03-12"],
    ["1d", "2026-03-11 2026-03-12"],
    ["24h", "2026-03-11 2026-03-12"],
    ["25h", "2026-03-10 2026-03-12"],
    ["1mo", "2026-02-12 2026-03-12"],
    ["12mo", "2025-03-12 2026-03-12"],
    ["today", "2026-03-11 2026-03-12"],
    ["yesterday", "2026-03-10 2026-03-11"],
    ["this-week", "2026-03-09 2026-03-12"],
    ["last-week", "2026-03-02 2026-03-09"],
    ["this-month", "2026-03-01 2026-03-12"],
    ["last-month", "2026-02-01 2026-03-01"],
    ["this-quarter", "2026-01-01 2026-03-12"],
    ["last-quarter", "2025-10-01 2026-01-01"],
    ["this-year", "2026-01-01 2026-03-12"],
    ["last-year", "2025-01-01 2026-01-01"],
    [{ from: "2026-01-01", to: "2026-01-31" }, "2026-01-01 2026-02-01"],
    [{ from: "2026-01-01", to: null }, "2026-01-01 2026-03-12"],
    [{ from: null, to: "2026-01-31" }, "first 2026-02-01"],
    [{ from: "2027-01-01", to: null }, "2027-01-01 2027-01-02"],
  ] as const)("%j is %s", (range, span) => {
    expect(spanOf(range)).toBe(span);
  });

  it("a month before the last of a month begins after the last day of the shorter month", () => {
    expect(spanOf("1mo", { year: 2026, month: 3, day: 31 })).toBe("2026-03-01 2026-04-01");
    expect(spanOf("12mo", { year: 2028, month: 2, day: 29 })).toBe("2027-03-01 2028-03-01");
  });

  it("quarters and months before reach into the year before", () => {
    expect(spanOf("last-quarter", { year: 2026, month: 12, day: 31 })).toBe("2026-07-01 2026-10-01");
    expect(spanOf("last-month", { year: 2026, month: 1, day: 1 })).toBe("2025-12-01 2026-01-01");
    expect(spanOf("last-week", { year: 2026, month: 1, day: 4 })).toBe("2025-12-22 2025-12-29");
  });
});

describe("dateRangeSchema", () => {
  it.each(["7d", "30d", "90d", "all", "365d", "24h", "18mo", "last-quarter", { from: "2024-02-29", to: null }])(
    "accepts %j",
    (range) => {
      expect(dateRangeSchema.parse(range)).toEqual(range);
    },
  );

  it.each([
    "0d",
    "-7d",
    "1.5d",
    "1e3d",
    "07d",
    "99999d",
    "7w",
    "",
    "next-week",
    { from: null, to: null },
    { from: "2026-02-30", to: null },
    { from: "2026-03-02", to: "2026-03-01" },
    { from: "2026-03-02" },
  ])("refuses %j", (range) => {
    expect(dateRangeSchema.safeParse(range).success).toBe(false);
  });

  it("names every range so that no two share a name", () => {
    const ranges = ["all", "today", "1d", "2d", "24h", "1h", "1mo", "3mo", "this-week", "last-week"] as const;
    expect(new Set(ranges.map(dateRangeName)).size).toBe(ranges.length);
    expect(dateRangeName("7d")).toBe("Last 7 days");
    expect(dateRangeName({ from: "2026-01-01", to: null })).toBe("Since 2026-01-01");
    expect(beginsWithFirstPoint({ from: null, to: "2026-01-01" })).toBe(true);
    expect(beginsWithFirstPoint("this-year")).toBe(false);
  });
});

describe("charts of a range", () => {
  const points = Array.from({ length: 500 }, (_, index) => ({
    series: index % 3 === 0 ? "a" : index % 3 === 1 ? "b" : "c",
    timestamp: new Date(NOW.getTime() - index * 86_400_000),
    value: index % 3,
    dimensions: { wind: 1 },
  }));

  it("show exactly the points of the range", () => {
    for (const [dateRange, count] of [
      ["last-month", 28],
      ["last-quarter", 92],
      ["this-year", 70],
      ["yesterday", 1],
      ["48h", 2],
      [{ from: "2026-02-01", to: "2026-02-07" }, 7],
      [{ from: null, to: "2026-03-10" }, 499],
    ] as const) {
      const { config } = chartOf(points, { dateRange });
      expect([dateRange, config.chartData.length]).toEqual([dateRange, count]);
    }
  });

  it("are drawn by quarter, by year, and over the whole range at once", () => {
    const labels = (bucket: "quarter" | "year" | "range") =>
      chartOf(points, { aggregation: "count", bucket }).config.chartData.map((row) => row["date"]);
    expect(labels("quarter").slice(-2)).toEqual(["2025-Q4", "2026-Q1"]);
    expect(labels("year")).toEqual(["2024", "2025", "2026"]);
    expect(labels("range")).toHaveLength(1);
  });

  it("show only the largest series, and say so", () => {
    const { config } = chartOf(points, { top: 2, aggregation: "sum", bucket: "year" });
    expect(config.dataKeys).toEqual(["b", "c"]);
    expect(config.description).toContain("Only the 2 largest of 3 series are shown.");
    expect(chartOf(points, { top: 3 }).config.description).not.toContain("largest");
  });

  it("show dimensions without the value where asked", () => {
    const { config } = chartOf(points, { dimensions: ["wind"], showsValue: false, aggregation: "sum", bucket: "year" });
    expect(config.dataKeys.map((key) => config.chartConfig[key]?.label)).toEqual(["a – wind", "b – wind", "c – wind"]);
    expect(chartOf(points, { showsValue: false }).config.dataKeys).toEqual(["a", "b", "c"]);
  });

  it("say which series were chosen or left out", () => {
    expect(chartOf(points, { series: ["a", "b"] }).config.description).toContain("Only a, b.");
    expect(chartOf(points, { excludedSeries: ["c"] }).config.description).toContain("Without c.");
  });
});

describe("stored preferences of before", () => {
  it("stay as they are", () => {
    fc.assert(
      fc.property(
        fc.record({
          chartType: fc.constantFrom("line", "bar", "pie"),
          dateRange: fc.constantFrom("7d", "30d", "90d", "all"),
          aggregation: fc.constantFrom("none", "sum"),
          bucket: fc.constantFrom("hour", "day", "week", "month"),
          gaps: fc.constantFrom("zero", "null", "previous"),
          dimensions: fc.constantFrom<string[]>([], ["wind"]),
          ownKey: fc.string(),
        }),
        (stored) => {
          expect(chartPreferencesSchema.parse(stored)).toEqual(stored);
        },
      ),
    );
  });
});
