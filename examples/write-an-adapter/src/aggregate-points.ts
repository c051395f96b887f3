import { type AdmittedPoint, compareCodePoints, numberAt, type PointBucket } from "@metricsmith/core/adapter";

type Bucket = { -readonly [Key in keyof PointBucket]: PointBucket[Key] };

/** Non-empty buckets by bucket, then series, of points by ascending timestamp. */
export function aggregatePoints(
  points: readonly AdmittedPoint[],
  { boundaries, dimension }: { readonly boundaries: readonly number[]; readonly dimension: string | undefined },
): PointBucket[] {
  const buckets = new Map<string, Bucket>();
  let bucket = -1; // Before the first boundary.
  for (const point of points) {
    while (point.timestamp >= (boundaries[bucket + 1] ?? Number.POSITIVE_INFINITY)) bucket++;
    const value = dimension === undefined ? point.value : numberAt(point.dimensions, dimension);
    const isInside = bucket >= 0 && bucket < boundaries.length - 1;
    if (isInside && value !== null) add(buckets, { series: point.series, bucket }, value);
  }
  return [...buckets.values()].sort((a, b) => a.bucket - b.bucket || compareCodePoints(a.series, b.series));
}

function add(buckets: Map<string, Bucket>, place: Pick<PointBucket, "series" | "bucket">, value: number): void {
  const key = `${place.bucket} ${place.series}`;
  const known = buckets.get(key);
  if (known === undefined) {
    buckets.set(key, { ...place, count: 1, sum: value, min: value, max: value, last: value });
    return;
  }
  known.count++;
  known.sum += value;
  known.min = Math.min(known.min, value);
  known.max = Math.max(known.max, value);
  known.last = value;
}
