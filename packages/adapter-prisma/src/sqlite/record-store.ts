import {
  type AnyFindInput,
  assertLimit,
  compareCodePoints,
  type FindInput,
  type RecordStore,
  type RowOf,
  type RowsOf,
  storageInvalid,
  storageLimits,
  type TableName,
} from "@metricsmith/core/adapter";
import { isUniqueViolation } from "../database-failure.js";
import type { TableNames } from "../table-names.js";
import { matchesSql } from "./conditions.js";
import type { OwnedDatabase } from "./owned-database.js";
import { Parameters } from "./parameters.js";
import type { SqliteClock } from "./sqlite-clock.js";
import { assignmentsSql, decodeRow, rowSql } from "./stored-rows.js";

/** Rows of any table; each call is one statement. */
export function sqliteRecordStore(database: OwnedDatabase, clock: SqliteClock): RecordStore {
  const { tables } = database;

  /** The rows that answer each question. */
  async function ask(questions: readonly AnyFindInput[]): Promise<RowOf<TableName>[][]> {
    const parameters = new Parameters();
    const answers = questions.map((question, index) => answerSql(tables, { question, index }, parameters));
    const found = await database.read<{ question: number | bigint; row: string }>(
      answers.join(" UNION ALL "),
      parameters.values,
    );
    return questions.map(({ table }, index) =>
      found.flatMap(({ question, row }) => (Number(question) === index ? [decodeRow(table, row)] : [])),
    );
  }

  return {
    async get({ table, id }) {
      const [rows] = await ask([{ table, where: { id }, limit: 1 }]);
      return (rows?.[0] ?? null) as RowOf<typeof table> | null;
    },

    async find(input) {
      const [rows] = await ask([input as AnyFindInput]);
      return rows as RowOf<typeof input.table>[];
    },

    async read<const Questions extends readonly AnyFindInput[]>(questions: Questions) {
      if (questions.length > storageLimits.queries) {
        throw storageInvalid(
          `read() got ${questions.length} questions. Ask at most ${storageLimits.queries} at a time.`,
        );
      }
      const rows = questions.length === 0 ? [] : await ask(questions);
      return { now: clock.now(), rows: rows as RowsOf<Questions> };
    },

    async count({ table, where = {} }) {
      const parameters = new Parameters();
      const sql = `SELECT count(*) AS "count" FROM ${tables[table]} WHERE ${matchesSql(table, where, parameters)}`;
      const [row] = await database.read<{ count: number | bigint }>(sql, parameters.values);
      return Number(row?.count);
    },

    async claim({ table, where, set, limit }) {
      assertLimit(limit, storageLimits.rows);
      const parameters = new Parameters();
      const sql = `UPDATE ${tables[table]} SET ${assignmentsSql(table, set, parameters)} WHERE "id" IN (
        SELECT "id" FROM ${tables[table]} WHERE ${matchesSql(table, where, parameters)}
        AND ${database.ownedSql(parameters)} ORDER BY "createdAt", "id" LIMIT ${limit}
      ) RETURNING ${rowSql(table)} AS "row"`;
      try {
        const claimed = await database.write<{ row: string }>(sql, parameters.values);
        return claimed.map(({ row }) => decodeRow(table, row)).toSorted(compareRows);
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw storageInvalid(`claim() on ${table} would give two rows one unique key. Set other columns.`);
      }
    },
  };
}

interface NumberedQuestion {
  readonly question: FindInput<TableName>;
  readonly index: number;
}

/** The rows that answer a question, each with the question's number. */
function answerSql(tables: TableNames, { question, index }: NumberedQuestion, parameters: Parameters): string {
  const { table, where = {}, order = "ascending", after, limit } = question;
  assertLimit(limit, storageLimits.rows);
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

function compareRows(a: RowOf<TableName>, b: RowOf<TableName>): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || compareCodePoints(a.id, b.id);
}
