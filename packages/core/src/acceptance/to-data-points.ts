import type { DataPoint } from "../metrics/data-point.js";
import type { PointColumns } from "../ports/sandbox.js";
import { compareCodePoints } from "../util/compare-code-points.js";
import { isJsonObject } from "../util/json.js";

/** The points of columns that passed `checkPoints`, by ascending timestamp, then series by code point. */
export function toDataPoints(columns: PointColumns): DataPoint[] {
  const points: DataPoint[] = [];
  for (let index = 0; index < columns.count; index++) {
    const dimensions = columns.dimensions?.[index];
    points.push({
      series: columns.series?.[index] ?? "",
      timestamp: new Date(Math.round(columns.timestamps[index] ?? NaN)),
      // Adding 0 turns -0 into 0.
      value: (columns.values[index] ?? NaN) + 0,
      dimensions: isJsonObject(dimensions) ? dimensions : null,
    });
  }
  return points.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || compareCodePoints(a.series, b.series));
}
