import { MetricsmithError, type StorageAdapter } from "@metricsmith/core/adapter";
import type { PostgresClient } from "@metricsmith-internal/databases";
import { buildMetric, buildPoint } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { PausableProxy } from "./pausable-proxy.js";
import { PostgresFixture } from "./postgres-fixture.js";

const fixture = new PostgresFixture();
const secret = "a name that no message may tell";
const metric = buildMetric({ id: "metric", name: secret, liveGeneration: 1 });

/** A database with one metric, and a client beside the storage's. */
async function open(options: { maximumConnections?: number; connectionTimeoutMs?: number; timeoutMs?: number } = {}) {
  const url = await fixture.createDatabase();
  const side = fixture.openClient(url);
  const client = fixture.openClient(url, options);
  const storage = prismaStorage(client, { timeoutMs: options.timeoutMs });
  await storage.commit({ writes: [{ operation: "insert", table: "metrics", row: metric }] });
  return { url, client, storage, side };
}

function rename(storage: StorageAdapter, name: string): Promise<boolean> {
  return storage.commit({ writes: [{ operation: "update", table: "metrics", id: metric.id, set: { name } }] });
}

/** The coded error that the work ends with; its message tells nothing of what is stored. */
async function failureOf(work: Promise<unknown>): Promise<MetricsmithError> {
  const error: unknown = await work.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  if (!MetricsmithError.isInstance(error)) throw new Error("It did not fail with a coded error.", { cause: error });
  expect(error.message).not.toContain(secret);
  expect(error.message).not.toContain("postgresql://");
  return error;
}

/** What is stored is untouched, and the storage works. */
async function expectIntact(storage: StorageAdapter): Promise<void> {
  expect(await storage.records.get({ table: "metrics", id: metric.id })).toEqual(metric);
  expect(await rename(storage, "renamed")).toBe(true);
  expect((await storage.records.get({ table: "metrics", id: metric.id }))?.name).toBe("renamed");
}

/** Keeps the metric's row, or all metrics, from others until told otherwise. */
async function lock(client: PostgresClient, sql = `SELECT 1 FROM metricsmith_metrics FOR UPDATE`) {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let transaction: Promise<void> = Promise.resolve();
  await new Promise<void>((locked) => {
    transaction = client.$transaction(
      async (statements) => {
        await statements.$queryRawUnsafe(sql);
        locked();
        await released;
      },
      { timeout: 60_000 },
    );
  });
  return async () => {
    release();
    await transaction;
  };
}

