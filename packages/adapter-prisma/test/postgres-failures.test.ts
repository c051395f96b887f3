import type { PostgresClient } from "@metricsmith-internal/databases";
import { buildPoint } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { PausableProxy } from "./pausable-proxy.js";
import { PostgresFixture } from "./postgres-fixture.js";
import { expectIntact, failureOf, metric, openWithMetric, rename } from "./stored-metric.js";

const fixture = new PostgresFixture();
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

/** A storage that is in use already, behind a proxy. */
async function openThroughProxy(options?: { timeoutMs: number }) {
  const { url } = await openWithMetric(fixture);
  const proxy = new PausableProxy(fixture.server.port);
  await proxy.open();
  const address = new URL(url);
  address.port = String(proxy.port);
  const storage = prismaStorage(fixture.openClient(address.href), options);
  await storage.now();
  return { storage, proxy };
}

describe("the way to the server", () => {
  it("a server that is not there: STORAGE_UNAVAILABLE, and fine when it is back", async () => {
    const { storage, proxy } = await openThroughProxy();
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
    const { storage, proxy } = await openThroughProxy({ timeoutMs: 2_000 });
    proxy.pause();
    expect((await failureOf(storage.now())).code).toBe("STORAGE_TIMEOUT");
    proxy.resume();
    await expectIntact(storage);
    await proxy.close();
  });

  it("a pool that is full: STORAGE_BUSY, and fine when it has room", async () => {
    const { storage, client } = await openWithMetric(fixture, { maximumConnections: 1, connectionTimeoutMs: 200 });
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
    const { storage, side } = await openWithMetric(fixture, { timeoutMs: 1_000 });
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
      const { url, side } = await openWithMetric(fixture);
      await side.$executeRawUnsafe(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET ${setting} = '200ms'`);
      const storage = prismaStorage(fixture.openClient(url));
      const release = await lock(side);
      expect((await failureOf(rename(storage, "x"))).code).toBe(code);
      await release();
      await expectIntact(storage);
    });
  }

  it("a connection killed under a write: STORAGE_UNAVAILABLE, and nothing half done", async () => {
    const { storage, side } = await openWithMetric(fixture);
    const release = await lock(side);
    const failing = failureOf(rename(storage, "x"));
    await terminate(side, await waitingProcesses(side));
    expect((await failing).code).toBe("STORAGE_UNAVAILABLE");
    await release();
    await expectIntact(storage);
  });

  it("a connection killed in the middle of a transaction: STORAGE_UNAVAILABLE, and nothing half done", async () => {
    const { storage, side } = await openWithMetric(fixture);
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
    const { storage, side } = await openWithMetric(fixture);
    const release = await lock(side, "LOCK TABLE metricsmith_metrics IN ACCESS EXCLUSIVE MODE");
    const reading = storage.records.get({ table: "metrics", id: metric.id });
    await terminate(side, await waitingProcesses(side));
    await release();
    expect(await reading).toEqual(metric);
  });
});
