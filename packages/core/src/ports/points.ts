import type { StoredDataPoint } from "../metrics/data-point.js";
import type { Fence } from "./storage.js";

/** A complete set of one metric's points. */
export interface GenerationKey {
  readonly metricId: string;
  /** A whole number from 0 to 2,147,483,647. */
  readonly generation: number;
}

export interface UpsertPointsInput extends GenerationKey {
  /**
   * At most 10,000, of any order; of two with the same key the later one counts. A `transformerVersion` is a whole number from 0
   * to 2,147,483,647.
   */
  readonly points: readonly StoredDataPoint[];
  readonly fence?: Fence | undefined;
  /** Names this upsert within the fence's run, 1 to 200 characters: repeating it writes nothing and counts the same. */
  readonly receipt?: string | undefined;
}

/** What became of the points of an upsert: counts of different keys. */
export interface UpsertCounts {
  readonly inserted: number;
  readonly replaced: number;
  readonly unchanged: number;
}

/** A place in the order of points. */
export interface PointPosition {
  readonly timestamp: Date;
  readonly series: string;
}

export interface PointRange extends GenerationKey {
  /** Included. */
  readonly from?: Date | undefined;
  /** Excluded. */
  readonly to?: Date | undefined;
  readonly series?: string | undefined;
}

export interface ListPointsInput extends PointRange {
  /** Only points behind this place. */
  readonly after?: PointPosition | undefined;
  /** At least 1, at most 10,000. */
  readonly limit: number;
}

export interface AggregatePointsInput extends GenerationKey {
  /**
   * n + 1 different, ascending instants of n buckets, 2 to 10,001: bucket `i` takes `boundaries[i] <= timestamp < boundaries[i + 1]`.
   */
  readonly boundaries: readonly Date[];
  readonly series?: string | undefined;
  /** Aggregates the number at this key of `dimensions` instead of `value`; points without a number there do not count. */
  readonly dimension?: string | undefined;
}

/**
 * The points of one series in one bucket. Buckets without points are absent. Values are expected to add up to finite
 * numbers: what `aggregate` does with a sum outside the range of doubles is undefined.
 */
export interface PointBucket {
  readonly series: string;
  /** Index of the bucket's first boundary. */
  readonly bucket: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** The value with the greatest timestamp. */
  readonly last: number;
}

export interface PointSummary {
  readonly count: number;
  /** `null` when there are no points. */
  readonly first: Date | null;
  readonly last: Date | null;
  /** How many different series there are. */
  readonly seriesCount: number;
}

/** Time-series storage. All methods are safe to call concurrently. */
export interface PointStore {
  /**
   * Inserts or replaces points by (`metricId`, `generation`, `series`, `timestamp`). A point whose value and dimensions equal the
   * stored ones is left alone, whatever its provenance; the order of keys in dimensions says nothing. The counts are of
   * different keys. Atomic: every point is stored or none is. A concurrent upsert of the same key never fails; the later
   * commit wins.
   *
   * With a `receipt`, the counts are kept under it in `receipts` of the fence's run, in the same commit. When the run has
   * that receipt already, nothing is written and the counts kept are returned.
   *
   * Nobody upserts points whose metric is absent, and what a storage does with them is undefined.
   *
   * @throws {MetricsmithError} RUN_LEASE_LOST when the fence no longer holds; nothing is changed then.
   * @throws {MetricsmithError} STORAGE_INVALID for a receipt without a fence, or of no or more than 200 characters; for more than
   * 10,000 points, or one with a value that is not finite, a time outside the years 1 to 9999, a series over 200 UTF-8 bytes,
   * NUL or half a surrogate pair in text, or dimensions deeper than 1,000 levels; nothing is changed then.
   */
  upsert(input: UpsertPointsInput): Promise<UpsertCounts>;

  /**
   * Points by ascending `timestamp`, then `series` by code point; `from` included, `to` excluded. `[]` when none.
   *
   * @throws {MetricsmithError} STORAGE_INVALID when `limit` is out of bounds.
   */
  list(input: ListPointsInput): Promise<StoredDataPoint[]>;

  /**
   * Non-empty buckets by ascending bucket, then `series` by code point.
   *
   * @throws {MetricsmithError} STORAGE_INVALID when `boundaries` are too few, too many or do not ascend.
   */
  aggregate(input: AggregatePointsInput): Promise<PointBucket[]>;

  /** Count and extent of a range. */
  summarize(input: PointRange): Promise<PointSummary>;

  /**
   * Deletes points of one generation (`generation`) or of all below one (`below`): all of them, or only those earlier than
   * `before`. Returns how many went.
   *
   * @throws {MetricsmithError} RUN_LEASE_LOST when the fence no longer holds; nothing is changed then.
   */
  delete(
    input: { readonly metricId: string; readonly before?: Date | undefined; readonly fence?: Fence | undefined } & (
      | { readonly generation: number }
      | { readonly below: number }
    ),
  ): Promise<number>;
}
