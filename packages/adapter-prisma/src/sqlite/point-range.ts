import type { PointRange } from "@metricsmith/core/adapter";
import type { Parameters } from "./parameters.js";

/** SQL that is true for the points of a range. */
export function rangeSql({ metricId, generation, from, to, series }: PointRange, parameters: Parameters): string {
  const conditions = [`"metricId" = ${parameters.text(metricId)}`, `"generation" = ${parameters.value(generation)}`];
  if (from !== undefined) conditions.push(`"timestamp" >= ${parameters.time(from)}`);
  if (to !== undefined) conditions.push(`"timestamp" < ${parameters.time(to)}`);
  if (series !== undefined) conditions.push(`"series" = ${parameters.text(series)}`);
  return conditions.join(" AND ");
}
