import { admitRow, childrenOf, type TableName, type Write } from "@metricsmith/core/adapter";
import type { Statements } from "../database.js";
import { admitColumnChanges, type ColumnChange, columnList } from "../stored-columns.js";
import { quoteName, type StoredTable, type TableNames } from "../table-names.js";
import { PostgresParameters } from "./postgres-parameters.js";
import { changesSql, encodeChanges, type RowJson } from "./stored-rows.js";

/** A write whose columns and values are known to be storable. */
export type AdmittedWrite =
  | { readonly operation: "insert"; readonly table: TableName; readonly id: string; readonly row: RowJson }
  | {
      readonly operation: "update";
      readonly table: TableName;
      readonly id: string;
      readonly changes: readonly ColumnChange[];
    }
  | { readonly operation: "delete"; readonly table: TableName; readonly id: string };

/** @throws {MetricsmithError} STORAGE_INVALID when a row or a change cannot be stored. */
export function admitWrites(writes: readonly Write[]): AdmittedWrite[] {
  return writes.map((write) => {
    const { operation, table } = write;
    if (operation === "insert") return { operation, table, id: write.row.id, row: admitRow(table, write.row) };
    const { id } = write;
    if (operation === "update") return { operation, table, id, changes: admitColumnChanges(table, write.set) };
    return { operation, table, id };
  });
}

/** True when no write needs what another did, so that all can be parts of one statement. */
export function areIndependent(writes: readonly AdmittedWrite[]): boolean {
  const rows = new Set(writes.map(({ table, id }) => `${table} ${id}`));
  return (
    rows.size === writes.length &&
    writes.every(({ operation, table }) => operation !== "delete" || childrenOf(table).length === 0)
  );
}

/** SQL of independent writes, each applied where `condition` is true. Rows inserted into one table share a statement. */
export function writesSql(
  tables: TableNames,
  writes: readonly AdmittedWrite[],
  { condition, parameters }: { readonly condition: string; readonly parameters: PostgresParameters },
): string[] {
  const touched = [...new Set(writes.map(({ table }) => table))];
  return touched.flatMap((table) => {
    const rows: RowJson[] = [];
    const deleted: string[] = [];
    const updates: string[] = [];
    for (const write of writes) {
      if (write.table !== table) continue;
      if (write.operation === "insert") rows.push(write.row);
      else if (write.operation === "delete") deleted.push(parameters.text(write.id));
      else if (write.changes.length > 0) updates.push(updateSql(tables, write, parameters));
    }
    const deletes = deleted.length === 0 ? [] : [`DELETE FROM ${tables[table]} WHERE "id" IN (${deleted.join(", ")})`];
    const inserts = rows.length === 0 ? [] : [`${insertSql(tables, table, rows, parameters)} WHERE TRUE`];
    return [...deletes, ...updates, ...inserts].map((sql) => `${sql} AND ${condition}`);
  });
}

/** Applies one write inside a transaction. False when an update finds no row. */
export async function applyWrite(statements: Statements, tables: TableNames, write: AdmittedWrite): Promise<boolean> {
  const parameters = new PostgresParameters();
  if (write.operation === "delete") {
    await deleteWithChildren(statements, tables, write);
    return true;
  }
  if (write.operation === "insert") {
    await statements.execute(insertSql(tables, write.table, [write.row], parameters), parameters.values);
    return true;
  }
  // An update without changes still finds its row, or does not.
  const sql = updateSql(tables, write, parameters);
  return (await statements.execute(sql, parameters.values)) === 1;
}

/**
 * Parents go before their children: from then on nobody who writes for a run or metric gets past its lock, so children that
 * came while we waited are found.
 */
async function deleteWithChildren(
  statements: Statements,
  tables: TableNames,
  { table, id }: { readonly table: TableName; readonly id: string },
): Promise<void> {
  const remove = async (from: StoredTable, column: string, ids: readonly string[]): Promise<string[]> => {
    const parameters = new PostgresParameters();
    const sql = `DELETE FROM ${tables[from]} WHERE ${quoteName(column)} ${parameters.among(ids)}`;
    if (from === "dataPoints") return statements.execute(sql, parameters.values).then(() => []);
    const rows = await statements.query<{ id: string }>(`${sql} RETURNING "id"`, parameters.values);
    return rows.map((row) => row.id);
  };
  const removeAll = async (from: TableName, column: string, ids: readonly string[]): Promise<void> => {
    const removed = await remove(from, column, ids);
    if (removed.length === 0) return;
    for (const child of childrenOf(from)) await removeAll(child.table, child.column, removed);
    if (from === "metrics") await remove("dataPoints", "metricId", removed);
  };
  await removeAll(table, "id", [id]);
}

function insertSql(
  tables: TableNames,
  table: TableName,
  rows: readonly RowJson[],
  parameters: PostgresParameters,
): string {
  const columns = columnList(table);
  return `INSERT INTO ${tables[table]} (${columns}) SELECT ${columns}
    FROM json_populate_recordset(NULL::${tables[table]}, ${parameters.json(rows)})`;
}

function updateSql(
  tables: TableNames,
  { table, id, changes }: Extract<AdmittedWrite, { operation: "update" }>,
  parameters: PostgresParameters,
): string {
  return `UPDATE ${tables[table]} AS "stored" SET ${changesSql(changes)}
    FROM json_populate_record(NULL::${tables[table]}, ${parameters.json(encodeChanges(changes))}) AS "next" WHERE "stored"."id" = ${parameters.text(id)}`;
}
