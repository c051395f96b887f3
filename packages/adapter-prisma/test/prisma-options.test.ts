import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MetricsmithError, type StorageAdapter } from "@metricsmith/core/adapter";
import {
  createTables,
  openPostgresJsClient,
  openRenamedPostgresClient,
  openSqliteClient,
  type PostgresClient,
} from "@metricsmith-internal/databases";
import { buildMetric, buildPoint } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { tableSources } from "../src/table-names.js";
import { PostgresFixture } from "./postgres-fixture.js";
import { renamedModels } from "./renamed-models.js";

const fixture = new PostgresFixture();

/** The client with other private fields, as one of a later Prisma may have them. */
function withInternals(client: PostgresClient, internals: Readonly<Record<string, unknown>>): PostgresClient {
  return new Proxy(client, {
    get: (target, property) =>
      Object.hasOwn(internals, property) ? internals[String(property)] : Reflect.get(target, property),
  });
}

async function useStorage(storage: StorageAdapter): Promise<void> {
  await storage.commit({ writes: [{ operation: "insert", table: "metrics", row: buildMetric({ id: "metric" }) }] });
  await storage.points.upsert({ metricId: "metric", generation: 1, points: [buildPoint()] });
  await storage.payloads.put({ organizationId: "o", sha256: "0".repeat(64), body: new Uint8Array([1]) });
}

async function countRows(client: PostgresClient, schema: string): Promise<unknown> {
  const rows = await client.$queryRawUnsafe<{ counts: unknown }[]>(`SELECT ARRAY[
    (SELECT count(*)::int FROM ${schema}.metricsmith_metrics),
    (SELECT count(*)::int FROM ${schema}.metricsmith_data_points),
    (SELECT count(*)::int FROM ${schema}.metricsmith_payload_bodies)] AS counts`);
  return rows[0]?.counts;
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (MetricsmithError.isInstance(error)) return `${error.code}: ${error.message}`;
  }
  return "no error";
}

const models = Object.values(tableSources);

describe("options of prismaStorage", () => {
  it("`tables` leads to tables in another schema", async () => {
    const client = fixture.openClient(await fixture.createDatabase());
    await createTables(client, "postgresql", "elsewhere");
    const tables = Object.fromEntries(models.map(({ model, table }) => [model, `elsewhere.${table}`]));
    await useStorage(prismaStorage(client, { tables }));
    expect(await countRows(client, "elsewhere")).toEqual([1, 1, 1]);
    expect(await countRows(client, "public")).toEqual([0, 0, 0]);
  });

  it("`models` leads to the tables of the host's models, in their schema", async () => {
    const url = await fixture.createDatabase();
    const client = fixture.openClient(url);
    await createTables(client, "postgresql", "elsewhere");
    const host = fixture.endLater(await openRenamedPostgresClient(url));
    await useStorage(prismaStorage(host, { models: renamedModels }));
    expect(await countRows(client, "elsewhere")).toEqual([1, 1, 1]);
    expect(await countRows(client, "public")).toEqual([0, 0, 0]);
  });

  it("an extended client works like the one it extends", async () => {
    const client = fixture.openClient(await fixture.createDatabase());
    await useStorage(prismaStorage(client.$extends({ name: "host" })));
    expect(await countRows(client, "public")).toEqual([1, 1, 1]);
  });

  it("a client of the generator prisma-client-js works, extended or not", async () => {
    for (const extend of [false, true]) {
      const url = await fixture.createDatabase();
      const client = fixture.endLater(openPostgresJsClient(url));
      await useStorage(extend ? prismaStorage(client.$extends({ name: "host" })) : prismaStorage(client));
      expect(await countRows(fixture.openClient(url), "public")).toEqual([1, 1, 1]);
    }
  });

  it("`provider` says what the client does not", async () => {
    const client = fixture.openClient(await fixture.createDatabase());
    const silent = withInternals(client, { _activeProvider: undefined, _runtimeDataModel: undefined });
    expect(codeOf(() => prismaStorage(silent))).toMatch(/^OPTION_INVALID: .*`provider`/);
    await useStorage(prismaStorage(silent, { provider: "postgresql" }));
    expect(await countRows(client, "public")).toEqual([1, 1, 1]);
  });

  it("a database that is neither PostgreSQL nor SQLite: OPTION_INVALID", () => {
    const client = withInternals(fixture.openClient(fixture.server.url), { _activeProvider: "mysql" });
    expect(codeOf(() => prismaStorage(client))).toMatch(/^OPTION_INVALID: .*"mysql"/);
  });

  it("`timeoutMs` that is no whole number of milliseconds: OPTION_INVALID", () => {
    const client = fixture.openClient(fixture.server.url);
    for (const timeoutMs of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
      expect(codeOf(() => prismaStorage(client, { timeoutMs }))).toMatch(/^OPTION_INVALID: `timeoutMs`/);
    }
  });

  it("tells the provider from the client", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "metricsmith-prisma-options-"));
    const sqlite = await openSqliteClient(path.join(directory, "test.db"));
    try {
      expect(prismaStorage(fixture.openClient(fixture.server.url)).adapterId).toBe("prisma-postgresql");
      expect(prismaStorage(sqlite).adapterId).toBe("prisma-sqlite");
    } finally {
      await sqlite.$disconnect();
      rmSync(directory, { recursive: true });
    }
  });
});
