import {
  type AnyFindInput,
  assertLimit,
  assertQuestions,
  type RecordStore,
  type RowOf,
  type RowsOf,
  storageInvalid,
  storageLimits,
  type TableName,
} from "@metricsmith/core/adapter";
import type { Conditions } from "./conditions.js";
import { isUniqueViolation } from "./database-failure.js";
import { type ColumnChange, admitColumnChanges } from "./stored-columns.js";

export interface RecordClaim {
  readonly table: TableName;
  readonly where: Conditions;
  readonly changes: readonly ColumnChange[];
  readonly limit: number;
}

/** What a record store asks of its database: one statement each. Limits are looked at before. */
export interface RecordQueries {
  /** The rows that answer each question, as of one moment, which is `now`. */
  find(questions: readonly AnyFindInput[]): Promise<{ readonly now: Date; readonly rows: RowOf<TableName>[][] }>;
  count(table: TableName, where: Conditions): Promise<number>;
  claim(claim: RecordClaim): Promise<RowOf<TableName>[]>;
}

/** Rows of any table. */
export function recordStore(queries: RecordQueries): RecordStore {
  return {
    async get({ table, id }) {
      const { rows } = await queries.find([{ table, where: { id }, limit: 1 }]);
      return (rows[0]?.[0] ?? null) as RowOf<typeof table> | null;
    },

    async find(input) {
      assertLimit(input.limit, storageLimits.rows);
      const { rows } = await queries.find([input as AnyFindInput]);
      return rows[0] as RowOf<typeof input.table>[];
    },

    async read<const Questions extends readonly AnyFindInput[]>(questions: Questions) {
      assertQuestions(questions);
      const { now, rows } = await queries.find(questions);
      return { now, rows: rows as RowsOf<Questions> };
    },

    count: async ({ table, where = {} }) => queries.count(table, where),

    async claim({ table, where, set, limit }) {
      assertLimit(limit, storageLimits.rows);
      const changes = admitColumnChanges(table, set);
      try {
        return (await queries.claim({ table, where, changes, limit })) as RowOf<typeof table>[];
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw storageInvalid(`claim() on ${table} would give two rows one unique key. Set other columns.`);
      }
    },
  };
}
