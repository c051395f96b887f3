import { admitColumn } from "./admit-values.js";
import { storageInvalid } from "./storage-errors.js";
import { columnsOf, type TableColumn } from "./table-columns.js";
import type { TableName } from "./tables.js";

/** A row ready to be stored: a copy with every column of its table. It is never changed, only replaced. */
export interface AdmittedRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly [column: string]: unknown;
}

type Columns = Readonly<Record<string, unknown>>;

/**
 * A row to insert.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when a column is missing, unknown, or holds what not every storage keeps.
 */
export function admitRow(table: TableName, row: Columns): AdmittedRow {
  const columns = columnsOf(table);
  // Spread, because keys set one after the other cost several times as much.
  const admitted: Record<string, unknown> = { ...row };
  for (const { name } of columns) {
    const value = admitted[name];
    if (value === undefined) throw storageInvalid(`A row of ${table} has no "${name}". Give it a value or null.`);
    admitted[name] = admitColumn(value, name);
  }
  const names = Object.keys(admitted);
  if (names.length > columns.length) {
    for (const name of names.filter((name) => findColumn(table, name) === undefined)) {
      if (admitted[name] !== undefined) throw storageInvalid(`${table} has no column "${name}". Leave it out.`);
      delete admitted[name];
    }
  }
  return admitted as unknown as AdmittedRow;
}

/**
 * The row `before` as an update or a claim changes it; itself stays as it was. `{ increment }` adds to the stored number in
 * number columns, and is data in JSON columns. A column set to `undefined` stays as it is.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when a column is unknown or the id, or would hold what not every storage keeps.
 */
export function admitChanges(table: TableName, before: AdmittedRow, set: Columns): AdmittedRow {
  const changed: Record<string, unknown> = { ...before };
  for (const name of Object.keys(set)) {
    const value = set[name];
    if (value === undefined) continue;
    const column = findColumn(table, name);
    if (column === undefined || name === "id") {
      throw storageInvalid(`${table} has no column "${name}" to change. Name another one.`);
    }
    const isIncrement = column.kind === "number" && typeof value === "object" && value !== null;
    const next = isIncrement ? Number(before[name]) + (value as { increment: number }).increment : value;
    changed[name] = admitColumn(next, name);
  }
  return changed as unknown as AdmittedRow;
}

function findColumn(table: TableName, name: string): TableColumn | undefined {
  return columnsOf(table).find((column) => column.name === name);
}
