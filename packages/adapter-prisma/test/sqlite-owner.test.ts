import { hostname } from "node:os";
import { openSqliteClient, type SqliteClient } from "@metricsmith-internal/databases";
import { MetricsmithError } from "@metricsmith/core/adapter";
import { buildMetric, buildPoint } from "@metricsmith/testkit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { prismaStorage } from "../src/index.js";
import { type SqliteProcess, startSqliteProcess } from "./start-sqlite-process.js";
import { openTemporarySqlite, type TemporarySqlite } from "./temporary-sqlite.js";

let sqlite: TemporarySqlite;
let other: SqliteProcess | undefined;

beforeEach(async () => {
  sqlite = await openTemporarySqlite();
});

afterEach(async () => {
  vi.useRealTimers();
  await other?.kill();
  other = undefined;
  await sqlite.remove();
});

const open = () => prismaStorage(sqlite.client);
const insertMetric = (storage: ReturnType<typeof open>) =>
  storage.commit({ writes: [{ operation: "insert", table: "metrics", row: buildMetric() }] });

async function setOwner(owner: string, secondsAgo: number): Promise<void> {
  const ownerSeenAt = new Date(Date.now() - secondsAgo * 1_000);
  await sqlite.client.metricsmithMeta.update({ where: { id: 1 }, data: { owner, ownerSeenAt } });
}

describe("a SQLite storage between processes", { timeout: 60_000 }, () => {
  it("is refused to a second process while its owner lives, and says who that is", async () => {
    other = await startSqliteProcess(sqlite.file);
    expect(await other.ask("use")).toBe("use");
    const storage = open();
    const refusal = await storage.records.count({ table: "runs" }).catch((error: unknown) => error);
    expect(MetricsmithError.isInstance(refusal) && refusal.code).toBe("STORAGE_IN_USE");
    expect(refusal).toMatchObject({ category: "config", details: { host: hostname(), processId: other.processId } });
    for (const call of [
      insertMetric(storage),
      storage.records.claim({ table: "metrics", where: {}, set: { name: "claimed" }, limit: 1 }),
      storage.points.upsert({ metricId: "metric", generation: 1, points: [buildPoint()] }),
      storage.payloads.put({ organizationId: "o", sha256: "0".repeat(64), body: new Uint8Array(1) }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: "STORAGE_IN_USE" });
    }
    await storage.close();
    expect(await other.ask("use")).toBe("use");
  });

  it("goes at once to the next process when its owner was killed", async () => {
    other = await startSqliteProcess(sqlite.file);
    await other.ask("use");
    await other.kill();
    const storage = open();
    expect(await insertMetric(storage)).toBe(true);
    await storage.close();
  });

  it("is given free by close(), and belongs to whoever comes first then", async () => {
    other = await startSqliteProcess(sqlite.file);
    await other.ask("use");
    await other.ask("close");
    const storage = open();
    expect(await insertMetric(storage)).toBe(true);
    expect(await other.ask("use")).toBe("STORAGE_IN_USE");
    await storage.close();
    expect(await other.ask("use")).toBe("use");
  });

  it("stays with the process until its last storage is closed", async () => {
    const secondClient = await openSqliteClient(sqlite.file);
    const storages = [open(), open(), prismaStorage(secondClient)] as const;
    for (const storage of storages) await storage.records.count({ table: "runs" });
    other = await startSqliteProcess(sqlite.file);
    await storages[0].close();
    await storages[0].close();
    await storages[1].close();
    expect(await other.ask("use")).toBe("STORAGE_IN_USE");
    await storages[2].close();
    expect(await other.ask("use")).toBe("use");
    await secondClient.$disconnect();
  });
});

describe("the owner of a SQLite storage", () => {
  it("is dead when its process does not exist on this host", async () => {
    await setOwner(`${hostname()}/${2 ** 31 - 2}`, 0);
    const storage = open();
    expect(await insertMetric(storage)).toBe(true);
    await storage.close();
  });

  it("is dead on another host when it was not seen for a minute, not before", async () => {
    const storage = open();
    await setOwner("elsewhere/1", 50);
    await expect(insertMetric(storage)).rejects.toMatchObject({ code: "STORAGE_IN_USE" });
    await setOwner("elsewhere/1", 61);
    expect(await insertMetric(storage)).toBe(true);
    await storage.close();
  });

  // Catches an end that comes between another storage's beginning and its being counted.
  it("stays the owner when one storage opens while the last one closes", async () => {
    const closing = open();
    await closing.records.count({ table: "runs" });
    const reached = createGate();
    const gate = createGate();
    const slowClient: SqliteClient = Object.create(sqlite.client, {
      $transaction: {
        value: async (...call: Parameters<SqliteClient["$transaction"]>) => {
          reached.open();
          await gate.isOpen;
          return sqlite.client.$transaction(...call);
        },
      },
    });
    const opening = prismaStorage(slowClient);
    const opened = opening.records.count({ table: "runs" });
    await reached.isOpen;
    const closed = closing.close();
    gate.open();
    await Promise.all([opened, closed]);
    const owner = `${hostname()}/${process.pid}`;
    expect(await sqlite.client.metricsmithMeta.findFirst()).toMatchObject({ owner });
    await opening.close();
    expect(await sqlite.client.metricsmithMeta.findFirst()).toMatchObject({ owner: null, ownerSeenAt: null });
  });

  it("says that it lives as long as the storage is open", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: Date.now() });
    const lastSeen = async () => (await sqlite.client.metricsmithMeta.findFirst())?.ownerSeenAt?.getTime();
    const storage = open();
    await storage.records.count({ table: "runs" });
    for (let minute = 0; minute < 3; minute++) {
      vi.advanceTimersByTime(60_000);
      const now = Date.now();
      await vi.waitFor(async () => expect(await lastSeen()).toBeGreaterThan(now - 20_000));
    }
    await storage.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  // A process that slept for so long that another one took over must not write when it wakes.
  it("writes nothing any more once another process took its place", async () => {
    const storage = open();
    expect(await insertMetric(storage)).toBe(true);
    await setOwner("elsewhere/1", 0);
    await expect(insertMetric(storage)).rejects.toMatchObject({ code: "STORAGE_IN_USE" });
    const claim = { table: "metrics", where: {}, set: { name: "claimed" }, limit: 1 } as const;
    expect(await storage.records.claim(claim)).toEqual([]);
    expect(await sqlite.client.metricsmithMetric.count({ where: { name: { not: "claimed" } } })).toBe(1);
    await storage.close();
    expect(await sqlite.client.metricsmithMeta.findFirst()).toMatchObject({ owner: "elsewhere/1" });
  });
});

function createGate(): { readonly isOpen: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isOpen, open };
}
