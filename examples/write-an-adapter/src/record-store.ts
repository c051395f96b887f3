import {
  type AdmittedRow,
  type AnyFindInput,
  assertLimit,
  assertQuestions,
  compareRows,
  copyStored,
  type FindInput,
  matchesWhere,
  type RecordStore,
  type RowOf,
  type RowsOf,
  storageInvalid,
  storageLimits,
  type TableName,
} from "@metricsmith/core/adapter";
import type { FileDatabase } from "./file-database.js";
import { Transaction } from "./transaction.js";

/** Rows of any table. */
export function fileRecordStore(database: FileDatabase): RecordStore {
  return {
    async get({ table, id }) {
      const row = database.rows(table).get(id);
      return row === undefined ? null : handOut<typeof table>(row);
    },

    async find(input) {
      return findRows(database, input);
    },

    async read<const Questions extends readonly AnyFindInput[]>(questions: Questions) {
      assertQuestions(questions);
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
      return matching.flatMap(({ id }) => database.rows(table).get(id) ?? []).map((row) => handOut<typeof table>(row));
    },
  };
}

function findRows<Table extends TableName>(database: FileDatabase, input: FindInput<Table>): RowOf<Table>[] {
  const { table, where = {}, order = "ascending", after, limit } = input;
  assertLimit(limit, storageLimits.rows);
  const rows = matchingRows(database, table, where);
  const direction = order === "ascending" ? 1 : -1;
  if (direction < 0) rows.reverse();
  const behind = after === undefined ? rows : rows.filter((row) => compareRows(row, after) * direction > 0);
  return behind.slice(0, limit).map((row) => handOut<Table>(row));
}

/** By (`createdAt`, `id`). */
function matchingRows(
  database: FileDatabase,
  table: TableName,
  where: Readonly<Record<string, unknown>>,
): AdmittedRow[] {
  return [...database.rows(table).values()].filter((row) => matchesWhere(row, where)).sort(compareRows);
}

/** A copy for the caller. */
function handOut<Table extends TableName>(row: AdmittedRow): RowOf<Table> {
  return copyStored(row) as unknown as RowOf<Table>;
}
