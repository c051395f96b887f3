import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTables, openSqliteClient, type SqliteClient } from "@metricsmith-internal/databases";
import { prismaStorage } from "@metricsmith/adapter-prisma";
import { afterAll, beforeAll } from "vitest";
import { mappedTables } from "./mapped-tables.js";
import type { PipelineTarget } from "./scenario.js";

/** A SQLite file for the tests of one file; every storage has tables of its own. */
export function useSqlite(): PipelineTarget {
  let directory: string;
  let client: SqliteClient;
  let count = 0;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "metricsmith-sqlite-"));
    client = await openSqliteClient(join(directory, "storage.db"));
  }, 60_000);

  afterAll(async () => {
    await client?.$disconnect();
    rmSync(directory, { recursive: true, force: true });
  });

  return {
    name: "SQLite",
    async createStorage() {
      const prefix = `s${++count}`;
      await createTables(client, "sqlite", prefix);
      return prismaStorage(client, { tables: mappedTables((table) => `${prefix}${table}`) });
    },
  };
}
