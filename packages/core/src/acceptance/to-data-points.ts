import type { DataPoint } from "../metrics/data-point.js";
import type { PointColumns } from "../ports/sandbox.js";
import { compareCodePoints } from "../util/compare-code-points.js";
import { isJsonObject } from "../util/json.js";

/** The points of columns that passed `checkPoints`, by ascending timestamp, then series by code point. */
export function toDataPoints(columns: PointColumns): DataPoint[] {
  return Array.from(orderOfPoints(columns), (index) => dataPointAt(columns, index));
}

/** Indexes into the columns, by ascending timestamp, then series by code point. */
export function orderOfPoints({ count, timestamps, series }: PointColumns): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const timeAt = (index: number) => Math.round(timestamps[index] ?? Number.NaN);
  return order.sort((a, b) => timeAt(a) - timeAt(b) || compareCodePoints(series?.[a] ?? "", series?.[b] ?? ""));
}

/** One point of columns that passed `checkPoints`. */
export function dataPointAt(columns: PointColumns, index: number): DataPoint {
  const dimensions = columns.dimensions?.[index];
  return {
    series: columns.series?.[index] ?? "",
    timestamp: new Date(Math.round(columns.timestamps[index] ?? Number.NaN)),
    // Adding 0 turns -0 into 0.
    value: (columns.values[index] ?? Number.NaN) + 0,
    dimensions: isJsonObject(dimensions) ? dimensions : null,
  };
}
