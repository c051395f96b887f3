import {
  createPostgresDatabase,
  createTables,
  openPostgresClient,
  type PostgresClient,
  type PostgresServer,
  startPostgres,
} from "@metricsmith-internal/databases";
import { prismaStorage } from "@metricsmith/adapter-prisma";
import { afterAll, beforeAll } from "vitest";
import { mappedTables } from "./mapped-tables.js";
import type { PipelineTarget } from "./scenario.js";

/** A PostgreSQL for the tests of one file, whose sessions are in Tokyo; every storage has tables of its own. */
export function usePostgresql(): PipelineTarget {
  let server: PostgresServer;
  let client: PostgresClient;
  let count = 0;

  beforeAll(async () => {
    server = await startPostgres();
    const { url } = await createPostgresDatabase(server, { timezone: "Asia/Tokyo" });
    client = openPostgresClient(url);
  }, 60_000);

  afterAll(async () => {
    await client?.$disconnect();
    await server?.stop();
  }, 60_000);

  return {
    name: "PostgreSQL in Tokyo",
    // Memory has them all, SQLite others.
    disturbs: (call) => call % 6 === 1,
    async createStorage() {
      const schema = `s${++count}`;
      await createTables(client, "postgresql", schema);
      return prismaStorage(client, { tables: mappedTables((table) => `${schema}.${table}`) });
    },
  };
}
