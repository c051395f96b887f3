import { childrenOf, type TableName, type Write } from "@metricsmith/core/adapter";
import type { Statements } from "../database.js";
import { quoteName, type StoredTable, type TableNames } from "../table-names.js";
import { mergeUpdates } from "./merge-updates.js";
import { StatementParameters } from "./statement-parameters.js";
import { changesSql, columnList, type EncodedChanges, encodeChanges, encodeRow, type RowJson } from "./stored-rows.js";

/** A write whose values are known to be storable. */
export type EncodedWrite =
  | { readonly operation: "insert"; readonly table: TableName; readonly id: string; readonly row: RowJson }
  | { readonly operation: "update"; readonly table: TableName; readonly id: string; readonly changes: EncodedChanges }
  | { readonly operation: "delete"; readonly table: TableName; readonly id: string };

/** @throws {MetricsmithError} STORAGE_INVALID when a value cannot be stored. */
export function encodeWrites(writes: readonly Write[]): EncodedWrite[] {
  return mergeUpdates(writes).map((write) => {
    const { operation, table } = write;
    if (operation === "insert") return { operation, table, id: write.row.id, row: encodeRow(table, write.row) };
    if (operation === "update") return { operation, table, id: write.id, changes: encodeChanges(table, write.set) };
    return { operation, table, id: write.id };
  });
}

/** True when no write needs what another did, so that all can be parts of one statement. */
export function areIndependent(writes: readonly EncodedWrite[]): boolean {
  const rows = new Set(writes.map(({ table, id }) => `${table} ${id}`));
  return (
    rows.size === writes.length &&
    writes.every(({ operation, table }) => operation !== "delete" || childrenOf(table).length === 0)
  );
}

/** SQL of independent writes, each applied where `condition` is true. Rows inserted into one table share a statement. */
export function writesSql(
  tables: TableNames,
  writes: readonly EncodedWrite[],
  { condition, parameters }: { readonly condition: string; readonly parameters: StatementParameters },
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
      else if (write.changes.assignments.length > 0) updates.push(updateSql(tables, write, parameters));
    }
    const deletes = deleted.length === 0 ? [] : [`DELETE FROM ${tables[table]} WHERE "id" IN (${deleted.join(", ")})`];
    const inserts = rows.length === 0 ? [] : [`${insertSql(tables, table, rows, parameters)} WHERE TRUE`];
    return [...deletes, ...updates, ...inserts].map((sql) => `${sql} AND ${condition}`);
  });
}

/** Applies one write inside a transaction. False when an update finds no row. */
export async function applyWrite(statements: Statements, tables: TableNames, write: EncodedWrite): Promise<boolean> {
  const parameters = new StatementParameters();
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
    const parameters = new StatementParameters();
    const list = ids.map((value) => parameters.text(value)).join(", ");
    const sql = `DELETE FROM ${tables[from]} WHERE ${quoteName(column)} IN (${list})`;
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
  parameters: StatementParameters,
): string {
  const columns = columnList(table);
  return `INSERT INTO ${tables[table]} (${columns}) SELECT ${columns}
    FROM json_populate_recordset(NULL::${tables[table]}, ${parameters.json(rows)})`;
}

function updateSql(
  tables: TableNames,
  { table, id, changes }: Extract<EncodedWrite, { operation: "update" }>,
  parameters: StatementParameters,
): string {
  return `UPDATE ${tables[table]} AS "stored" SET ${changesSql(changes)}
    FROM json_populate_record(NULL::${tables[table]}, ${parameters.json(changes.values)}) AS "next" WHERE "stored"."id" = ${parameters.text(id)}`;
}
