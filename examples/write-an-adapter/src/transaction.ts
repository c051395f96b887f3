import {
  admitChanges,
  type AdmittedRow,
  admitRow,
  childrenOf,
  type CommitInput,
  matchesWhere,
  type TableDefinition,
  type TableName,
  tables,
  type Write,
} from "@metricsmith/core/adapter";
import type { FileDatabase } from "./file-database.js";
import type { Change } from "./journal.js";
import { pointsOf } from "./point-store.js";

/** Columns as a caller gives them: a row to insert, or `Changes` of one. */
type Columns = Readonly<Record<string, unknown>>;

/** Rows as they would be after some writes. Nothing is stored: forgetting it takes everything back. */
export class Transaction {
  /** What to store. */
  readonly changes: Change[] = [];
  readonly #database: FileDatabase;
  readonly #changedTables = new Map<TableName, Map<string, AdmittedRow>>();

  constructor(database: FileDatabase) {
    this.#database = database;
  }

  /** False, and nothing changed, when its id or a unique key is taken. */
  insert(table: TableName, columns: Columns): boolean {
    const row = admitRow(table, columns);
    return !this.#rows(table).has(row.id) && this.#put(table, row);
  }

  /** False, and nothing changed, when there is no such row or a unique key is taken. */
  update(table: TableName, id: string, set: Columns): boolean {
    const before = this.#rows(table).get(id);
    return before !== undefined && this.#put(table, admitChanges(table, before, set));
  }

  /** Deletes the row and everything that goes with it. */
  delete(table: TableName, id: string): void {
    if (!this.#rows(table).has(id)) return;
    for (const child of childrenOf(table)) {
      for (const row of this.#rows(child.table).values()) {
        if (row[child.column] === id) this.delete(child.table, row.id);
      }
    }
    if (table === "metrics") {
      const points = pointsOf(id);
      for (const key of this.#database.collection(points).keys()) this.changes.push([points, key, null]);
    }
    this.#edit(table).delete(id);
    this.changes.push([table, id, null]);
  }

  #put(table: TableName, row: AdmittedRow): boolean {
    const { unique }: TableDefinition = tables[table];
    for (const other of unique.length === 0 ? [] : this.#rows(table).values()) {
      const isTwin = unique.some((columns) => columns.every((column) => other[column] === row[column]));
      if (isTwin && other.id !== row.id) return false;
    }
    this.#edit(table).set(row.id, row);
    this.changes.push([table, row.id, row]);
    return true;
  }

  #rows(table: TableName): ReadonlyMap<string, AdmittedRow> {
    return this.#changedTables.get(table) ?? this.#database.rows(table);
  }

  #edit(table: TableName): Map<string, AdmittedRow> {
    const rows = this.#changedTables.get(table) ?? new Map(this.#database.rows(table));
    this.#changedTables.set(table, rows);
    return rows;
  }
}

/** Applies a commit as a whole or not at all, and says which. */
export function commitWrites(database: FileDatabase, { expect = [], writes, fence }: CommitInput): boolean {
  database.assertFence(fence);
  const holds = expect.every(({ table, id, where }) => {
    const row = database.rows(table).get(id);
    return row !== undefined && matchesWhere(row, where);
  });
  if (!holds) return false;
  const transaction = new Transaction(database);
  if (!writes.every((write) => applyWrite(transaction, write))) return false;
  database.change(transaction.changes);
  return true;
}

function applyWrite(transaction: Transaction, write: Write): boolean {
  switch (write.operation) {
    case "insert":
      return transaction.insert(write.table, write.row);
    case "update":
      return transaction.update(write.table, write.id, write.set);
    case "delete":
      transaction.delete(write.table, write.id);
      return true;
  }
}
