import { buildChart } from "./build-chart.js";
import type { ChartConfig } from "./chart-config.js";
import { chartPreferencesSchema, type ChartPreferencesInput } from "./chart-preferences.js";
import {
  type BucketSummary,
  type ChartBucket,
  type ChartPoint,
  type ChartRow,
  rowsFromBuckets,
  rowsFromPoints,
} from "./chart-row.js";
import { resolveChartWindow, type ChartWindow } from "./chart-window.js";

/** The moment at which test charts are built. */
export const NOW = new Date("2026-03-11T15:30:00Z");

interface Setup {
  readonly timezone?: string;
  readonly timeKind?: "instant" | "date";
  readonly unit?: string;
  readonly maximumChartPoints?: number;
}

/** What storage and engine do around the chart, in the most obvious way. */
export function chartOf(
  points: readonly ChartPoint[],
  preferencesInput: ChartPreferencesInput,
  setup: Setup = {},
): { config: ChartConfig; window: ChartWindow; rows: ChartRow[] } {
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
    rows,
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

/** One column of a chart, by default the first data key. */
export const column = (config: ChartConfig, key = config.dataKeys[0] ?? ""): (string | number | null | undefined)[] =>
  config.chartData.map((row) => row[key]);
