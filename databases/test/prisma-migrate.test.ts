import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  applyMigrations,
  createPostgresDatabase,
  migrationsDirectory,
  migrationSql,
  openPostgresClient,
  openSqliteClient,
  type PostgresServer,
  publishedSchema,
  startPostgres,
} from "../src/index.js";
import { openPrismaMigrate } from "../src/prisma-migrate.js";

// PGlite takes its time to start.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const temporary = mkdtempSync(path.join(tmpdir(), "metricsmith-prisma-migrate-"));
let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(async () => {
  await server.stop();
  rmSync(temporary, { recursive: true });
});

/** The published models with a column and an index missing. */
function changedSchema(provider: "postgresql" | "sqlite"): string {
  return publishedSchema(provider)
    .replace(/^ +handOvers.*$/m, "")
    .replace("@@index([putAt])", "");
}

describe("the published migrations", () => {
  it("make exactly the published models on PostgreSQL", async () => {
    const database = await PGlite.create();
    try {
      await database.exec(migrationSql("postgresql"));
      const migrate = await openPrismaMigrate("postgresql", new PrismaPGlite(database));
      expect(await migrate.diff(publishedSchema("postgresql"))).toBeNull();
      expect(await migrate.diff(changedSchema("postgresql"))).toMatch(
        /DROP INDEX "metricsmith_payload_bodies_putAt_idx"/,
      );
      await migrate.close();
    } finally {
      await database.close();
    }
  });

  it("make exactly the published models on SQLite", async () => {
    const file = path.join(temporary, "models.db");
    await (await openSqliteClient(file)).$disconnect();
    const migrate = await openPrismaMigrate("sqlite", new PrismaLibSql({ url: pathToFileURL(file).href }));
    expect(await migrate.diff(publishedSchema("sqlite"))).toBeNull();
    expect(await migrate.diff(changedSchema("sqlite"))).toMatch(/DROP INDEX "metricsmith_payload_bodies_putAt_idx"/);
    await migrate.close();
  });
});

describe("applyMigrations()", () => {
  const directory = migrationsDirectory("postgresql");
  const names = ["20261122000000_metricsmith_1", "20261128000000_metricsmith_2"] as const;

  it("leaves nothing for `prisma migrate deploy` to do, and writes the same history", async () => {
    const ours = await createPostgresDatabase(server);
    const theirs = await emptyDatabase();
    expect(await deployWithPrisma(ours.url)).toEqual([]);
    expect(await deployWithPrisma(theirs)).toEqual(names);
    expect(await historyOf(ours.url)).toEqual(await historyOf(theirs));
  });

  it("keeps the sha256 of each file as its checksum", async () => {
    const { url } = await createPostgresDatabase(server);
    const rows = names.map((name) => {
      const file = readFileSync(path.join(directory, name, "migration.sql"));
      const checksum = createHash("sha256").update(file).digest("hex");
      return { migration_name: name, checksum, applied_steps_count: 1 };
    });
    expect(await historyOf(url)).toMatchObject(rows);
  });

  it("applies nothing twice, also when Prisma applied it", async () => {
    const url = await emptyDatabase();
    await deployWithPrisma(url);
    expect(await applyMigrations(url, directory)).toEqual([]);
  });

  it("lets concurrent calls wait for each other: each migration is applied once", async () => {
    const url = await emptyDatabase();
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, directory)));
    expect(applied.flat()).toEqual(names);
  });

  it("refuses a migration that was edited after it was applied", async () => {
    const { url } = await createPostgresDatabase(server);
    const edited = path.join(temporary, "edited");
    cpSync(directory, edited, { recursive: true });
    writeFileSync(path.join(edited, names[0], "migration.sql"), "SELECT 1;");
    await expect(applyMigrations(url, edited)).rejects.toThrow(`${names[0]} was edited after it was applied`);
  });

  it("leaves nothing of a migration that fails half-way", async () => {
    const url = await emptyDatabase();
    const broken = path.join(temporary, "broken");
    cpSync(directory, broken, { recursive: true });
    const file = path.join(broken, names[0], "migration.sql");
    writeFileSync(file, `${readFileSync(file, "utf8")}\nSELECT no_such_column;`);
    await expect(applyMigrations(url, broken)).rejects.toThrow("no_such_column");
    expect(await applyMigrations(url, directory)).toEqual(names);
  });
});

it("openSqliteClient() leaves nothing for `prisma migrate deploy` to do", async () => {
  const file = path.join(temporary, "history.db");
  await (await openSqliteClient(file)).$disconnect();
  const migrate = await openPrismaMigrate("sqlite", new PrismaLibSql({ url: pathToFileURL(file).href }));
  expect(await migrate.deploy(migrationsDirectory("sqlite"))).toEqual([]);
  await migrate.close();
});

async function deployWithPrisma(url: string): Promise<string[]> {
  const { hostname, port, username, pathname } = new URL(url);
  const adapter = new PrismaPg({ host: hostname, port: Number(port), user: username, database: pathname.slice(1) });
  const migrate = await openPrismaMigrate("postgresql", adapter);
  const applied = await migrate.deploy(migrationsDirectory("postgresql"));
  await migrate.close();
  return applied;
}

let emptyDatabases = 0;

async function emptyDatabase(): Promise<string> {
  const name = `empty_${(emptyDatabases += 1)}`;
  await withClient(server.url, (client) => client.$executeRawUnsafe(`CREATE DATABASE ${name}`));
  return new URL(name, server.url).href;
}

function historyOf(url: string) {
  const statement =
    "SELECT migration_name, checksum, applied_steps_count, logs, rolled_back_at, finished_at >= started_at AS is_finished FROM _prisma_migrations ORDER BY migration_name";
  return withClient(url, (client) => client.$queryRawUnsafe<object[]>(statement));
}

async function withClient<Result>(
  url: string,
  use: (client: ReturnType<typeof openPostgresClient>) => Promise<Result>,
): Promise<Result> {
  const client = openPostgresClient(url, { maximumConnections: 1 });
  try {
    return await use(client);
  } finally {
    await client.$disconnect();
  }
}