/** Process ids of connections that wait for a lock, once there is one. */
async function waitingProcesses(client: PostgresClient): Promise<number[]> {
  for (;;) {
    const rows = await client.$queryRawUnsafe<{ pid: number }[]>(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (rows.length > 0) return rows.map(({ pid }) => pid);
  }
}

async function terminate(client: PostgresClient, pids: readonly number[]): Promise<void> {
  for (const pid of pids) await client.$queryRawUnsafe(`SELECT pg_terminate_backend(${pid})`);
}

describe("the tables", () => {
  it("a missing table: STORAGE_SCHEMA_MISSING, which names it", async () => {
    const { storage, side } = await open();
    await side.$executeRawUnsafe("ALTER TABLE metricsmith_metrics RENAME TO elsewhere");
    for (const work of [rename(storage, "x"), storage.records.get({ table: "metrics", id: metric.id })]) {
      const error = await failureOf(work);
      expect([error.code, error.message]).toEqual([
        "STORAGE_SCHEMA_MISSING",
        expect.stringContaining("metricsmith_metrics"),
      ]);
    }
    await side.$executeRawUnsafe("ALTER TABLE elsewhere RENAME TO metricsmith_metrics");
    await expectIntact(storage);
  });

  it("a missing column: STORAGE_SCHEMA_MISSING, which names it", async () => {
    const { storage, side } = await open();
    await side.$executeRawUnsafe(`ALTER TABLE metricsmith_metrics RENAME "liveSince" TO elsewhere`);
    const error = await failureOf(storage.records.get({ table: "metrics", id: metric.id }));
    expect([error.code, error.message]).toEqual(["STORAGE_SCHEMA_MISSING", expect.stringContaining("liveSince")]);
    await side.$executeRawUnsafe(`ALTER TABLE metricsmith_metrics RENAME elsewhere TO "liveSince"`);
    await expectIntact(storage);
  });

  it("no tables at all: STORAGE_SCHEMA_MISSING, and fine as soon as they are there", async () => {
    const { side, client } = await open();
    await side.$executeRawUnsafe("ALTER TABLE metricsmith_meta RENAME TO elsewhere");
    const storage = prismaStorage(client);
    const error = await failureOf(storage.now());
    expect([error.code, error.message]).toEqual([
      "STORAGE_SCHEMA_MISSING",
      expect.stringContaining("metricsmith_meta"),
    ]);
    expect(error.message).toContain("npx metricsmith-prisma");
    await side.$executeRawUnsafe("ALTER TABLE elsewhere RENAME TO metricsmith_meta");
    await expectIntact(storage);
  });

  it("tables of an older version: STORAGE_SCHEMA_OUTDATED, which names the migration", async () => {
    const { side, client } = await open();
    await side.$executeRawUnsafe(`UPDATE metricsmith_meta SET "schemaVersion" = 0`);
    const storage = prismaStorage(client);
    const error = await failureOf(rename(storage, "x"));
    expect([error.code, error.message]).toEqual(["STORAGE_SCHEMA_OUTDATED", expect.stringContaining("_metricsmith_1")]);
    await side.$executeRawUnsafe(`UPDATE metricsmith_meta SET "schemaVersion" = 1`);
    await expectIntact(storage);
  });

  it("tables of a newer version serve too", async () => {
    const { side, client } = await open();
    await side.$executeRawUnsafe(`UPDATE metricsmith_meta SET "schemaVersion" = 2`);
    await expectIntact(prismaStorage(client));
  });

  it("tables that `prisma db push` made get their version, once every column is there", async () => {
    const { side, client } = await open();
    await side.$executeRawUnsafe("DELETE FROM metricsmith_meta");
    await side.$executeRawUnsafe(`ALTER TABLE metricsmith_data_points RENAME "payloadId" TO elsewhere`);
    const storage = prismaStorage(client);
    const error = await failureOf(storage.now());
    expect([error.code, error.message]).toEqual(["STORAGE_SCHEMA_MISSING", expect.stringContaining("payloadId")]);
    const versions = () => side.$queryRawUnsafe(`SELECT "id", "schemaVersion" FROM metricsmith_meta`);
    expect(await versions()).toEqual([]);
    await side.$executeRawUnsafe(`ALTER TABLE metricsmith_data_points RENAME elsewhere TO "payloadId"`);
    await expectIntact(storage);
    expect(await versions()).toEqual([{ id: 1, schemaVersion: 1 }]);
  });
});

describe("the way to the server", () => {
  it("a server that is not there: STORAGE_UNAVAILABLE, and fine when it is back", async () => {
    const { url } = await open();
    const proxy = new PausableProxy(fixture.server.port);
    await proxy.open();
    const address = new URL(url);
    address.port = String(proxy.port);
    const storage = prismaStorage(fixture.openClient(address.href));
    await storage.now();
    await proxy.close();
    expect((await failureOf(storage.now())).code).toBe("STORAGE_UNAVAILABLE");
    expect((await failureOf(rename(storage, "x"))).code).toBe("STORAGE_UNAVAILABLE");
    await proxy.open();
    await expectIntact(storage);
    await proxy.close();
  });

  it("a database that does not exist: STORAGE_UNAVAILABLE", async () => {
    const address = new URL(fixture.server.url);
    address.pathname = "nowhere";
    const storage = prismaStorage(fixture.openClient(address.href));
    expect((await failureOf(storage.now())).code).toBe("STORAGE_UNAVAILABLE");
  });

  it("a server that does not answer: STORAGE_TIMEOUT, and fine when it does", async () => {
    const { url } = await open();
    const proxy = new PausableProxy(fixture.server.port);
    await proxy.open();
    const address = new URL(url);
    address.port = String(proxy.port);
    const storage = prismaStorage(fixture.openClient(address.href), { timeoutMs: 2_000 });
    await storage.now();
    proxy.pause();
    expect((await failureOf(storage.now())).code).toBe("STORAGE_TIMEOUT");
    proxy.resume();
    await expectIntact(storage);
    await proxy.close();
  });

  it("a pool that is full: STORAGE_BUSY, and fine when it has room", async () => {
    const { storage, client } = await open({ maximumConnections: 1, connectionTimeoutMs: 200 });
    const release = await lock(client, "SELECT 1");
    expect((await failureOf(rename(storage, "x"))).code).toBe("STORAGE_BUSY");
    const remove = { operation: "delete", table: "metrics", id: metric.id } as const;
    expect((await failureOf(storage.commit({ writes: [remove] }))).code).toBe("STORAGE_BUSY");
    await release();
    await expectIntact(storage);
  });
});

describe("under way", () => {
  it("rows that others hold for too long: STORAGE_TIMEOUT", async () => {
    const { storage, side } = await open({ timeoutMs: 1_000 });
    const release = await lock(side);
    const guard = { table: "metrics", id: metric.id, where: { name: "another" } } as const;
    expect((await failureOf(storage.commit({ expect: [guard], writes: [] }))).code).toBe("STORAGE_TIMEOUT");
    await release();
    await expectIntact(storage);
  });

  for (const [setting, code] of [
    ["statement_timeout", "STORAGE_TIMEOUT"],
    ["lock_timeout", "STORAGE_BUSY"],
  ] as const) {
    it(`a ${setting} of the server: ${code}`, async () => {
      const { url, side } = await open();
      await side.$executeRawUnsafe(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET ${setting} = '200ms'`);
      const storage = prismaStorage(fixture.openClient(url));
      const release = await lock(side);
      expect((await failureOf(rename(storage, "x"))).code).toBe(code);
      await release();
      await expectIntact(storage);
    });
  }

  it("a connection killed under a write: STORAGE_UNAVAILABLE, and nothing half done", async () => {
    const { storage, side } = await open();
    const release = await lock(side);
    const failing = failureOf(rename(storage, "x"));
    await terminate(side, await waitingProcesses(side));
    expect((await failing).code).toBe("STORAGE_UNAVAILABLE");
    await release();
    await expectIntact(storage);
  });

  it("a connection killed in the middle of a transaction: STORAGE_UNAVAILABLE, and nothing half done", async () => {
    const { storage, side } = await open();
    await storage.points.upsert({ metricId: metric.id, generation: 1, points: [buildPoint()] });
    const release = await lock(side, "SELECT 1 FROM metricsmith_data_points FOR UPDATE");
    const failing = failureOf(storage.commit({ writes: [{ operation: "delete", table: "metrics", id: metric.id }] }));
    await terminate(side, await waitingProcesses(side));
    expect((await failing).code).toBe("STORAGE_UNAVAILABLE");
    await release();
    expect((await storage.points.summarize({ metricId: metric.id, generation: 1 })).count).toBe(1);
    await expectIntact(storage);
  });

  it("a connection killed under a read: the read is repeated", async () => {
    const { storage, side } = await open();
    const release = await lock(side, "LOCK TABLE metricsmith_metrics IN ACCESS EXCLUSIVE MODE");
    const reading = storage.records.get({ table: "metrics", id: metric.id });
    await terminate(side, await waitingProcesses(side));
    await release();
    expect(await reading).toEqual(metric);
  });
});
