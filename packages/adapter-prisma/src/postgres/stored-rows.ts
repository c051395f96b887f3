import {
  admitColumn,
  columnsOf,
  type RowOf,
  storageInvalid,
  type TableColumn,
  type TableName,
} from "@metricsmith/core/adapter";
import { quoteName } from "../table-names.js";

/** A row in the JSON that `rowSelection` makes. */
export type RowJson = Readonly<Record<string, unknown>>;

/**
 * The columns of a table, so that `row_to_json` of them reads back exactly: it writes times as ISO text under every
 * setting, but numbers of double precision with the digits that a session asks for. Those go as their bytes.
 */
export function rowSelection(table: TableName): string {
  return columnsOf(table).map(selectColumn).join(", ");
}

/** The columns of a table as a list of names. */
export function columnList(table: TableName): string {
  return columnsOf(table)
    .map(({ name }) => quoteName(name))
    .join(", ");
}

export function decodeRow<Table extends TableName>(table: Table, json: RowJson): RowOf<Table> {
  const row: Record<string, unknown> = { ...json };
  for (const { name, kind, isInteger } of columnsOf(table)) {
    const value = row[name];
    if (kind === "time" && typeof value === "string") row[name] = new Date(`${value}Z`);
    if (kind === "number" && !isInteger && typeof value === "string") {
      row[name] = Buffer.from(value, "hex").readDoubleBE(0);
    }
  }
  return row as RowOf<Table>;
}

/** @throws {MetricsmithError} STORAGE_INVALID when a value cannot be stored. */
export function encodeRow(table: TableName, row: Readonly<Record<string, unknown>>): RowJson {
  return Object.fromEntries(columnsOf(table).map(({ name }) => [name, admitColumn(row[name], name)]));
}

/** New values of columns, ready for an UPDATE of a row "stored" from a record "next". */
export interface EncodedChanges {
  readonly assignments: readonly string[];
  readonly values: RowJson;
}

/** @throws {MetricsmithError} STORAGE_INVALID when a value cannot be stored. */
export function encodeChanges(table: TableName, set: Readonly<Record<string, unknown>>): EncodedChanges {
  const assignments: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(set)) {
    if (value === undefined) continue;
    const column = changeableColumn(table, name);
    const isIncrement = column.kind === "number" && typeof value === "object" && value !== null;
    const next = `"next".${quoteName(name)}`;
    assignments.push(`${quoteName(name)} = ${isIncrement ? `"stored".${quoteName(name)} + ${next}` : next}`);
    values[name] = admitColumn(isIncrement ? (value as { increment: number }).increment : value, name);
  }
  return { assignments, values };
}

/** The SET clause; without changes one that changes nothing. */
export function changesSql({ assignments }: EncodedChanges): string {
  return assignments.length === 0 ? `"id" = "stored"."id"` : assignments.join(", ");
}

function changeableColumn(table: TableName, name: string): TableColumn {
  const column = columnsOf(table).find((candidate) => candidate.name === name);
  if (column !== undefined && name !== "id") return column;
  throw storageInvalid(`${table} has no column "${name}" to change. Name another one.`);
}

function selectColumn({ name, kind, isInteger }: TableColumn): string {
  const column = quoteName(name);
  return kind === "number" && !isInteger ? `encode(float8send(${column}), 'hex') AS ${column}` : column;
}
