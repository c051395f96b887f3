import fc from "fast-check";
import type { ChartConfig } from "@metricsmith/core/adapter";

export const chartTypes = ["line", "bar", "area", "pie", "radar", "radial", "kpi"] as const;

/** A small chart of each type, with a gap, a negative number and several data keys. */
export function exampleChart(chartType: ChartConfig["chartType"]): ChartConfig {
  if (chartType === "pie" || chartType === "radial") {
    return {
      chartType,
      title: "Visitors by browser",
      description: "Last 7 days.",
      xAxisKey: "name",
      dataKeys: ["value"],
      chartData: [
        { name: "chrome", value: 60, fill: "var(--color-chrome)" },
        { name: "firefox", value: 30, fill: "var(--color-firefox)" },
        { name: "other", value: 10, fill: "var(--color-other)" },
      ],
      chartConfig: {
        value: { label: "Visitors", color: "var(--chart-1)" },
        chrome: { label: "Chrome", color: "var(--chart-1)" },
        firefox: { label: "Firefox", color: "#ff8800" },
        other: { label: "Others & unknown", color: "rebeccapurple" },
      },
    };
  }
  return {
    chartType,
    title: "Stars <and> forks",
    description: 'Last 5 days, "sum" per day.',
    xAxisKey: "date",
    xAxisLabel: "Day",
    yAxisLabel: "count",
    dataKeys: ["stars", "forks"],
    showLegend: true,
    chartData: [
      { date: "2026-03-01", stars: 10, forks: 1 },
      { date: "2026-03-02", stars: null, forks: 2 },
      { date: "2026-03-03", stars: 1200, forks: -3 },
      { date: "2026-03-04", stars: null, forks: 4 },
      { date: "2026-03-05", stars: 1300, forks: 5 },
    ],
    chartConfig: {
      stars: { label: "Stars", color: "var(--chart-1)" },
      forks: { label: "Forks", color: "var(--chart-2)" },
    },
  };
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    "</svg><script>alert(1)</script>",
    `" onload="alert(1)`,
    "]]>",
    "<!--",
    "&amp;",
    "日本語のとても長い名前です".repeat(4),
    "نص عربي",
    "a".repeat(180),
    "",
  ),
);
const number = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324),
);
const keys = ["a", "b", "c_1", "d-2"] as const;

/** Configs that pass the schema but are as odd as it allows. */
export const anyChart: fc.Arbitrary<ChartConfig> = fc
  .record({
    chartType: fc.constantFrom(...chartTypes),
    rows: fc.array(fc.tuple(text, fc.array(fc.option(number), { minLength: 4, maxLength: 4 })), { maxLength: 30 }),
    asDates: fc.boolean(),
    labels: fc.array(text, { minLength: 4, maxLength: 4 }),
    title: text,
    description: fc.option(text, { nil: undefined }),
    yAxisLabel: fc.option(text, { nil: undefined }),
    showLegend: fc.option(fc.boolean(), { nil: undefined }),
    stacked: fc.option(fc.boolean(), { nil: undefined }),
    keyCount: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ rows, asDates, labels, keyCount, ...rest }) => {
    const shown = keys.slice(0, keyCount);
    const safe = (value: string): string =>
      value
        .replace(
          /[\u0000-\u001f\u007f-\u009f\u061c\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]|\p{Surrogate}/gu,
          "?",
        )
        .slice(0, 190)
        .replace(/[\ud800-\udbff]$/, "");
    const chartData = rows.map(([label, values], index) => {
      const x = asDates ? `2026-01-${String(index + 1).padStart(2, "0")}` : safe(label);
      const cells = shown.map((key, position): [string, string | number | null] => [key, values[position] ?? null]);
      return Object.fromEntries([["x", x], ...cells]);
    });
    const [first] = chartData;
    if (first !== undefined) for (const key of shown) first[key] ??= 1;
    return {
      ...rest,
      title: safe(rest.title),
      ...(rest.description === undefined ? {} : { description: safe(rest.description) }),
      ...(rest.yAxisLabel === undefined ? {} : { yAxisLabel: safe(rest.yAxisLabel) }),
      chartData,
      xAxisKey: "x",
      dataKeys: [...shown],
      chartConfig: Object.fromEntries(
        shown.map((key, index) => [key, { label: safe(labels[index] ?? ""), color: `var(--chart-${index + 1})` }]),
      ),
    };
  });
