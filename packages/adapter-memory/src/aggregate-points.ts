import { compareCodePoints, numberAt, type PointBucket } from "@metricsmith/core/adapter";
import type { GenerationPoints } from "./generation-points.js";

interface Aggregate {
  count: number;
  sum: number;
  min: number;
  max: number;
  last: number;
}

export interface AggregationPlan {
  /** Ascending epoch milliseconds; bucket `i` starts at boundary `i` and ends before the next. */
  readonly boundaries: readonly number[];
  readonly series?: string | undefined;
  readonly dimension?: string | undefined;
}

/** Non-empty buckets in order. Points come in time order, so each bucket is finished before the next begins. */
export function aggregatePoints(
  points: GenerationPoints,
  { boundaries, series, dimension }: AggregationPlan,
): PointBucket[] {
  const wanted = series === undefined ? undefined : points.seriesNumber(series);
  if (series !== undefined && wanted === undefined) return [];
  const buckets: PointBucket[] = [];
  for (let bucket = 0, start = points.indexOf(boundaries[0] as number); bucket + 1 < boundaries.length; bucket++) {
    if (start === points.size) break;
    const boundary = boundaries[bucket + 1] as number;
    if (points.timestampAt(start) >= boundary) continue;
    const aggregates = new Map<number, Aggregate>();
    const end = points.indexOf(boundary, "", start);
    for (let index = start; index < end; index++) {
      const seriesNumber = points.seriesAt(index);
      if (wanted !== undefined && seriesNumber !== wanted) continue;
      const value = dimension === undefined ? points.valueAt(index) : numberAt(points.dimensionsAt(index), dimension);
      if (value !== null) addTo(aggregates, seriesNumber, value);
    }
    for (const [seriesNumber, aggregate] of aggregates) {
      buckets.push({ series: points.seriesName(seriesNumber), bucket, ...aggregate });
    }
    start = end;
  }
  return buckets.sort((a, b) => a.bucket - b.bucket || compareCodePoints(a.series, b.series));
}

function addTo(aggregates: Map<number, Aggregate>, seriesNumber: number, value: number): void {
  const aggregate = aggregates.get(seriesNumber);
  if (aggregate === undefined) {
    aggregates.set(seriesNumber, { count: 1, sum: value, min: value, max: value, last: value });
    return;
  }
  aggregate.count++;
  aggregate.sum += value;
  if (value < aggregate.min) aggregate.min = value;
  if (value > aggregate.max) aggregate.max = value;
  aggregate.last = value;
}
