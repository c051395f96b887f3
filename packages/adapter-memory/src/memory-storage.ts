import type { StorageAdapter } from "@metricsmith/core/adapter";
import { MemoryDatabase } from "./memory-database.js";
import { memoryPayloadStore } from "./memory-payload-store.js";
import { memoryPointStore } from "./memory-point-store.js";
import { commitRecords, memoryRecordStore } from "./memory-record-store.js";

export interface MemoryStorageOptions {
  /**
   * Where the storage's own time comes from; tests pass one they can move. When it runs backwards, `now()` stands still.
   *
   * @defaultValue the machine's clock
   */
  readonly clock?: { now(): Date } | undefined;
}

/**
 * A storage that lives and ends with this process. Every call makes an empty one.
 *
 * `close()` releases nothing and forgets nothing: engines that share one storage may each close it.
 */
export function memoryStorage(options: MemoryStorageOptions = {}): StorageAdapter {
  const database = new MemoryDatabase();
  const now = neverBackwards(options.clock ?? { now: () => new Date() });
  return {
    specVersion: 1,
    adapterId: "memory",
    capabilities: { processes: "one" },
    now: async () => now(),
    records: memoryRecordStore(database, now),
    commit: async (input) => commitRecords(database, input),
    points: memoryPointStore(database),
    payloads: memoryPayloadStore(now),
    close: async () => undefined,
  };
}

function neverBackwards(clock: { now(): Date }): () => Date {
  let latest = Number.NEGATIVE_INFINITY;
  return () => {
    latest = Math.max(latest, clock.now().getTime());
    return new Date(latest);
  };
}
