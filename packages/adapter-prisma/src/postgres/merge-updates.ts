import { tables } from "@metricsmith/core/adapter";
import type { ColumnChange } from "../stored-columns.js";
import type { AdmittedWrite } from "./commit-writes.js";

/**
 * The same writes with several updates of one row as one, so that they can be parts of one statement. Tables with unique keys
 * are left alone: there an update may fail on what the next one would have put right.
 */
export function mergeUpdates(writes: readonly AdmittedWrite[]): AdmittedWrite[] {
  const merged: AdmittedWrite[] = [];
  /** Place of each row's update that a later one may join. */
  const places = new Map<string, number>();
  for (const write of writes) {
    const row = `${write.table} ${write.id}`;
    const place = places.get(row);
    const earlier = place === undefined ? undefined : merged[place];
    if (write.operation === "update" && place !== undefined && earlier?.operation === "update") {
      merged[place] = { ...earlier, changes: mergeChanges(earlier.changes, write.changes) };
      continue;
    }
    merged.push(write);
    // What is deleted takes other rows with it.
    if (write.operation === "delete") places.clear();
    if (write.operation === "update" && tables[write.table].unique.length === 0) places.set(row, merged.length - 1);
  }
  return merged;
}

/** What two updates after each other do to a row. */
function mergeChanges(earlier: readonly ColumnChange[], later: readonly ColumnChange[]): ColumnChange[] {
  const changes = new Map(earlier.map((change) => [change.column.name, change]));
  for (const change of later) {
    const before = changes.get(change.column.name);
    const isSum = change.isIncrement && before !== undefined;
    changes.set(change.column.name, isSum ? { ...before, value: Number(before.value) + Number(change.value) } : change);
  }
  return [...changes.values()];
}
