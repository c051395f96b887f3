import {
  type AnyFindInput,
  assertLimit,
  type FindInput,
  type RecordStore,
  type RowOf,
  type RowsOf,
  storageInvalid,
  storageLimits,
  type TableName,
} from "@metricsmith/core/adapter";
import { isUniqueViolation } from "../database-failure.js";
import type { Database } from "../database.js";
import type { TableNames } from "../table-names.js";
import { type Conditions, matchesSql } from "./conditions.js";
import { StatementParameters } from "./statement-parameters.js";
import { nowSql, type ServerClock } from "./server-clock.js";
import { changesSql, decodeRow, encodeChanges, type RowJson, rowSelection } from "./stored-rows.js";

/** Rows of any table. Each call is one statement. */
export function postgresRecordStore(database: Database, clock: ServerClock): RecordStore {
  const { tables } = database;

  async function ask(questions: readonly AnyFindInput[]): Promise<{ now: Date; rows: RowOf<TableName>[][] }> {
    const parameters = new StatementParameters();
    const answers = questions.map((question, index) => `(${answerSql(tables, question, parameters)}) AS "${index}"`);
    const sql = `SELECT ${[...answers, `${nowSql} AS "now"`].join(", ")}`;
    const [answer = {}] = await database.read<Record<string, string | null>>(sql, parameters.values);
    const rows = questions.map(({ table }, index) => decodeRows(table, answer[index] ?? null));
    return { now: clock.advance(Number(answer["now"])), rows };
  }

  return {
    async get({ table, id }) {
      const { rows } = await ask([{ table, where: { id }, limit: 1 }]);
      return (rows[0]?.[0] ?? null) as RowOf<typeof table> | null;
    },

    async find(input) {
      const { rows } = await ask([input as AnyFindInput]);
      return rows[0] as RowOf<typeof input.table>[];
    },

    async read<const Questions extends readonly AnyFindInput[]>(questions: Questions) {
      if (questions.length > storageLimits.queries) {
        throw storageInvalid(
          `read() got ${questions.length} questions. Ask at most ${storageLimits.queries} at a time.`,
        );
      }
      const { now, rows } = await ask(questions);
      return { now, rows: rows as RowsOf<Questions> };
    },

    async count({ table, where = {} }) {
      const parameters = new StatementParameters();
      const sql = `SELECT count(*)::text AS "count" FROM ${tables[table]} WHERE ${matchesSql(table, where, parameters)}`;
      const [row] = await database.read<{ count: string }>(sql, parameters.values);
      return Number(row?.count);
    },

    async claim({ table, where, set, limit }) {
      assertLimit(limit, storageLimits.rows);
      const parameters = new StatementParameters();
      const sql = claimSql(tables, { table, where, set, limit }, parameters);
      try {
        const [row] = await database.write<{ rows: string | null }>(sql, parameters.values);
        return decodeRows(table, row?.rows ?? null) as RowOf<typeof table>[];
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw storageInvalid(`claim() on ${table} would give two rows one unique key. Set other columns.`);
      }
    },
  };
}

/** The rows that answer a question, as one JSON array; NULL when there are none. */
function answerSql(
  tables: TableNames,
  { table, where = {}, order = "ascending", after, limit }: FindInput<TableName>,
  parameters: StatementParameters,
): string {
  assertLimit(limit, storageLimits.rows);
  const [direction, behind] = order === "ascending" ? ["ASC", ">"] : ["DESC", "<"];
  const conditions = [matchesSql(table, where, parameters)];
  if (after !== undefined) {
    const place = `(${parameters.time(after.createdAt)}, ${parameters.text(after.id)})`;
    conditions.push(`("createdAt", "id" COLLATE "C") ${behind} ${place}`);
  }
  return `SELECT json_agg(row_to_json("row"))::text FROM (
    SELECT ${rowSelection(table)} FROM ${tables[table]} WHERE ${conditions.join(" AND ")}
    ORDER BY "createdAt" ${direction}, "id" COLLATE "C" ${direction} LIMIT ${parameters.integer(limit)}
  ) AS "row"`;
}

interface ClaimOf {
  readonly table: TableName;
  readonly where: Conditions;
  readonly set: Conditions;
  readonly limit: number;
}

/** Rows that others hold are passed over, so claims of one match neither wait for each other nor meet. */
function claimSql(tables: TableNames, { table, where, set, limit }: ClaimOf, parameters: StatementParameters): string {
  const changes = encodeChanges(table, set);
  return `WITH "chosen" AS MATERIALIZED (
    SELECT "id" AS "chosenId" FROM ${tables[table]} WHERE ${matchesSql(table, where, parameters)}
    ORDER BY "createdAt", "id" COLLATE "C" LIMIT ${parameters.integer(limit)} FOR UPDATE SKIP LOCKED
  ), "claimed" AS (
    UPDATE ${tables[table]} AS "stored" SET ${changesSql(changes)}
    FROM "chosen", json_populate_record(NULL::${tables[table]}, ${parameters.json(changes.values)}) AS "next"
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
