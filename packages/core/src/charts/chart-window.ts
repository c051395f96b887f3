import { MetricsmithError } from "../errors/metricsmith-error.js";
import { instantOfLocal, localMsAt, offsetSpans, partsOfLocalMs } from "../util/time-zone.js";
import {
  bucketBoundaries,
  bucketSizes,
  bucketSpans,
  type BucketSize,
  bucketStart,
  estimateBucketCount,
} from "./chart-buckets.js";
import { chartLimits } from "./chart-config.js";
import type { ChartAggregation, ChartPreferences } from "./chart-preferences.js";
import { slidingParts } from "./date-range.js";
import { type LocalDate, rangeDates } from "./range-dates.js";

/** Storage aggregates into at most this many boundaries at once. */
const MAXIMUM_BOUNDARIES = 10_000;
/** Most numbers a bucketed chart may hold, all its lines together. */
const MAXIMUM_CELLS = 250_000;
const MINIMUM_CHART_POINTS = 100;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface ResolveChartWindowInput {
  readonly preferences: ChartPreferences;
  /** The metric's zone, used where the preferences name none. */
  readonly timezone: string;
  /** `date`: the points are calendar dates, which no zone shifts. */
  readonly timeKind: "instant" | "date";
  readonly now: Date;
  /** Earliest and latest point of the metric; `null` when it has none. */
  readonly first: Date | null;
  readonly last: Date | null;
  /** Points in the range, or an upper bound. */
  readonly pointCount: number;
  readonly seriesCount: number;
  /** Most rows the chart may have, 100 to 5,000. */
  readonly maximumChartPoints: number;
}

/** The stretch of time that a chart shows, and how storage must cut it. */
export interface ChartWindow {
  readonly from: Date;
  /** Excluded. */
  readonly to: Date;
  /** The n + 1 ascending instants around n buckets; `null` when points are drawn as they are. */
  readonly boundaries: readonly Date[] | null;
  readonly bucket: BucketSize;
  /** What becomes of the points of a bucket; `none` only without boundaries. */
  readonly aggregation: ChartAggregation;
  /** True when more was aggregated than the preferences ask for, because it would not have fitted. */
  readonly reduced: boolean;
  /** Zone in which the buckets are cut and the labels written. */
  readonly timezone: string;
  readonly timeKind: "instant" | "date";
}

/**
 * The window and buckets of a chart. Buckets are cut in the chart's zone and are never partial at the start; weeks are ISO
 * weeks. Where the bucket asked for gives too many rows, the next coarser one that fits is taken and `reduced` says so.
 * @throws {MetricsmithError} OPTION_INVALID when `maximumChartPoints` is not a whole number from 100 to 5,000.
 */
export function resolveChartWindow(input: ResolveChartWindowInput): ChartWindow {
  const { preferences, timeKind, pointCount, maximumChartPoints } = input;
  assertMaximumChartPoints(maximumChartPoints);
  const timezone = timeKind === "date" ? "UTC" : (preferences.timezone ?? input.timezone);
  const range = instantsInRange(input, timezone);
  const settled = { timezone, timeKind } as const;
  if (range === null) {
    const { now } = input;
    return {
      from: now,
      to: now,
      boundaries: null,
      bucket: preferences.bucket,
      aggregation: preferences.aggregation,
      reduced: false,
      ...settled,
    };
  }

  const from = new Date(range.fromMs);
  const to = new Date(range.lastMs + 1);
  if (showsWholeRange(input)) {
    const aggregation = preferences.aggregation === "none" ? "last" : preferences.aggregation;
    return { from, to, boundaries: [from, to], bucket: "range", aggregation, reduced: false, ...settled };
  }
  const isTooMany = pointCount > maximumChartPoints;
  if (preferences.aggregation === "none" && !isTooMany) {
    return { from, to, boundaries: null, bucket: preferences.bucket, aggregation: "none", reduced: false, ...settled };
  }

  const isPointwise = preferences.aggregation === "none";
  // A calendar date has no hours.
  const finest = timeKind === "date" ? "day" : "hour";
  const asked = isPointwise || (preferences.bucket === "hour" && timeKind === "date") ? finest : preferences.bucket;
  const fitted = fitBuckets(input, timezone, asked, range);
  return {
    from: new Date(fitted.boundaries[0] ?? range.fromMs),
    to: new Date(fitted.boundaries.at(-1) ?? range.lastMs),
    boundaries: fitted.boundaries.map((ms) => new Date(ms)),
    bucket: fitted.bucket,
    aggregation: isPointwise ? "avg" : preferences.aggregation,
    reduced: isPointwise || fitted.bucket !== asked,
    ...settled,
  };
}

