import {
  type AdmittedRow,
  type AnyFindInput,
  assertLimit,
  assertQuestions,
  type CommitInput,
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
import type { MemoryDatabase } from "./memory-database.js";
import { Transaction } from "./transaction.js";

/** Rows of any table. */
export function memoryRecordStore(database: MemoryDatabase, now: () => Date): RecordStore {
  return {
    async get({ table, id }) {
      const row = database.table(table).get(id);
      return row === undefined ? null : handOut<typeof table>(row);
    },

    async find(input) {
      return findRows(database, input);
    },

    async read<const Questions extends readonly AnyFindInput[]>(questions: Questions) {
      assertQuestions(questions);
      const rows = questions.map((question) => findRows(database, question)) as RowsOf<Questions>;
      return { now: now(), rows };
    },

    async count({ table, where = {} }) {
      return database.table(table).match(where).length;
    },

    async claim({ table, where, set, limit }) {
      assertLimit(limit, storageLimits.rows);
      const rows = database.table(table).match(where).sort(compareRows).slice(0, limit);
      const isApplied = applyTogether(database, (transaction) =>
        rows.every(({ id }) => transaction.update(table, id, set)),
      );
      if (!isApplied) {
        throw storageInvalid(`claim() on ${table} would give two rows one unique key. Set other columns.`);
      }
      return rows.flatMap(({ id }) => database.table(table).get(id) ?? []).map((row) => handOut<typeof table>(row));
    },
  };
}

function findRows<Table extends TableName>(
  database: MemoryDatabase,
  { table, where = {}, order = "ascending", after, limit }: FindInput<Table>,
): RowOf<Table>[] {
  assertLimit(limit, storageLimits.rows);
  const direction = order === "ascending" ? 1 : -1;
  const rows = database.table(table).match(where);
  const behind = after === undefined ? rows : rows.filter((row) => compareRows(row, after) * direction > 0);
  behind.sort((a, b) => compareRows(a, b) * direction);
  return behind.slice(0, limit).map((row) => handOut<Table>(row));
}

/** Applies a commit as a whole or not at all, and says which. */
export function commitRecords(database: MemoryDatabase, { expect = [], writes, fence }: CommitInput): boolean {
  database.assertFence(fence);
  const holds = expect.every(({ table, id, where }) => {
    const row = database.table(table).get(id);
    return row !== undefined && matchesWhere(row, where);
  });
  if (!holds) return false;
  return applyTogether(database, (transaction) =>
    writes.every((write) => {
      if (write.operation === "insert") return transaction.insert(write.table, write.row);
      if (write.operation === "update") return transaction.update(write.table, write.id, write.set);
      transaction.delete(write.table, write.id);
      return true;
    }),
  );
}

/** Takes everything back when `apply` says false or throws. */
function applyTogether(database: MemoryDatabase, apply: (transaction: Transaction) => boolean): boolean {
  const transaction = new Transaction(database);
  let isApplied = false;
  try {
    isApplied = apply(transaction);
    if (isApplied) transaction.finish();
    return isApplied;
  } finally {
    if (!isApplied) transaction.rollBack();
  }
}

function handOut<Table extends TableName>(row: AdmittedRow): RowOf<Table> {
  return copyStored(row) as unknown as RowOf<Table>;
}
