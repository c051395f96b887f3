import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  applyMigrations,
  createPostgresDatabase,
  type DatabaseProvider,
  migrationsDirectory,
  openSqliteClient,
} from "@metricsmith-internal/databases";
import { buildChart, buildCounter, buildSlot, buildTransformer, buildUsageEntry } from "@metricsmith/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { PostgresFixture } from "./postgres-fixture.js";

const fixture = new PostgresFixture();
const temporary: string[] = [];

afterEach(() => {
  for (const directory of temporary.splice(0)) rmSync(directory, { recursive: true });
});

function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "metricsmith-upgrade-"));
  temporary.push(directory);
  return directory;
}

/** A folder with the first migration alone. */
function firstMigration(provider: DatabaseProvider): string {
  const [name, directory] = ["20261122000000_metricsmith_1", temporaryDirectory()];
  cpSync(path.join(migrationsDirectory(provider), name), path.join(directory, name), { recursive: true });
  return directory;
}

/** A database with the tables of version 1, and what brings it up to date. */
const openFirstVersion = {
  async postgresql() {
    const { url } = await createPostgresDatabase(fixture.server, { migrations: firstMigration("postgresql") });
    const migrate = async () => applyMigrations(url, migrationsDirectory("postgresql"));
    return { client: fixture.openClient(url), migrate };
  },
  async sqlite() {
    const file = path.join(temporaryDirectory(), "host.db");
    const client = fixture.endLater(await openSqliteClient(file, { migrations: firstMigration("sqlite") }));
    return { client, migrate: async () => (await openSqliteClient(file)).$disconnect() };
  },
};

const at = new Date("2026-03-29T02:30:00.123Z");
const stored = "'2026-03-29T02:30:00.123+00:00', '2026-03-29T02:30:00.123+00:00'";
const record = `"id", "createdAt", "updatedAt", "organizationId"`;
const insertTransformer = (id: string, version: number) =>
  `INSERT INTO metricsmith_transformers (${record}, "kind", "scopeKey", "metricId", "version", "code", "historicalCode", "origin",
    "codeHash", "acceptance")
   VALUES ('${id}', ${stored}, 'acme', 'ingestion', 'metric', 'metric', ${version}, 'code ${version}', NULL, 'manual', 'hash',
    '{"checks":[1e21,null]}')`;
const rowsOfVersion1 = [
  insertTransformer("first", 1),
  insertTransformer("second", 2),
  `INSERT INTO metricsmith_slots (${record}, "kind", "scopeKey", "metricId", "activeTransformerId")
   VALUES ('slot', ${stored}, 'acme', 'ingestion', 'metric', 'metric', 'second')`,
  `INSERT INTO metricsmith_charts (${record}, "metricId", "name", "preferences", "transform", "chartConfig",
    "chartConfigUpdatedAt", "lastError", "lastErrorCode", "staleSince")
   VALUES ('chart', ${stored}, 'acme', 'metric', 'Stars', '{"chartType":"line"}', NULL, NULL, NULL, NULL, NULL, NULL)`,
];
const common = { createdAt: at, updatedAt: at, organizationId: "acme", metricId: "metric" };
const transformer = (id: string, version: number) =>
  buildTransformer({
    ...common,
    id,
    version,
    scopeKey: "metric",
    code: `code ${version}`,
    codeHash: "hash",
    acceptance: { checks: [1e21, null] },
    state: "accepted",
  });

