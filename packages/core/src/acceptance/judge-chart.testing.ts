import { chartPreferencesSchema, type ChartPreferencesInput } from "../charts/chart-preferences.js";
import { type ChartBucket, rowsFromBuckets } from "../charts/chart-row.js";
import { resolveChartWindow } from "../charts/chart-window.js";
import type { ChartFacts } from "./judge-chart-facts.js";

const dayMs = 86_400_000;

/** Facts of a metric with these numbers a day, up to today; `null` where a day has no point. Every day holds one point at most. */
export function factsOf(
  numbers: Readonly<Record<string, readonly (number | null)[]>>,
  preferencesInput: ChartPreferencesInput = {},
  { timezone = "UTC" }: { readonly timezone?: string } = {},
): ChartFacts {
  const now = new Date("2026-03-11T15:30:00Z");
  const preferences = chartPreferencesSchema.parse({ aggregation: "sum", dateRange: "7d", ...preferencesInput });
  const points = Object.entries(numbers).flatMap(([series, values]) =>
    values.flatMap((value, index) =>
      value === null ? [] : [{ series, value, at: now.getTime() - (values.length - 1 - index) * dayMs }],
    ),
  );
  const times = points.map(({ at }) => at).sort((a, b) => a - b);
  const window = resolveChartWindow({
    preferences,
    timezone,
    timeKind: "instant",
    now,
    first: new Date(times[0] ?? now),
    last: new Date(times.at(-1) ?? now),
    pointCount: points.length,
    seriesCount: Object.keys(numbers).length,
    maximumChartPoints: 5_000,
  });
  const boundaries = window.boundaries ?? [];
  const buckets = new Map<string, ChartBucket>();
  for (const { series, value, at } of points) {
    const bucket = bucketOf(boundaries, at);
    if (bucket < 0 || bucket >= boundaries.length - 1) continue;
    const before = buckets.get(`${bucket} ${series}`);
    buckets.set(`${bucket} ${series}`, {
      series,
      bucket,
      count: (before?.count ?? 0) + 1,
      sum: (before?.sum ?? 0) + value,
      min: Math.min(before?.min ?? value, value),
      max: Math.max(before?.max ?? value, value),
      last: value,
      dimensions: { visitors: { count: 1, sum: value * 3 + 1, min: value, max: value, last: value } },
    });
  }
  const rows = rowsFromBuckets(
    [...buckets.values()].sort((a, b) => a.bucket - b.bucket),
    window,
  );
  return { rows, preferences, window, names: ["Sales", "Sales by shop"] };
}

/** By halves: there may be thousands. */
function bucketOf(boundaries: readonly Date[], at: number): number {
  let low = -1;
  let high = boundaries.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((boundaries[middle]?.getTime() ?? Infinity) <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** Right chart code: a line for each series, under its name. */
export const rightChartCode = `export function transform(rows, preferences) {
  const names = [...new Set(rows.map((row) => row.series))].sort();
  const labels = [...new Set(rows.map((row) => row.label))];
  const numbers = new Map(rows.map((row) => [row.label + "|" + row.series, row.value]));
  const keyOf = (index) => "series" + index;
  return {
    chartType: "bar",
    chartData: labels.map((label) => {
      const cells = { date: label };
      names.forEach((name, index) => { cells[keyOf(index)] = numbers.get(label + "|" + name) ?? null; });
      return cells;
    }),
    chartConfig: Object.fromEntries(names.map((name, index) => [keyOf(index), { label: name, color: "var(--chart-" + (index + 1) + ")" }])),
    xAxisKey: "date",
    dataKeys: names.map((_, index) => keyOf(index)),
    title: "Sales by shop",
  };
}`;
