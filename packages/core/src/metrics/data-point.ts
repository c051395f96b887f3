import type { JsonObject } from "../util/json.js";

/** One measured value of a metric; unique by (metric, generation, `series`, `timestamp`). */
export interface DataPoint {
  /** Names one line of a metric, at most 200 UTF-8 bytes; `""` when there is only one. */
  readonly series: string;
  /** UTC, whole milliseconds, years 1 to 9999. A calendar date is its UTC midnight. */
  readonly timestamp: Date;
  /** Finite; never -0. */
  readonly value: number;
  /** Further values measured at that instant, never identity; `null` when there are none. */
  readonly dimensions: JsonObject | null;
}

/** A data point as it is stored, with what made its last change. */
export interface StoredDataPoint extends DataPoint {
  /** The archived response it came from; `null` when it was not made from one. */
  readonly payloadId: string | null;
  /** The version of the transformer that made it; `null` when none did. */
  readonly transformerVersion: number | null;
}
