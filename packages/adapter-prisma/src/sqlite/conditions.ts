import { columnsOf, storageInvalid, type TableName } from "@metricsmith/core/adapter";
import { quoteName } from "../table-names.js";
import type { Parameters } from "./parameters.js";

/** Conditions by column, as `Where` of any table. */
export type Conditions = Readonly<Record<string, unknown>>;

type Scalar = string | number | boolean | Date;

const operators = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

/** SQL that is true for the rows of `table` that match all conditions. SQLite compares texts by code point. */
export function matchesSql(table: TableName, where: Conditions, parameters: Parameters): string {
  const conditions = Object.entries(where).flatMap(([name, condition]) => {
    if (condition === undefined) return [];
    const column = columnsOf(table).find((candidate) => candidate.name === name);
    if (column === undefined || column.kind === "json") {
      throw storageInvalid(`${table} has no column "${name}" to compare. Name a column that is no JSON.`);
    }
    return conditionSql(quoteName(name), condition, parameters);
  });
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}

function conditionSql(column: string, condition: unknown, parameters: Parameters): string | string[] {
  if (condition === null) return `${column} IS NULL`;
  if (isScalar(condition)) return `${column} = ${valueSql(condition, parameters)}`;
  const { in: values, ...bounds } = condition as { readonly in?: readonly Scalar[] } & Record<string, Scalar>;
  if (values !== undefined) return `${column} IN (${values.map((value) => valueSql(value, parameters)).join(", ")})`;
  return Object.entries(operators).flatMap(([key, operator]) => {
    const bound = bounds[key];
    return bound === undefined ? [] : [`${column} ${operator} ${valueSql(bound, parameters)}`];
  });
}

function valueSql(value: Scalar, parameters: Parameters): string {
  if (typeof value === "string") return parameters.text(value);
  if (value instanceof Date) return parameters.time(value);
  return parameters.value(Number(value));
}

function isScalar(condition: unknown): condition is Scalar {
  return typeof condition !== "object" || condition instanceof Date;
}
