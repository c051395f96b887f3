import { randomUUID } from "node:crypto";
import { createPostgresDatabase, openPostgresClient, startPostgres } from "@metricsmith-internal/databases";
import { pause } from "../pipelines/scenario.js";
import type { CrashTarget } from "./crash-target.js";
import type { Opener } from "./open-storage.js";

/** Databases of a PostgreSQL server of its own. */
export async function startPostgresTarget(): Promise<CrashTarget> {
  const server = await startPostgres();
  const administrator = openPostgresClient(server.url, { maximumConnections: 2 });
  const worker: Opener = "worker";
  return {
    name: "PostgreSQL",
    async createDatabase(copyOf) {
      if (copyOf === undefined) return (await createPostgresDatabase(server)).url;
      const url = new URL(server.url);
      url.pathname = `crash_${randomUUID().replaceAll("-", "")}`;
      await administrator.$executeRawUnsafe(`CREATE DATABASE ${nameOf(url.href)} TEMPLATE ${nameOf(copyOf)}`);
      return url.href;
    },
    async untilDeadAreGone(location) {
      const workers = () =>
        administrator.$queryRaw<unknown[]>`
          SELECT pid FROM pg_stat_activity WHERE datname = ${nameOf(location)} AND application_name = ${worker}`;
      while ((await workers()).length > 0) await pause(2);
    },
    async dropDatabase(location) {
      await administrator.$executeRawUnsafe(`DROP DATABASE IF EXISTS ${nameOf(location)} WITH (FORCE)`);
    },
    async close() {
      await administrator.$disconnect();
      await server.stop();
    },
  };
}

function nameOf(location: string): string {
  return new URL(location).pathname.slice(1);
}
