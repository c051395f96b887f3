import { columnsOf, type RowOf, type TableColumn, type TableName } from "@metricsmith/core/adapter";
import type { ColumnChange } from "../stored-columns.js";
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

/** New values by column, for a record "next" of an UPDATE. */
export function encodeChanges(changes: readonly ColumnChange[]): RowJson {
  return Object.fromEntries(changes.map(({ column, value }) => [column.name, value]));
}

/** The SET clause of an UPDATE of a row "stored" from a record "next"; without changes one that changes nothing. */
export function changesSql(changes: readonly ColumnChange[]): string {
  if (changes.length === 0) return `"id" = "stored"."id"`;
  const assignments = changes.map(({ column, isIncrement }) => {
    const name = quoteName(column.name);
    return `${name} = ${isIncrement ? `"stored".${name} + ` : ""}"next".${name}`;
  });
  return assignments.join(", ");
}

function selectColumn({ name, kind, isInteger }: TableColumn): string {
  const column = quoteName(name);
  return kind === "number" && !isInteger ? `encode(float8send(${column}), 'hex') AS ${column}` : column;
}
