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
import type { FileDatabase } from "./file-database.js";
import { matchesWhere } from "./matches-where.js";
import { type Columns, compareRows, handOut, type StoredRow } from "./stored-row.js";
import { Transaction } from "./transaction.js";

/** Rows of any table. */
export function fileRecordStore(database: FileDatabase): RecordStore {
  return {
    async get({ table, id }) {
      const row = database.rows(table).get(id);
      return row === undefined ? null : handOut(table, row);
    },

    async find(input) {
      return findRows(database, input);
    },

    async read<const Questions extends readonly AnyFindInput[]>(questions: Questions) {
      const { queries } = storageLimits;
      if (questions.length > queries) {
        throw storageInvalid(`read() got ${questions.length} questions. Ask at most ${queries} at a time.`);
      }
      const rows = questions.map((question) => findRows(database, question)) as RowsOf<Questions>;
      return { now: new Date(database.now()), rows };
    },

    async count({ table, where = {} }) {
      return matchingRows(database, table, where).length;
    },

    async claim({ table, where, set, limit }) {
      assertLimit(limit, storageLimits.rows);
      const matching = matchingRows(database, table, where).slice(0, limit);
      const transaction = new Transaction(database);
      if (!matching.every(({ id }) => transaction.update(table, id, set))) {
        throw storageInvalid(`claim() would give two rows of ${table} one unique key. Set other columns.`);
      }
      database.change(transaction.changes);
      return matching.flatMap(({ id }) => database.rows(table).get(id) ?? []).map((row) => handOut(table, row));
    },
  };
}

function findRows<Table extends TableName>(database: FileDatabase, input: FindInput<Table>): RowOf<Table>[] {
  const { table, where = {}, order = "ascending", after, limit } = input;
  assertLimit(limit, storageLimits.rows);
  const rows = matchingRows(database, table, where);
  const direction = order === "ascending" ? 1 : -1;
  if (direction < 0) rows.reverse();
  const place = after === undefined ? null : { id: after.id, createdAt: after.createdAt.getTime() };
  const behind = place === null ? rows : rows.filter((row) => compareRows(row, place) * direction > 0);
  return behind.slice(0, limit).map((row) => handOut(table, row));
}

/** By (`createdAt`, `id`). */
function matchingRows(database: FileDatabase, table: TableName, where: Columns): StoredRow[] {
  return [...database.rows(table).values()].filter((row) => matchesWhere(row, where)).sort(compareRows);
}
