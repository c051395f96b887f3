import { join } from "node:path";
import { type AdmittedRow, assertFence, type Fence, type Run, type TableName, tables } from "@metricsmith/core/adapter";
import { type Change, Journal, readJournal } from "./journal.js";
import { readRow } from "./read-row.js";

/** Everything but the bytes of bodies, in memory, and the one way to change it. */
export class FileDatabase {
  readonly #collections = new Map<string, Map<string, object>>();
  readonly #clock: { now(): Date };
  readonly #journal: Journal;
  #latest = Number.NEGATIVE_INFINITY;

  /** Reads the journal, then writes it anew, as short as what it says. */
  constructor(directory: string, clock: { now(): Date }) {
    this.#clock = clock;
    const path = join(directory, "journal-1.jsonl");
    for (const { at, changes } of readJournal(path)) {
      this.#latest = at;
      this.#apply(changes.map(readChange));
    }
    const at = this.now();
    const lines = Array.from(this.#collections, ([collection, values]) => ({
      at,
      changes: Array.from(values, ([key, value]): Change => [collection, key, value]),
    }));
    this.#journal = new Journal(path, [{ at, changes: [] }, ...lines]);
  }

  /** Epoch milliseconds. They never run backwards, even when the clock does or another process wrote the journal. */
  now(): number {
    this.#latest = Math.max(this.#latest, this.#clock.now().getTime());
    return this.#latest;
  }

  /** The values of a collection by their keys. */
  collection<Value extends object>(name: string): ReadonlyMap<string, Value> {
    return (this.#collections.get(name) ?? new Map()) as ReadonlyMap<string, Value>;
  }

  /** The rows of a table by id. */
  rows(table: TableName): ReadonlyMap<string, AdmittedRow> {
    return this.collection<AdmittedRow>(table);
  }

  /** Makes all changes or none. Nobody sees them before they are on the disk. */
  change(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#journal.append({ at: this.now(), changes });
    this.#apply(changes);
  }

  /** @throws {MetricsmithError} RUN_LEASE_LOST when the fence's run is absent, final or at another attempt. */
  assertFence(fence: Fence | undefined): void {
    if (fence !== undefined) assertFence(this.rows("runs").get(fence.runId) as Run | undefined, fence);
  }

  close(): void {
    this.#journal.close();
  }

  #apply(changes: readonly Change[]): void {
    for (const [collection, key, value] of changes) {
      const values = this.#collections.get(collection) ?? new Map<string, object>();
      if (value === null) values.delete(key);
      else this.#collections.set(collection, values.set(key, value));
      if (values.size === 0) this.#collections.delete(collection);
    }
  }
}

/** The change that was written as this JSON: rows of tables hold times, not their texts. */
function readChange([collection, key, value]: Change): Change {
  const isRow = value !== null && Object.hasOwn(tables, collection);
  return [collection, key, isRow ? readRow(collection as TableName, { ...value }) : value];
}
