import type { FindInput, RecordStore, RowOf, TableName } from "@metricsmith/core/adapter";
import { matchesSql } from "../conditions.js";
import type { Database } from "../database.js";
import type { MonotonicClock } from "../monotonic-clock.js";
import { type RecordClaim, recordStore } from "../record-store.js";
import type { TableNames } from "../table-names.js";
import { nowSql } from "./now-sql.js";
import { PostgresParameters } from "./postgres-parameters.js";
import { changesSql, decodeRow, encodeChanges, type RowJson, rowSelection } from "./stored-rows.js";

/** Rows of any table. Each call is one statement. */
export function postgresRecordStore(database: Database, clock: MonotonicClock): RecordStore {
  const { tables } = database;
  return recordStore({
    async find(questions) {
      const parameters = new PostgresParameters();
      const answers = questions.map((question, index) => `(${answerSql(tables, question, parameters)}) AS "${index}"`);
      const sql = `SELECT ${[...answers, `${nowSql} AS "now"`].join(", ")}`;
      const [answer = {}] = await database.read<Record<string, string | null>>(sql, parameters.values);
      const rows = questions.map(({ table }, index) => decodeRows(table, answer[index] ?? null));
      return { now: clock.advance(Number(answer["now"])), rows };
    },

    async count(table, where) {
      const parameters = new PostgresParameters();
      const sql = `SELECT count(*)::text AS "count" FROM ${tables[table]} WHERE ${matchesSql(table, where, parameters)}`;
      const [row] = await database.read<{ count: string }>(sql, parameters.values);
      return Number(row?.count);
    },

    async claim(claim) {
      const parameters = new PostgresParameters();
      const sql = claimSql(tables, claim, parameters);
      const [row] = await database.write<{ rows: string | null }>(sql, parameters.values);
      return decodeRows(claim.table, row?.rows ?? null);
    },
  });
}

/** The rows that answer a question, as one JSON array; NULL when there are none. */
function answerSql(
  tables: TableNames,
  { table, where = {}, order = "ascending", after, limit }: FindInput<TableName>,
  parameters: PostgresParameters,
): string {
  const [direction, behind] = order === "ascending" ? ["ASC", ">"] : ["DESC", "<"];
  const conditions = [matchesSql(table, where, parameters)];
  if (after !== undefined) {
    const place = `(${parameters.time(after.createdAt)}, ${parameters.text(after.id)})`;
    conditions.push(`("createdAt", "id" COLLATE "C") ${behind} ${place}`);
  }
  return `SELECT json_agg(row_to_json("row"))::text FROM (
    SELECT ${rowSelection(table)} FROM ${tables[table]} WHERE ${conditions.join(" AND ")}
    ORDER BY "createdAt" ${direction}, "id" COLLATE "C" ${direction} LIMIT ${parameters.number(limit)}
  ) AS "row"`;
}

/** Rows that others hold are passed over, so claims of one match neither wait for each other nor meet. */
function claimSql(
  tables: TableNames,
  { table, where, changes, limit }: RecordClaim,
  parameters: PostgresParameters,
): string {
  return `WITH "chosen" AS MATERIALIZED (
    SELECT "id" AS "chosenId" FROM ${tables[table]} WHERE ${matchesSql(table, where, parameters)}
    ORDER BY "createdAt", "id" COLLATE "C" LIMIT ${parameters.number(limit)} FOR UPDATE SKIP LOCKED
  ), "claimed" AS (
    UPDATE ${tables[table]} AS "stored" SET ${changesSql(changes)}
    FROM "chosen", json_populate_record(NULL::${tables[table]}, ${parameters.json(encodeChanges(changes))}) AS "next"
    WHERE "stored"."id" = "chosenId" RETURNING "stored".*
  )
  SELECT json_agg(row_to_json("row"))::text AS "rows" FROM (
    SELECT ${rowSelection(table)} FROM "claimed" ORDER BY "createdAt", "id" COLLATE "C"
  ) AS "row"`;
}

function decodeRows(table: TableName, json: string | null): RowOf<TableName>[] {
  if (json === null) return [];
  return (JSON.parse(json) as RowJson[]).map((row) => decodeRow(table, row));
}
