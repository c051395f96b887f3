import type { StorageAdapter } from "@metricsmith/core/adapter";
import type { Database } from "../database.js";
import { commitToSqlite } from "./commit.js";
import { OwnedDatabase } from "./owned-database.js";
import { sqlitePayloadStore } from "./payload-store.js";
import { sqlitePointStore } from "./point-store.js";
import { sqliteRecordStore } from "./record-store.js";
import { SqliteClock } from "./sqlite-clock.js";

/** Storage in a SQLite database, which serves one process at a time: a second one gets STORAGE_IN_USE. */
export function sqliteStorage(database: Database): StorageAdapter {
  const clock = new SqliteClock();
  const owned = new OwnedDatabase(database, clock);
  return {
    specVersion: 1,
    adapterId: "prisma-sqlite",
    capabilities: { processes: "one" },
    now: async () => clock.now(),
    records: sqliteRecordStore(owned, clock),
    commit: (input) => commitToSqlite(owned, input),
    points: sqlitePointStore(owned),
    payloads: sqlitePayloadStore(owned, clock),
    close: () => owned.close(),
  };
}
