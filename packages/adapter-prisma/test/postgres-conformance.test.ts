import {
  createPostgresDatabase,
  openPostgresClient,
  type PostgresClient,
  type PostgresDatabase,
  type PostgresServer,
  startPostgres,
} from "@metricsmith-internal/databases";
import { describeStorageAdapter } from "@metricsmith/testkit";
import { afterAll, beforeAll, describe, it } from "vitest";
import { prismaStorage } from "../src/index.js";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

for (const timezone of ["UTC", "Asia/Tokyo"]) {
  describe(timezone, () => {
    let database: PostgresDatabase;
    let client: PostgresClient;
    beforeAll(async () => {
      database = await createPostgresDatabase(server, { timezone });
      client = openPostgresClient(database.url);
    });
    afterAll(async () => {
      await client?.$disconnect();
      await database?.drop();
    });

    describeStorageAdapter({
      runner: { describe, it },
      name: `PostgreSQL in ${timezone}`,
      create: async () => prismaStorage(client),
    });
  });
}
