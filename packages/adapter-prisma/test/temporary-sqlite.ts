import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSqliteClient, type SqliteClient } from "@metricsmith-internal/databases";

export interface TemporarySqlite {
  readonly file: string;
  readonly client: SqliteClient;
  /** Ends the client and removes the file. */
  remove(): Promise<void>;
}

/** A client on a migrated SQLite file of its own. */
export async function openTemporarySqlite(): Promise<TemporarySqlite> {
  const directory = await mkdtemp(path.join(tmpdir(), "metricsmith-sqlite-"));
  const file = path.join(directory, "host.db");
  const client = await openSqliteClient(file);
  return {
    file,
    client,
    remove: async () => {
      await client.$disconnect();
      await rm(directory, { recursive: true });
    },
  };
}
