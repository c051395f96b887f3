import {
  instantOfLocalMs,
  localMsAt,
  localMsOfParts,
  offsetMsOf,
  offsetSpans,
  partsOfLocalMs,
  spanIndexAt,
  type ZoneSpan,
} from "../util/time-zone.js";

/**
 * Sizes of buckets, finest first. Users choose up to `month`; the coarser ones serve ranges that would not fit otherwise.
 * `range` is the whole window in one bucket.
 */
export const bucketSizes = ["hour", "day", "week", "month", "quarter", "year", "decade", "century", "range"] as const;
export type BucketSize = (typeof bucketSizes)[number];
type CalendarBucket = Exclude<BucketSize, "range">;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Shortest length of each bucket that is not cut by a change of the clock, to estimate counts. */
const shortestMs: Record<CalendarBucket, number> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
  quarter: 90 * DAY_MS,
  year: 365 * DAY_MS,
  decade: 3_652 * DAY_MS,
  century: 36_524 * DAY_MS,
};

/** The offset spans that cutting buckets between two instants needs: a bucket further to either side, and some days. */
export function bucketSpans(timezone: string, bucket: CalendarBucket, fromMs: number, toMs: number): ZoneSpan[] {
  const marginMs = shortestMs[bucket] * 1.2 + 3 * DAY_MS;
  return offsetSpans(timezone, fromMs - marginMs, toMs + marginMs);
}

/** How many buckets two instants can be apart, never too few by more than clock changes add. */
export function estimateBucketCount(bucket: CalendarBucket, fromMs: number, toMs: number): number {
  return Math.ceil((toMs - fromMs) / shortestMs[bucket]) + 1;
}

/** First instant of the bucket that holds `ms`. */
export function bucketStart(spans: readonly ZoneSpan[], bucket: CalendarBucket, ms: number): number {
  const index = spanIndexAt(spans, ms);
  const span = spans[index];
  if (bucket === "hour") {
    const offset = offsetMsOf(span);
    return Math.max(Math.floor((ms + offset) / HOUR_MS) * HOUR_MS - offset, span?.fromMs ?? -Infinity);
  }
  const start = instantOfLocalMs(spans, localBucketStart(bucket, ms + offsetMsOf(span)));
  // A clock that goes back over midnight shows the end of yesterday again, after today has begun.
  const next = nextBucketStart(spans, bucket, start);
  return next <= ms ? next : start;
}

/** First instant of the bucket after the one that starts at `startMs`. */
export function nextBucketStart(spans: readonly ZoneSpan[], bucket: CalendarBucket, startMs: number): number {
  if (bucket === "hour") {
    const index = spanIndexAt(spans, startMs);
    const offset = offsetMsOf(spans[index]);
    const next = (Math.floor((startMs + offset) / HOUR_MS) + 1) * HOUR_MS - offset;
    return Math.min(next, spans[index + 1]?.fromMs ?? Infinity);
  }
  return instantOfLocalMs(spans, nextLocalBucketStart(bucket, localMsAt(spans, startMs)));
}

/** The n + 1 instants that bound the n buckets which hold `fromMs` to `lastMs`, both included. */
export function bucketBoundaries(
  spans: readonly ZoneSpan[],
  bucket: CalendarBucket,
  fromMs: number,
  lastMs: number,
): number[] {
  const boundaries = [bucketStart(spans, bucket, fromMs)];
  let end = boundaries[0] ?? fromMs;
  do {
    end = nextBucketStart(spans, bucket, end);
    boundaries.push(end);
  } while (end <= lastMs);
  return boundaries;
}

function localBucketStart(bucket: CalendarBucket, localMs: number): number {
  const { year, month, weekday } = partsOfLocalMs(localMs);
  const dayMs = Math.floor(localMs / DAY_MS) * DAY_MS;
  switch (bucket) {
    case "hour":
      return Math.floor(localMs / HOUR_MS) * HOUR_MS;
    case "day":
      return dayMs;
    case "week":
      return dayMs - (weekday - 1) * DAY_MS;
    case "month":
      return localMsOfParts({ year, month, day: 1 });
    case "quarter":
      return localMsOfParts({ year, month: month - ((month - 1) % 3), day: 1 });
    case "year":
      return localMsOfParts({ year, month: 1, day: 1 });
    case "decade":
      return localMsOfParts({ year: Math.floor(year / 10) * 10, month: 1, day: 1 });
    case "century":
      return localMsOfParts({ year: Math.floor(year / 100) * 100, month: 1, day: 1 });
  }
}

/** Start of the bucket after the one that holds `localMs`; a gap may have moved `localMs` behind its bucket's start. */
function nextLocalBucketStart(bucket: CalendarBucket, localMs: number): number {
  const startMs = localBucketStart(bucket, localMs);
  const { year, month } = partsOfLocalMs(startMs);
  switch (bucket) {
    case "hour":
      return startMs + HOUR_MS;
    case "day":
      return startMs + DAY_MS;
    case "week":
      return startMs + 7 * DAY_MS;
    case "month":
      return localMsOfParts({ year, month: month + 1, day: 1 });
    case "quarter":
      return localMsOfParts({ year, month: month + 3, day: 1 });
    case "year":
      return localMsOfParts({ year: year + 1, month: 1, day: 1 });
    case "decade":
      return localMsOfParts({ year: year + 10, month: 1, day: 1 });
    case "century":
      return localMsOfParts({ year: year + 100, month: 1, day: 1 });
  }
}
