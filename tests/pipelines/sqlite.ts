import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTables, openSqliteClient, type SqliteClient } from "@metricsmith-internal/databases";
import { prismaStorage } from "@metricsmith/adapter-prisma";
import { afterAll, beforeAll } from "vitest";
import { mappedTables } from "./mapped-tables.js";
import type { PipelineTarget } from "./scenario.js";

/** Every connection reads the whole schema again when a table is made, so a file holds few sets of tables. */
const storagesPerFile = 25;

/** SQLite files for the tests of one file; every storage has tables of its own. */
export function useSqlite(): PipelineTarget {
  let directory: string;
  const clients: Promise<SqliteClient>[] = [];
  let count = 0;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "metricsmith-sqlite-"));
  });

  afterAll(async () => {
    for (const client of clients) await (await client).$disconnect();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  return {
    name: "SQLite",
    // Memory has them all, PostgreSQL others.
    disturbs: (call) => call % 6 === 4,
    async createStorage() {
      const prefix = `s${++count}`;
      const file = Math.floor(count / storagesPerFile);
      const client = await (clients[file] ??= openSqliteClient(join(directory, `${file}.db`)));
      await createTables(client, "sqlite", prefix);
      return prismaStorage(client, { tables: mappedTables((table) => `${prefix}${table}`) });
    },
  };
}
