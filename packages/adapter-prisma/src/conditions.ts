import { columnsOf, storageInvalid, type TableColumn, type TableName } from "@metricsmith/core/adapter";
import type { StatementParameters } from "./statement-parameters.js";
import { quoteName } from "./table-names.js";

/** Conditions by column, as `Where` of any table. */
export type Conditions = Readonly<Record<string, unknown>>;

type Scalar = string | number | boolean | Date;

const operators = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

/** SQL that is true for the rows of `table` that match all conditions. Texts compare by code point. */
export function matchesSql(table: TableName, where: Conditions, parameters: StatementParameters): string {
  const conditions = Object.entries(where).flatMap(([name, condition]) => {
    if (condition === undefined) return [];
    const column = columnsOf(table).find((candidate) => candidate.name === name);
    if (column === undefined || column.kind === "json") {
      throw storageInvalid(`${table} has no column "${name}" to compare. Name a column that is no JSON.`);
    }
    return conditionSql(column, condition, parameters);
  });
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}

function conditionSql(column: TableColumn, condition: unknown, parameters: StatementParameters): string | string[] {
  const name = quoteName(column.name);
  if (condition === null) return `${name} IS NULL`;
  if (isScalar(condition)) return `${name} = ${valueSql(condition, parameters)}`;
  const { in: values, ...bounds } = condition as { readonly in?: readonly Scalar[] } & Record<string, Scalar>;
  if (values !== undefined) {
    if (values.length === 0) return "FALSE";
    if (column.kind === "text") return `${name} ${parameters.among(values as readonly string[])}`;
    return `${name} IN (${values.map((value) => valueSql(value, parameters)).join(", ")})`;
  }
  const ordered = column.kind === "text" ? `${name}${parameters.byCodePoint}` : name;
  return Object.entries(operators).flatMap(([key, operator]) => {
    const bound = bounds[key];
    return bound === undefined ? [] : [`${ordered} ${operator} ${valueSql(bound, parameters)}`];
  });
}

function valueSql(value: Scalar, parameters: StatementParameters): string {
  if (typeof value === "string") return parameters.text(value);
  if (typeof value === "boolean") return parameters.boolean(value);
  return value instanceof Date ? parameters.time(value) : parameters.number(value);
}

function isScalar(condition: unknown): condition is Scalar {
  return typeof condition !== "object" || condition instanceof Date;
}
