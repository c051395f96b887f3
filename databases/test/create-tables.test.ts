import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import {
  createPostgresDatabase,
  createTables,
  openPostgresClient,
  openSqliteClient,
  type PostgresClient,
  type PostgresServer,
  type SqliteClient,
  startPostgres,
} from "../src/index.js";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const temporary = mkdtempSync(path.join(tmpdir(), "metricsmith-tables-"));
let server: PostgresServer;
let postgres: PostgresClient;
let sqlite: SqliteClient;

beforeAll(async () => {
  server = await startPostgres();
  postgres = openPostgresClient((await createPostgresDatabase(server)).url);
  sqlite = await openSqliteClient(path.join(temporary, "tables.db"));
});

afterAll(async () => {
  await postgres.$disconnect();
  await sqlite.$disconnect();
  await server.stop();
  rmSync(temporary, { recursive: true });
});

const postgresShape = (schema: string) =>
  postgres.$queryRawUnsafe<object[]>(`SELECT c.relname AS name, c.relkind::text AS kind FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '${schema}' AND c.relname LIKE 'metricsmith%' ORDER BY 1`);

it("createTables() makes all tables and indexes in a schema of PostgreSQL, and drop() removes them", async () => {
  const tables = await createTables(postgres, "postgresql", "s1");
  expect(await postgresShape("s1")).toEqual(await postgresShape("public"));
  await tables.drop();
  expect(await postgresShape("s1")).toEqual([]);
});

it("createTables() makes all tables and indexes under a prefix in SQLite, and drop() removes them", async () => {
  const shape = (prefix: string) =>
    sqlite.$queryRawUnsafe<object[]>(
      `SELECT type, replace(sql, '${prefix}', '') AS sql FROM sqlite_master
       WHERE name LIKE '${prefix}metricsmith%' ORDER BY type, 2`,
    );
  const tables = await createTables(sqlite, "sqlite", "s1");
  expect(await shape("s1")).toEqual(await shape(""));
  await tables.drop();
  expect(await shape("s1")).toEqual([]);
});

it("clear() leaves tables as new: no rows but the version", async () => {
  const sets = [
    { client: postgres, tables: await createTables(postgres, "postgresql", "s2"), name: 's2."metricsmith_' },
    { client: sqlite, tables: await createTables(sqlite, "sqlite", "s2"), name: '"s2metricsmith_' },
  ];
  for (const { client, tables, name } of sets) {
    await client.$executeRawUnsafe(`UPDATE ${name}meta" SET "schemaVersion" = 7, "owner" = 'me'`);
    await client.$executeRawUnsafe(
      `INSERT INTO ${name}data_points" ("metricId", "generation", "timestamp", "series", "value") VALUES ('m', 1, '2026-01-01', '', 1)`,
    );
    await tables.clear();
    const count = `SELECT CAST(count(*) AS INTEGER) AS count FROM ${name}data_points"`;
    expect(await client.$queryRawUnsafe(count)).toEqual([{ count: 0 }]);
    const version = `SELECT "schemaVersion", "owner" FROM ${name}meta"`;
    expect(await client.$queryRawUnsafe(version)).toEqual([{ schemaVersion: 2, owner: null }]);
  }
});

it("createTables() refuses a name that could be anything but a name", async () => {
  await expect(createTables(postgres, "postgresql", 'x"; DROP')).rejects.toThrow("cannot name tables");
});
