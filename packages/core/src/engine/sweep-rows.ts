import type { Guard, StorageAdapter, Write } from "../ports/storage.js";

/** Rows of one commit: few enough to keep nobody waiting. */
const rowsPerCommit = 100;

/** What happens to a row, as long as it is as it was read. */
export interface RowChange {
  readonly expect: Guard;
  readonly write: Write;
}

/**
 * Changes rows in order and in small commits, each only where `guard` holds, and returns how many. Ends at the first one that cannot
 * be changed: somebody is at work there, and the next sweep takes what is left.
 */
export async function changeRows<Row>(
  storage: StorageAdapter,
  input: {
    readonly rows: AsyncIterable<Row> | Iterable<Row>;
    readonly change: (row: Row) => RowChange;
    readonly guard?: Guard | undefined;
  },
): Promise<number> {
  const commit = (changes: readonly RowChange[]): Promise<boolean> =>
    storage.commit({
      expect: [...(input.guard === undefined ? [] : [input.guard]), ...changes.map(({ expect }) => expect)],
      writes: changes.map(({ write }) => write),
    });
  let changed = 0;
  for await (const changes of inChunks(input.rows, input.change)) {
    if (await commit(changes)) {
      changed += changes.length;
      continue;
    }
    for (const change of changes) {
      if (!(await commit([change]))) return changed;
      changed++;
    }
  }
  return changed;
}

/** Deletes a row, unless it is gone already. */
export function deletionFrom(table: "runs" | "payloads"): (row: { readonly id: string }) => RowChange {
  return ({ id }) => ({ expect: { table, id, where: {} }, write: { operation: "delete", table, id } });
}

async function* inChunks<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  change: (row: Row) => RowChange,
): AsyncGenerator<RowChange[], void, void> {
  let chunk: RowChange[] = [];
  for await (const row of rows) {
    if (chunk.push(change(row)) < rowsPerCommit) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
