import type { StorageAdapter } from "@metricsmith/core/adapter";
import type { Database } from "../database.js";
import { MonotonicClock } from "../monotonic-clock.js";
import { commitToSqlite } from "./commit.js";
import { OwnedDatabase } from "./owned-database.js";
import { sqlitePayloadStore } from "./payload-store.js";
import { sqlitePointStore } from "./point-store.js";
import { sqliteRecordStore } from "./record-store.js";

/** Storage in a SQLite database, which serves one process at a time: a second one gets STORAGE_IN_USE. */
export function sqliteStorage(database: Database): StorageAdapter {
  const clock = new MonotonicClock();
  const now = () => clock.advance(Date.now());
  const owned = new OwnedDatabase(database, now);
  return {
    specVersion: 1,
    adapterId: "prisma-sqlite",
    capabilities: { processes: "one" },
    now: async () => now(),
    records: sqliteRecordStore(owned, now),
    commit: (input) => commitToSqlite(owned, input),
    points: sqlitePointStore(owned),
    payloads: sqlitePayloadStore(owned, now),
    close: () => owned.close(),
  };
}
