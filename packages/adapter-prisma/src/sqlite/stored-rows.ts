import { type AdmittedRow, columnsOf, type RowOf, type TableColumn, type TableName } from "@metricsmith/core/adapter";
import type { SqlValue } from "../database.js";
import type { ColumnChange } from "../stored-columns.js";
import { quoteName } from "../table-names.js";
import { type SqliteParameters, timeText } from "./sqlite-parameters.js";

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
  // `printf` takes NULL for 0.
  if (kind === "number") return isInteger ? column : `iif(${column} IS NULL, NULL, ${exactNumberSql(column)})`;
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

/** The values of a row's columns, in order. */
export function encodeRow(table: TableName, row: AdmittedRow): SqlValue[] {
  return columnsOf(table).map((column) => encodeColumn(column, row[column.name]));
}

/** The assignments of an UPDATE; without changes one that changes nothing. */
export function assignmentsSql(changes: readonly ColumnChange[], parameters: SqliteParameters): string {
  if (changes.length === 0) return `"id" = "id"`;
  const assignments = changes.map(({ column, value, isIncrement }) => {
    const name = quoteName(column.name);
    return `${name} = ${isIncrement ? `${name} + ` : ""}${parameters.value(encodeColumn(column, value))}`;
  });
  return assignments.join(", ");
}

function encodeColumn({ kind }: TableColumn, value: unknown): SqlValue {
  if (value instanceof Date) return timeText(value.getTime());
  if (typeof value === "number" || value === null) return value;
  if (kind === "json") return JSON.stringify(value);
  return typeof value === "boolean" ? Number(value) : (value as string);
}