describe.each(["postgresql", "sqlite"] as const)("tables of version 1 in %s", (provider) => {
  it("are refused with the migration's name, and nothing is changed", async () => {
    const { client } = await openFirstVersion[provider]();
    for (const statement of rowsOfVersion1) await client.$executeRawUnsafe(statement);
    const storage = prismaStorage(client);
    for (const work of [
      () => storage.records.get({ table: "transformers", id: "first" }),
      () => storage.commit({ writes: [{ operation: "delete", table: "transformers", id: "first" }] }),
    ]) {
      await expect(work()).rejects.toMatchObject({
        code: "STORAGE_SCHEMA_OUTDATED",
        message: expect.stringMatching(/20261128000000_metricsmith_2.*npx metricsmith-prisma migration/),
        details: { stored: 1, needed: 2 },
      });
    }
    expect(await client.$queryRawUnsafe(`SELECT "id" FROM metricsmith_transformers ORDER BY "id"`)).toEqual([
      { id: "first" },
      { id: "second" },
    ]);
    expect(await client.$queryRawUnsafe(`SELECT "schemaVersion" FROM metricsmith_meta`)).toEqual([
      { schemaVersion: 1 },
    ]);
    await storage.close();
  });

  it("keep their rows when they are migrated: old transformers are accepted ones", async () => {
    const { client, migrate } = await openFirstVersion[provider]();
    for (const statement of rowsOfVersion1) await client.$executeRawUnsafe(statement);
    await migrate();
    const storage = prismaStorage(client);
    expect(await storage.records.find({ table: "transformers", where: { state: "accepted" }, limit: 10 })).toEqual([
      transformer("first", 1),
      transformer("second", 2),
    ]);
    expect(await storage.records.get({ table: "slots", id: "slot" })).toEqual(
      buildSlot({ ...common, id: "slot", scopeKey: "metric", activeTransformerId: "second", pinnedCodeHash: null }),
    );
    expect(await storage.records.get({ table: "charts", id: "chart" })).toEqual(
      buildChart({ ...common, id: "chart", name: "Stars", preferences: { chartType: "line" }, userPrompt: null }),
    );
    await storage.close();
  });

  it("take what is new once they are migrated, and keep their unique keys", async () => {
    const { client, migrate } = await openFirstVersion[provider]();
    for (const statement of rowsOfVersion1) await client.$executeRawUnsafe(statement);
    await migrate();
    const storage = prismaStorage(client);
    const shared = buildTransformer({
      organizationId: null,
      metricId: null,
      scopeKey: "template:stars",
      state: "held",
    });
    const isStored = await storage.commit({
      writes: [
        { operation: "insert", table: "transformers", row: shared },
        { operation: "insert", table: "counters", row: buildCounter({ committed: 0.5 }) },
        { operation: "insert", table: "usageEntries", row: buildUsageEntry() },
      ],
    });
    expect(isStored).toBe(true);
    expect(await storage.records.get({ table: "transformers", id: shared.id })).toEqual(shared);
    const twins = [
      { operation: "insert", table: "transformers", row: { ...transformer("twin", 2) } },
      { operation: "insert", table: "slots", row: buildSlot({ kind: "ingestion", scopeKey: "metric" }) },
    ] as const;
    for (const write of twins) expect(await storage.commit({ writes: [write] })).toBe(false);
    await storage.close();
  });

  // While a host deploys, processes of the release before go on.
  it("take the rows of a process of version 1 after they were migrated", async () => {
    const { client, migrate } = await openFirstVersion[provider]();
    await migrate();
    await client.$executeRawUnsafe(insertTransformer("late", 3));
    const storage = prismaStorage(client);
    expect(await storage.records.get({ table: "transformers", id: "late" })).toEqual(transformer("late", 3));
    await storage.close();
  });

  it("that `prisma db push` changed get their version, once every column is there", async () => {
    const { client, migrate } = await openFirstVersion[provider]();
    await migrate();
    await client.$executeRawUnsafe(`UPDATE metricsmith_meta SET "schemaVersion" = 1`);
    await client.$executeRawUnsafe(`ALTER TABLE metricsmith_usage_entries RENAME COLUMN "cost" TO "price"`);
    const storage = prismaStorage(client);
    const count = () => storage.records.count({ table: "metrics" });
    await expect(count()).rejects.toMatchObject({ code: "STORAGE_SCHEMA_OUTDATED" });
    await client.$executeRawUnsafe(`ALTER TABLE metricsmith_usage_entries RENAME COLUMN "price" TO "cost"`);
    expect(await count()).toBe(0);
    expect(await client.$queryRawUnsafe(`SELECT "schemaVersion" FROM metricsmith_meta`)).toEqual([
      { schemaVersion: 2 },
    ]);
    await storage.close();
  });
});
