import { admitChanges, admitRow, type AdmittedRow, childrenOf, type TableName } from "@metricsmith/core/adapter";
import type { MemoryDatabase } from "./memory-database.js";

type Columns = Readonly<Record<string, unknown>>;

/** Changes of rows that can be taken back together. */
export class Transaction {
  readonly #database: MemoryDatabase;
  readonly #undo: (() => void)[] = [];
  readonly #deletedMetricIds: string[] = [];

  constructor(database: MemoryDatabase) {
    this.#database = database;
  }

  /** False, and nothing changed, when its id or a unique key is taken. */
  insert(table: TableName, row: Columns): boolean {
    const admitted = admitRow(table, row);
    return this.#database.table(table).get(admitted.id) === undefined && this.#put(table, admitted);
  }

  /** False, and nothing changed, when there is no such row or a unique key is taken. */
  update(table: TableName, id: string, set: Columns): boolean {
    const before = this.#database.table(table).get(id);
    return before !== undefined && this.#put(table, admitChanges(table, before, set));
  }

  /** Deletes the row and everything that goes with it. */
  delete(table: TableName, id: string): void {
    const row = this.#database.table(table).get(id);
    if (row === undefined) return;
    for (const child of childrenOf(table)) {
      for (const { id: childId } of this.#database.table(child.table).match({ [child.column]: id })) {
        this.delete(child.table, childId);
      }
    }
    this.#database.table(table).remove(row);
    this.#undo.push(() => this.#database.table(table).put(row));
    if (table === "metrics") this.#deletedMetricIds.push(id);
  }

  /** Makes the changes final. */
  finish(): void {
    for (const metricId of this.#deletedMetricIds) this.#database.deletePoints(metricId);
  }

  rollBack(): void {
    for (const undo of this.#undo.reverse()) undo();
  }

  #put(tableName: TableName, row: AdmittedRow): boolean {
    const table = this.#database.table(tableName);
    if (table.hasConflict(row)) return false;
    const before = table.get(row.id);
    table.put(row);
    this.#undo.push(() => (before === undefined ? table.remove(row) : table.put(before)));
    return true;
  }
}
