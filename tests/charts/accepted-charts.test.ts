import { toHtmlTable, toSvg, toText } from "@metricsmith/charts";
import type { ChartConfig } from "@metricsmith/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elementsOf, type MarkupElement, parseMarkup, textOf } from "../../packages/charts/test/parse-markup.js";
import { judgeChartPicture } from "../../packages/core/src/acceptance/judge-chart-picture.js";
import { chartPreferencesSchema } from "../../packages/core/src/charts/chart-preferences.js";
import { chartOf, NOW } from "../../packages/core/src/charts/chart-of-points.testing.js";
import type { DateRange } from "../../packages/core/src/charts/date-range.js";
import { drawnByCode } from "./drawn-by-code.js";

const dayMs = 86_400_000;
const chartTypes = ["line", "bar", "area", "pie", "radar", "radial", "kpi"] as const;

const points = fc.uniqueArray(
  fc.record({
    series: fc.constantFrom("", "Berlin", "Paris", "New York", "a – b", "<b>"),
    timestamp: fc.integer({ min: 0, max: 400 }).map((days) => new Date(NOW.getTime() - days * dayMs)),
    value: fc.oneof(
      fc.integer({ min: -1_000, max: 1_000 }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.constant(0),
    ),
    dimensions: fc.record({ wind: fc.integer({ min: -5, max: 100 }) }),
  }),
  { minLength: 1, maxLength: 40, selector: ({ series, timestamp }) => `${series} ${timestamp.getTime()}` },
);
const preferences = fc.record({
  chartType: fc.constantFrom(...chartTypes),
  dateRange: fc.constantFrom<DateRange>("all", "365d", "this-year", "last-quarter", { from: "2025-06-01", to: null }),
  aggregation: fc.constantFrom("none", "sum", "avg", "min", "max", "count", "last"),
  bucket: fc.constantFrom("day", "week", "month", "quarter", "year", "range"),
  gaps: fc.constantFrom("zero", "null", "previous"),
  dimensions: fc.constantFrom<string[]>([], ["wind"]),
  showsValue: fc.boolean(),
  top: fc.constantFrom(null, 1, 3),
  stacked: fc.boolean(),
});

/** Something that a reader sees of the numbers: a shape that takes room, or a number as text. */
function marksOf(config: ChartConfig): readonly MarkupElement[] {
  return elementsOf(parseMarkup(toSvg(config, { colors: "resolved" }))).filter(({ name, attributes }) => {
    const number = (key: string): number => Number(attributes[key] ?? Number.NaN);
    // The background is a rectangle too.
    if (name === "rect") return attributes["x"] !== undefined && number("width") > 0 && number("height") > 0;
    if (name === "circle") return number("r") > 0;
    if (name === "path") return new Set(attributes["d"]?.match(/-?\d+(?:\.\d+)?/g)).size > 2;
    return false;
  });
}

const isNumberText = (text: string): boolean => /^[−-]?[\d.,]+(?:[kMBT]|e[−-]?\d+)?\s*\S*$/.test(text.trim());

function expectDrawn(config: ChartConfig): void {
  const svg = parseMarkup(toSvg(config));
  const texts = elementsOf(svg)
    .filter(({ name }) => name === "text")
    .map(textOf);
  expect([config, marksOf(config).length > 0 || texts.some(isNumberText)]).toEqual([config, true]);
  expect(texts).not.toContain("No data");

  const isSliced = config.chartType === "pie" || config.chartType === "radial";
  const table = parseMarkup(toHtmlTable(config).replaceAll("<br>", ""));
  const body = elementsOf(table).filter(({ name }) => name === "tbody")[0];
  const rows = elementsOf(body ?? table).filter(({ name }) => name === "tr");
  const filled = config.chartData.filter((row) => !isSliced || typeof row[config.dataKeys[0] ?? ""] === "number");
  expect(rows).toHaveLength(filled.length);
  expect(rows.some((row) => elementsOf(row).some((cell) => cell.name === "td" && /\d/.test(textOf(cell))))).toBe(true);

  expect(toText(config)).toMatch(/[\d\u2581-\u258f\u2801-\u28ff]/);
  expect(toText(config)).not.toContain("(no data)");
}

describe("every chart that acceptance lets through is seen", () => {
  it("drawn by the built-in function, from any points with any preferences", () => {
    fc.assert(
      fc.property(points, preferences, (given, chosen) => {
        const { config } = chartOf(given, chosen);
        if (config.chartData.length > 0) expectDrawn(config);
        else expect(elementsOf(parseMarkup(toSvg(config))).map(textOf)).toContain("No data");
      }),
      { numRuns: 600 },
    );
  });

  it.each(drawnByCode)("drawn by code: %s", (_, config) => {
    expectDrawn(config);
  });
});

describe("acceptance of pictures", () => {
  it("lets the built-in charts through, whatever the points are", () => {
    fc.assert(
      fc.property(points, preferences, (given, chosen) => {
        const parsed = chartPreferencesSchema.parse(chosen);
        const { config, window, rows } = chartOf(given, chosen);
        if (rows.length === 0 || config.chartData.length === 0) return;
        // "Other" of a pie adds up what may not be added up, and says so.
        if (config.description?.includes("sums up") === true) return;
        const checks = judgeChartPicture(config, { rows, window, preferences: parsed, names: ["Stars", "My chart"] });
        expect(checks.filter(({ verdict }) => verdict === "fail")).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });
});
