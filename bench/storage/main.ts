// The Prisma adapter on PostgreSQL against the fastest that can be written by hand, and what a refresh costs the database.
import { createPostgresDatabase, startPostgres } from "@metricsmith-internal/databases";
import { type Figure, printReport } from "../lib/report.js";
import { measureReads } from "./reads.js";
import { measureRefreshes } from "./refreshes.js";
import { measureUpserts } from "./upserts.js";

const server = await startPostgres({ durable: true });
const figures: Figure[] = [];
try {
  for (const measure of [measureUpserts, measureReads, measureRefreshes]) {
    const database = await createPostgresDatabase(server);
    figures.push(...(await measure(database.url)));
    await database.drop();
  }
} finally {
  await server.stop();
}
printReport("storage", figures);
