import type { TimeGranularity } from "../../shapes/time-format.js";
import type { JsonValue } from "../../util/json.js";
import type { Field } from "./list-fields.js";
import type { PlacedRecord } from "./field-reference.js";

/** A way to read the time of a view's records. */
export interface TimeOption {
  /** The `time` of a mapping. */
  readonly mapping: Record<string, unknown>;
  /** Fields it is read from, the one that names it first. */
  readonly fields: readonly Field[];
  readonly granularity: TimeGranularity;
  /** True when instants without an offset occur, which are read in the metric's zone. */
  readonly isLocal: boolean;
  /** True when the same texts fit another format as well. */
  readonly isUnproven: boolean;
  /** False when only the look of the numbers speaks for a time. */
  readonly isNamed: boolean;
  /** Why its local times cannot be read in the metric's zone, as a sentence; `null` when they can. */
  readonly conflict: string | null;
  /** Epoch milliseconds; `null` where it is missing, NaN where it cannot be read. */
  readonly read: (placed: PlacedRecord, root: JsonValue) => number | null;
  /** For sampled records. */
  readonly times: readonly (number | null)[];
}
