import { prismaStorage } from "@metricsmith/adapter-prisma";
import type { StorageAdapter } from "@metricsmith/core/adapter";

/** Who opens a database, as PostgreSQL shows it. */
export type Opener = "test" | "worker";

export interface OpenedStorage {
  readonly storage: StorageAdapter;
  close(): Promise<void>;
}

/** The storage in a database: a PostgreSQL URL, or the path of a SQLite file. */
export async function openStorage(location: string, opener: Opener): Promise<OpenedStorage> {
  const client = await openClient(location, opener);
  const storage = prismaStorage(client);
  return {
    storage,
    async close() {
      await storage.close();
      await client.$disconnect();
    },
  };
}

/** Loads only the driver it needs: every killed process has started with this. */
async function openClient(location: string, opener: Opener) {
  if (!location.startsWith("postgresql:")) {
    const { openSqliteClient } = await import("../../databases/src/open-sqlite-client.js");
    return openSqliteClient(location);
  }
  const { openPostgresClient } = await import("../../databases/src/open-postgres-client.js");
  const url = new URL(location);
  url.searchParams.set("application_name", opener);
  return openPostgresClient(url.href);
}
