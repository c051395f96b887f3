import { admitColumn, columnsOf, compareCodePoints, copyStored } from "@metricsmith/core/adapter";
import type { RowOf, TableName } from "@metricsmith/core/adapter";

/** A row as the file keeps it: JSON, times as epoch milliseconds. It is never changed, only replaced. */
export interface StoredRow {
  readonly id: string;
  readonly createdAt: number;
  readonly [column: string]: unknown;
}

/** Columns as a caller gives them: rows to insert, or `Changes` of a row. */
export type Columns = Readonly<Record<string, unknown>>;

/** @throws {MetricsmithError} STORAGE_INVALID when a column holds what not every storage keeps. */
export function setColumns(table: TableName, before: Columns, set: Columns): StoredRow {
  const row: Record<string, unknown> = { ...before };
  for (const { name, kind } of columnsOf(table)) {
    const value = set[name];
    if (value === undefined) continue;
    // In a number column `{ increment }` is an instruction, in a JSON column it is data.
    const isIncrement = kind === "number" && typeof value === "object" && value !== null;
    const next = isIncrement ? Number(before[name]) + (value as { increment: number }).increment : value;
    const admitted = admitColumn(next, name);
    row[name] = admitted instanceof Date ? admitted.getTime() : admitted;
  }
  return row as unknown as StoredRow;
}

/** A copy for the caller. A column that is younger than the row is `null`. */
export function handOut<Table extends TableName>(table: Table, row: StoredRow): RowOf<Table> {
  const columns = columnsOf(table).map(({ name, kind }) => {
    const value = row[name] ?? null;
    return [name, kind === "time" && typeof value === "number" ? new Date(value) : copyStored(value)];
  });
  return Object.fromEntries(columns) as RowOf<Table>;
}

/** The order of lists: by `createdAt`, then `id` by code point. */
export function compareRows(a: Pick<StoredRow, "createdAt" | "id">, b: Pick<StoredRow, "createdAt" | "id">): number {
  return a.createdAt - b.createdAt || compareCodePoints(a.id, b.id);
}
