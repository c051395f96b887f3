import { dataPointAt, orderOfPoints } from "../acceptance/to-data-points.js";
import type { StoredDataPoint } from "../metrics/data-point.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { OldestBucketRule } from "./oldest-bucket.js";

/** The points of one payload, by ascending timestamp and series. Made a slice at a time: all at once they would be most of a run's memory. */
export interface PointList {
  readonly payloadId: string;
  readonly count: number;
  /** Times of the first and last point; `null` when there are none. */
  readonly first: Date | null;
  readonly last: Date | null;
  /** True when every time was a calendar date. */
  readonly datesOnly: boolean;
  /** How a stored value of the oldest bucket is treated; `null` when points are not buckets. */
  readonly oldestBucket: OldestBucketRule | null;
  slice(start: number, end: number): StoredDataPoint[];
}

export function createPointList(
  columns: PointColumns,
  provenance: { readonly payloadId: string; readonly transformerVersion: number },
  oldestBucket: OldestBucketRule | null,
): PointList {
  const order = orderOfPoints(columns);
  const at = (position: number): StoredDataPoint => ({ ...dataPointAt(columns, order[position] ?? 0), ...provenance });
  return {
    payloadId: provenance.payloadId,
    count: columns.count,
    first: columns.count === 0 ? null : at(0).timestamp,
    last: columns.count === 0 ? null : at(columns.count - 1).timestamp,
    datesOnly: columns.datesOnly,
    oldestBucket,
    slice: (start, end) =>
      Array.from({ length: Math.max(0, Math.min(end, columns.count) - start) }, (_, index) => at(start + index)),
  };
}
