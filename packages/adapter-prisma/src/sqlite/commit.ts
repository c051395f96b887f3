import {
  admitRow,
  childrenOf,
  type CommitInput,
  type Guard,
  type TableName,
  type Write,
} from "@metricsmith/core/adapter";
import { matchesSql } from "../conditions.js";
import type { SqlValue, Statements } from "../database.js";
import { admitColumnChanges, columnList } from "../stored-columns.js";
import type { TableNames } from "../table-names.js";
import { checkFence } from "./check-fence.js";
import type { OwnedDatabase } from "./owned-database.js";
import { SqliteParameters } from "./sqlite-parameters.js";
import { assignmentsSql, encodeRow } from "./stored-rows.js";

/** One statement; `isRequired` when it must change a row. */
interface PreparedStatement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  readonly isRequired: boolean;
}

/** Applies a commit as a whole or not at all, and says which. */
export async function commitToSqlite(database: OwnedDatabase, input: CommitInput): Promise<boolean> {
  const { tables } = database;
  const { expect = [], writes, fence } = input;
  const prepared = writes.flatMap((write) => prepareWrite(tables, write));
  const guards = prepareGuards(tables, expect);
  const refused = new Error("The commit was refused.");
  try {
    await database.transaction(async (statements) => {
      await checkFence(statements, tables, fence);
      if (guards !== null && !(await holds(statements, guards))) throw refused;
      for (const { sql, values, isRequired } of prepared) {
        const changed = await statements.execute(sql, values);
        if (isRequired && changed === 0) throw refused;
      }
    });
    return true;
  } catch (error) {
    if (error === refused) return false;
    throw error;
  }
}

async function holds(statements: Statements, { sql, values }: PreparedStatement): Promise<boolean> {
  const [row] = await statements.query<{ holds: number | bigint }>(sql, values);
  return Number(row?.holds) === 1;
}

/** One statement for all guards; `null` without any. */
function prepareGuards(tables: TableNames, guards: readonly Guard[]): PreparedStatement | null {
  if (guards.length === 0) return null;
  const parameters = new SqliteParameters();
  const conditions = guards.map(({ table, id, where }) => {
    const row = `"id" = ${parameters.text(id)} AND ${matchesSql(table, where, parameters)}`;
    return `EXISTS (SELECT 1 FROM ${tables[table]} WHERE ${row})`;
  });
  return { sql: `SELECT ${conditions.join(" AND ")} AS "holds"`, values: parameters.values, isRequired: true };
}

/** @throws {MetricsmithError} STORAGE_INVALID when a row or a change cannot be stored. */
function prepareWrite(tables: TableNames, write: Write): PreparedStatement[] {
  const { operation, table } = write;
  const parameters = new SqliteParameters();
  if (operation === "insert") {
    const values = encodeRow(table, admitRow(table, write.row)).map((value) => parameters.value(value));
    const sql = `INSERT INTO ${tables[table]} (${columnList(table)}) VALUES (${values.join(", ")}) ON CONFLICT DO NOTHING`;
    return [{ sql, values: parameters.values, isRequired: true }];
  }
  if (operation === "update") {
    const assignments = assignmentsSql(admitColumnChanges(table, write.set), parameters);
    // Ignores a row whose new unique key is taken.
    const sql = `UPDATE OR IGNORE ${tables[table]} SET ${assignments} WHERE "id" = ${parameters.text(write.id)}`;
    return [{ sql, values: parameters.values, isRequired: true }];
  }
  return deletionsSql(tables, table, `"id" = ${parameters.text(write.id)}`).map((sql) => ({
    sql,
    values: parameters.values,
    isRequired: false,
  }));
}

/** Deletes the rows that meet the condition, and before them everything that goes with them. */
function deletionsSql(tables: TableNames, table: TableName, condition: string): string[] {
  const gone = `SELECT "id" FROM ${tables[table]} WHERE ${condition}`;
  const children = childrenOf(table).flatMap((child) =>
    deletionsSql(tables, child.table, `"${child.column}" IN (${gone})`),
  );
  const points = table === "metrics" ? [`DELETE FROM ${tables.dataPoints} WHERE "metricId" IN (${gone})`] : [];
  return [...children, ...points, `DELETE FROM ${tables[table]} WHERE ${condition}`];
}
