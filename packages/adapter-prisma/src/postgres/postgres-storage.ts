import type { StorageAdapter } from "@metricsmith/core/adapter";
import type { Database } from "../database.js";
import { MonotonicClock } from "../monotonic-clock.js";
import { commitToPostgres } from "./commit.js";
import { nowSql } from "./now-sql.js";
import { postgresPayloadStore } from "./payload-store.js";
import { postgresPointStore } from "./point-store.js";
import { postgresRecordStore } from "./record-store.js";

/** A storage that any number of processes share. */
export function postgresStorage(database: Database): StorageAdapter {
  const clock = new MonotonicClock();
  return {
    specVersion: 1,
    adapterId: "prisma-postgresql",
    capabilities: { processes: "many" },
    async now() {
      const [row] = await database.read<{ now: string }>(`SELECT ${nowSql} AS "now"`);
      return clock.advance(Number(row?.now));
    },
    records: postgresRecordStore(database, clock),
    commit: (input) => commitToPostgres(database, input),
    points: postgresPointStore(database),
    payloads: postgresPayloadStore(database),
    close: async () => undefined,
  };
}