/** True for charts whose window is one bucket when there are enough series: it cannot be chosen before they are counted. */
export function mayShowWholeRange({ chartType }: Pick<ChartPreferences, "chartType">): boolean {
  return chartType === "pie" || chartType === "radial" || chartType === "radar";
}

/** Slices stand for lines when there are several, and axes of a radar for series: each is one number for the whole range. */
function showsWholeRange({ preferences, seriesCount }: ResolveChartWindowInput): boolean {
  if (!mayShowWholeRange(preferences)) return false;
  return preferences.chartType === "radar" ? seriesCount >= 3 : seriesCount >= 2 || preferences.dimensions.length > 0;
}

interface InstantRange {
  readonly fromMs: number;
  /** Included. */
  readonly lastMs: number;
}

function instantsInRange(input: ResolveChartWindowInput, timezone: string): InstantRange | null {
  const { preferences, first, last, now } = input;
  const { dateRange } = preferences;
  if (dateRange === "all") {
    return first === null || last === null ? null : { fromMs: first.getTime(), lastMs: last.getTime() };
  }
  const nowMs = now.getTime();
  const sliding = slidingParts(dateRange);
  if (sliding?.unit === "h" && input.timeKind === "instant") {
    const spans = bucketSpans(timezone, "hour", nowMs - sliding.count * HOUR_MS, nowMs);
    return { fromMs: bucketStart(spans, "hour", nowMs - (sliding.count - 1) * HOUR_MS), lastMs: nowMs };
  }
  // Which date is today depends on where the reader is, also for points that are calendar dates.
  const readerTimezone = preferences.timezone ?? input.timezone;
  const nowSpans = offsetSpans(readerTimezone, nowMs - DAY_MS, nowMs + DAY_MS);
  const { year, month, day } = partsOfLocalMs(localMsAt(nowSpans, nowMs));
  const { from, to } = rangeDates(dateRange, { year, month, day });
  const instantOf = (date: LocalDate): number => instantOfLocal(timezone, date);
  const lastMs = instantOf(to) - 1;
  const fromMs = from === null ? first?.getTime() : instantOf(from);
  if (fromMs === undefined || fromMs > lastMs) return null;
  const isHourly = preferences.aggregation !== "none" && preferences.bucket === "hour" && input.timeKind === "instant";
  // Hours that are still to come are not drawn.
  return { fromMs, lastMs: isHourly && fromMs <= nowMs ? Math.min(nowMs, lastMs) : lastMs };
}

function fitBuckets(
  input: ResolveChartWindowInput,
  timezone: string,
  asked: BucketSize,
  { fromMs, lastMs }: InstantRange,
): { bucket: BucketSize; boundaries: number[] } {
  const lines = Math.max(1, input.seriesCount) * (1 + input.preferences.dimensions.length);
  const maximumBuckets = Math.min(
    input.maximumChartPoints,
    MAXIMUM_BOUNDARIES - 1,
    Math.max(MINIMUM_CHART_POINTS, Math.floor(MAXIMUM_CELLS / lines)),
  );
  for (const bucket of bucketSizes.slice(bucketSizes.indexOf(asked))) {
    if (bucket === "range") break;
    // Twice, because the estimate counts shortest buckets; the boundaries themselves decide.
    if (estimateBucketCount(bucket, fromMs, lastMs) > 2 * maximumBuckets) continue;
    const boundaries = bucketBoundaries(bucketSpans(timezone, bucket, fromMs, lastMs), bucket, fromMs, lastMs);
    if (boundaries.length - 1 <= maximumBuckets) return { bucket, boundaries };
  }
  return { bucket: "range", boundaries: [fromMs, lastMs + 1] };
}

function assertMaximumChartPoints(value: number): void {
  if (Number.isInteger(value) && value >= MINIMUM_CHART_POINTS && value <= chartLimits.rows) return;
  throw new MetricsmithError(
    `maximumChartPoints is ${value}; use a whole number from ${MINIMUM_CHART_POINTS} to ${chartLimits.rows}.`,
    { code: "OPTION_INVALID", details: { option: "maximumChartPoints" } },
  );
}
