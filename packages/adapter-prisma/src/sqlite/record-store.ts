import { compareRows, type FindInput, type RecordStore, type TableName } from "@metricsmith/core/adapter";
import { matchesSql } from "../conditions.js";
import { recordStore } from "../record-store.js";
import type { TableNames } from "../table-names.js";
import type { OwnedDatabase } from "./owned-database.js";
import { SqliteParameters } from "./sqlite-parameters.js";
import { assignmentsSql, decodeRow, rowSql } from "./stored-rows.js";

/** Rows of any table; each call is one statement. */
export function sqliteRecordStore(database: OwnedDatabase, now: () => Date): RecordStore {
  const { tables } = database;
  return recordStore({
    async find(questions) {
      if (questions.length === 0) return { now: now(), rows: [] };
      const parameters = new SqliteParameters();
      const answers = questions.map((question, index) => answerSql(tables, { question, index }, parameters));
      const sql = answers.join(" UNION ALL ");
      const found = await database.read<{ question: number | bigint; row: string }>(sql, parameters.values);
      const rows = questions.map(({ table }, index) =>
        found.flatMap(({ question, row }) => (Number(question) === index ? [decodeRow(table, row)] : [])),
      );
      return { now: now(), rows };
    },

    async count(table, where) {
      const parameters = new SqliteParameters();
      const sql = `SELECT count(*) AS "count" FROM ${tables[table]} WHERE ${matchesSql(table, where, parameters)}`;
      const [row] = await database.read<{ count: number | bigint }>(sql, parameters.values);
      return Number(row?.count);
    },

    async claim({ table, where, changes, limit }) {
      const parameters = new SqliteParameters();
      const sql = `UPDATE ${tables[table]} SET ${assignmentsSql(changes, parameters)} WHERE "id" IN (
        SELECT "id" FROM ${tables[table]} WHERE ${matchesSql(table, where, parameters)}
        AND ${database.ownedSql(parameters)} ORDER BY "createdAt", "id" LIMIT ${limit}
      ) RETURNING ${rowSql(table)} AS "row"`;
      const claimed = await database.write<{ row: string }>(sql, parameters.values);
      return claimed.map(({ row }) => decodeRow(table, row)).toSorted(compareRows);
    },
  });
}

interface NumberedQuestion {
  readonly question: FindInput<TableName>;
  readonly index: number;
}

/** The rows that answer a question, each with the question's number. */
function answerSql(tables: TableNames, { question, index }: NumberedQuestion, parameters: SqliteParameters): string {
  const { table, where = {}, order = "ascending", after, limit } = question;
  const [direction, behind] = order === "ascending" ? ["ASC", ">"] : ["DESC", "<"];
  const conditions = [matchesSql(table, where, parameters)];
  if (after !== undefined) {
    const place = `(${parameters.time(after.createdAt)}, ${parameters.text(after.id)})`;
    conditions.push(`("createdAt", "id") ${behind} ${place}`);
  }
  return `SELECT * FROM (
    SELECT ${index} AS "question", ${rowSql(table)} AS "row" FROM ${tables[table]} WHERE ${conditions.join(" AND ")}
    ORDER BY "createdAt" ${direction}, "id" ${direction} LIMIT ${limit}
  )`;
}
