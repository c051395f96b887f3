import { offsetSpans } from "../util/time-zone.js";
import { type BucketSize, bucketSpans } from "./chart-buckets.js";
import { bucketLabel, pointLabel, precisionOf } from "./chart-label.js";
import type { ChartAggregation } from "./chart-preferences.js";
import type { ChartWindow } from "./chart-window.js";

const DAY_MS = 86_400_000;

/** What chart code receives, one for every point or filled bucket of a series, by ascending time. */
export interface ChartRow {
  /** Epoch milliseconds: the bucket's start, or the point's own time. */
  readonly timestamp: number;
  /** Local time in the chart's zone, such as `2026-03-01`, `2026-03-01 14:00`, `2026-W09` or `2026-03`. */
  readonly label: string;
  readonly series: string;
  readonly value: number | null;
  /** Numeric dimensions; `null` when there are none. */
  readonly dimensions: Readonly<Record<string, number>> | null;
}

/** What storage knows of the numbers of one bucket. */
export interface BucketSummary {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Of the latest point. */
  readonly last: number;
}

/** One bucket of one series that holds points. */
export interface ChartBucket extends BucketSummary {
  readonly series: string;
  /** Index into the boundaries: the bucket from `boundaries[bucket]` to `boundaries[bucket + 1]`. */
  readonly bucket: number;
  /** The same for each numeric dimension asked for, over the points that have it. */
  readonly dimensions?: Readonly<Record<string, BucketSummary>> | undefined;
}

/** The part of a data point that charts draw. */
export interface ChartPoint {
  readonly series: string;
  readonly timestamp: Date;
  readonly value: number;
  readonly dimensions?: unknown;
}

/** Rows of aggregated buckets, by ascending time, buckets of one time in the order given. Buckets out of bounds are an error of the caller and ignored. */
export function rowsFromBuckets(buckets: readonly ChartBucket[], window: ChartWindow): ChartRow[] {
  const { boundaries, aggregation } = window;
  if (boundaries === null) return [];
  const labels = boundaryLabels(window);
  const rows: ChartRow[] = [];
  for (const entry of buckets) {
    const start = boundaries[entry.bucket];
    const label = labels[entry.bucket];
    if (start === undefined || label === undefined) continue;
    const { series } = entry;
    rows.push({
      timestamp: start.getTime(),
      label,
      series,
      value: summaryValue(entry, aggregation),
      dimensions: summaryDimensions(entry.dimensions, aggregation),
    });
  }
  return rows.sort((a, b) => a.timestamp - b.timestamp);
}

/** Rows of points as they are, by ascending time; points outside the window are left out. */
export function rowsFromPoints(
  points: readonly ChartPoint[],
  window: ChartWindow,
  dimensionKeys: readonly string[] = [],
): ChartRow[] {
  const fromMs = window.from.getTime();
  const toMs = window.to.getTime();
  const shown = points.filter(({ timestamp }) => timestamp.getTime() >= fromMs && timestamp.getTime() < toMs);
  const spans = offsetSpans(window.timezone, fromMs - DAY_MS, toMs);
  const instants = new Set(shown.map((point) => point.timestamp.getTime()));
  const precision = precisionOf(spans, instants);
  const labels = new Map([...instants].map((ms) => [ms, pointLabel(spans, precision, ms)]));
  const rows = shown.map((point): ChartRow => {
    const timestamp = point.timestamp.getTime();
    return {
      timestamp,
      label: labels.get(timestamp) ?? "",
      series: point.series,
      value: Number.isFinite(point.value) ? point.value : null,
      dimensions: pointDimensions(point.dimensions, dimensionKeys),
    };
  });
  return rows.sort((a, b) => a.timestamp - b.timestamp);
}

/** Labels of the buckets between the boundaries of a window; `[]` without boundaries. */
export function boundaryLabels(window: ChartWindow): string[] {
  const starts = (window.boundaries ?? []).slice(0, -1).map((boundary) => boundary.getTime());
  if (window.bucket === "range") return starts.map(() => rangeLabel(window));
  const bucket: Exclude<BucketSize, "range"> = window.bucket;
  const spans = bucketSpans(window.timezone, bucket, window.from.getTime(), window.to.getTime());
  return starts.map((ms) => bucketLabel(spans, bucket, ms));
}

/** First and last day of a window, such as `2026-03-01 – 2026-03-07`. */
export function rangeLabel(window: ChartWindow): string {
  const fromMs = window.from.getTime();
  const lastMs = Math.max(fromMs, window.to.getTime() - 1);
  const spans = offsetSpans(window.timezone, fromMs, lastMs);
  const first = pointLabel(spans, "day", fromMs);
  const last = pointLabel(spans, "day", lastMs);
  return first === last ? first : `${first} – ${last}`;
}

function summaryValue(summary: BucketSummary, aggregation: ChartAggregation): number | null {
  if (summary.count === 0 && aggregation !== "count") return null;
  const value = summaryNumber(summary, aggregation);
  return Number.isFinite(value) ? value : null;
}

function summaryNumber(summary: BucketSummary, aggregation: ChartAggregation): number {
  switch (aggregation) {
    case "sum":
    case "min":
    case "max":
    case "count":
    case "last":
      return summary[aggregation];
    case "avg":
    case "none":
      return summary.sum / summary.count;
  }
}

function summaryDimensions(
  summaries: Readonly<Record<string, BucketSummary>> | undefined,
  aggregation: ChartAggregation,
): Record<string, number> | null {
  if (summaries === undefined) return null;
  const values = Object.entries(summaries).flatMap(([key, summary]): [string, number][] => {
    const value = summaryValue(summary, aggregation);
    return value === null ? [] : [[key, value]];
  });
  return values.length === 0 ? null : Object.fromEntries(values);
}

function pointDimensions(dimensions: unknown, keys: readonly string[]): Record<string, number> | null {
  if (keys.length === 0 || typeof dimensions !== "object" || dimensions === null) return null;
  const values = keys.flatMap((key): [string, number][] => {
    const value: unknown = Object.hasOwn(dimensions, key) ? Reflect.get(dimensions, key) : undefined;
    return typeof value === "number" && Number.isFinite(value) ? [[key, value]] : [];
  });
  return values.length === 0 ? null : Object.fromEntries(values);
}
