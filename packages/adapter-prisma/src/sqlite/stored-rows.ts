import {
  admitColumn,
  columnsOf,
  type RowOf,
  storageInvalid,
  type TableColumn,
  type TableName,
} from "@metricsmith/core/adapter";
import type { SqlValue } from "../database.js";
import { quoteName } from "../table-names.js";
import { type Parameters, timeText } from "./parameters.js";

/** SQL for a row as one JSON text, which `decodeRow` reads: drivers need several times as long for a value in each column. */
export function rowSql(table: TableName): string {
  return `json_array(${columnsOf(table).map(columnSql).join(", ")})`;
}

/** A number as text that reads back as the same number; SQLite's JSON functions would keep 15 digits of it. */
export function exactNumberSql(number: string): string {
  return `printf('%!.17g', ${number})`;
}

function columnSql({ name, kind, isInteger }: TableColumn): string {
  const column = quoteName(name);
  if (kind === "number") return isInteger ? column : exactNumberSql(column);
  if (kind === "time") return `CAST(${column} AS TEXT)`;
  // The column turns JSON text of a bare number into a number.
  if (kind === "json") return `iif(typeof(${column}) = 'real', ${exactNumberSql(column)}, CAST(${column} AS TEXT))`;
  return column;
}

export function decodeRow<Table extends TableName>(table: Table, json: string): RowOf<Table> {
  const values = JSON.parse(json) as (string | number | null)[];
  return Object.fromEntries(
    columnsOf(table).map((column, index) => [column.name, decodeColumn(column, values[index] ?? null)]),
  ) as RowOf<Table>;
}

function decodeColumn({ kind }: TableColumn, value: string | number | null): unknown {
  if (value === null) return null;
  if (kind === "number") return Number(value);
  if (kind === "boolean") return Boolean(value);
  if (kind === "time") return new Date(value);
  return kind === "json" ? JSON.parse(String(value)) : value;
}

/**
 * The values of a row's columns, in order.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when one cannot be stored.
 */
export function encodeRow(table: TableName, row: Readonly<Record<string, unknown>>): SqlValue[] {
  return columnsOf(table).map((column) => encodeColumn(column, row[column.name]));
}

/** The columns of a table as a list of names. */
export function columnList(table: TableName): string {
  return columnsOf(table)
    .map(({ name }) => quoteName(name))
    .join(", ");
}

/**
 * The assignments of an UPDATE.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when a value cannot be stored.
 */
export function assignmentsSql(
  table: TableName,
  set: Readonly<Record<string, unknown>>,
  parameters: Parameters,
): string {
  const assignments = Object.entries(set).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const column = changeableColumn(table, name);
    const isIncrement = column.kind === "number" && typeof value === "object" && value !== null;
    const next = isIncrement ? (value as { readonly increment: number }).increment : value;
    const placeholder = parameters.value(encodeColumn(column, next));
    return `${quoteName(name)} = ${isIncrement ? `${quoteName(name)} + ` : ""}${placeholder}`;
  });
  return assignments.length === 0 ? `"id" = "id"` : assignments.join(", ");
}

function encodeColumn({ name, kind }: TableColumn, value: unknown): SqlValue {
  const admitted = admitColumn(value, name);
  if (admitted instanceof Date) return timeText(admitted.getTime());
  if (typeof admitted === "number" || admitted === null) return admitted;
  if (kind === "json") return JSON.stringify(admitted);
  return typeof admitted === "boolean" ? Number(admitted) : (admitted as string);
}

function changeableColumn(table: TableName, name: string): TableColumn {
  const column = columnsOf(table).find((candidate) => candidate.name === name);
  if (column !== undefined && name !== "id") return column;
  throw storageInvalid(`${table} has no column "${name}" to change. Name another one.`);
}
