import type { PointRange, PointStore } from "@metricsmith/core/adapter";
import type { StatementParameters } from "./statement-parameters.js";

/** SQL that is true for the points of a range. */
export function rangeSql(
  { metricId, generation, from, to, series }: PointRange,
  parameters: StatementParameters,
): string {
  const conditions = [`"metricId" = ${parameters.text(metricId)}`, `"generation" = ${parameters.number(generation)}`];
  if (from !== undefined) conditions.push(`"timestamp" >= ${parameters.time(from)}`);
  if (to !== undefined) conditions.push(`"timestamp" < ${parameters.time(to)}`);
  if (series !== undefined) conditions.push(`"series" = ${parameters.text(series)}`);
  return conditions.join(" AND ");
}

export type DeletePointsInput = Parameters<PointStore["delete"]>[0];

/** SQL that is true for the points to delete. */
export function deletedSql(input: DeletePointsInput, parameters: StatementParameters): string {
  if ("generation" in input) {
    const { metricId, generation, before } = input;
    return rangeSql({ metricId, generation, to: before }, parameters);
  }
  const conditions = [
    `"metricId" = ${parameters.text(input.metricId)}`,
    `"generation" < ${parameters.number(input.below)}`,
  ];
  if (input.before !== undefined) conditions.push(`"timestamp" < ${parameters.time(input.before)}`);
  return conditions.join(" AND ");
}
