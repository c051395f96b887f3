import { openSqliteClient } from "@metricsmith-internal/databases";
import { buildMetric, buildPoint, buildRun } from "@metricsmith/testkit";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { prismaStorage } from "../src/index.js";
import { openTemporarySqlite, type TemporarySqlite } from "./temporary-sqlite.js";

let sqlite: TemporarySqlite;

beforeEach(async () => {
  sqlite = await openTemporarySqlite();
});

afterEach(async () => {
  vi.useRealTimers();
  await sqlite.remove();
});

const key = { metricId: "metric", generation: 1 };
const minute = (index: number) => new Date(Date.UTC(2026, 0, 1, 0, index));

describe("prismaStorage on SQLite", () => {
  it("serves one process", () => {
    expect(prismaStorage(sqlite.client)).toMatchObject({ specVersion: 1, capabilities: { processes: "one" } });
  });

  // SQLite reads and writes other numbers than JavaScript does when more than 15 digits count.
  it("keeps every number exactly: in points, buckets and JSON", async () => {
    const storage = prismaStorage(sqlite.client);
    const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
    const values = fc.sample(double, { numRuns: 2_000, seed: 7 });
    const points = values.map((value, index) => buildPoint({ value, timestamp: minute(index) }));
    await storage.points.upsert({ ...key, points });
    const listed = await storage.points.list({ ...key, limit: 10_000 });
    expect(listed.map(({ value }) => value)).toEqual(values);
    expect(await storage.points.upsert({ ...key, points })).toMatchObject({ unchanged: values.length });
    const boundaries = Array.from({ length: values.length + 1 }, (_, index) => minute(index));
    const buckets = await storage.points.aggregate({ ...key, boundaries });
    expect(buckets.map(({ last }) => last)).toEqual(values);
    expect(buckets.map(({ min }) => min)).toEqual(values);
    const rows = values.slice(0, 100).map((value) => buildRun({ checkpoint: value, result: { value } }));
    await storage.commit({ writes: rows.map((row) => ({ operation: "insert", table: "runs", row }) as const) });
    for (const { id, checkpoint, result } of rows) {
      expect(await storage.records.get({ table: "runs", id })).toMatchObject({ checkpoint, result });
    }
    await storage.close();
  });

  it("takes writes from storages on several clients of the process at the same time", async () => {
    const second = await openSqliteClient(sqlite.file);
    const storages = [prismaStorage(sqlite.client), prismaStorage(second), prismaStorage(sqlite.client)];
    const id = "counted";
    await storages[0]?.commit({ writes: [{ operation: "insert", table: "runs", row: buildRun({ id, attempt: 0 }) }] });
    const add = { operation: "update", table: "runs", id, set: { attempt: { increment: 1 } } } as const;
    const calls = storages.flatMap((storage, index) => [
      ...Array.from({ length: 20 }, () => storage.commit({ writes: [add] })),
      storage.points.upsert({ ...key, points: [buildPoint({ value: index })] }).then(() => true),
      storage.records
        .claim({ table: "runs", where: { id }, set: { leaseOwner: `${index}` }, limit: 1 })
        .then(() => true),
    ]);
    expect(await Promise.all(calls)).toEqual(calls.map(() => true));
    expect((await storages[1]?.records.get({ table: "runs", id }))?.attempt).toBe(60);
    for (const storage of storages) await storage.close();
    await second.$disconnect();
  });

  it("has a clock that stands still while the machine's runs backwards", async () => {
    const storage = prismaStorage(sqlite.client);
    vi.useFakeTimers({ toFake: ["Date"], now: minute(2) });
    expect(await storage.now()).toEqual(minute(2));
    vi.setSystemTime(minute(1));
    expect(await storage.now()).toEqual(minute(2));
    expect((await storage.records.read([])).now).toEqual(minute(2));
    vi.setSystemTime(minute(3));
    expect(await storage.now()).toEqual(minute(3));
  });

  // Times are texts, and those of other years have a sign in front.
  it("compares with times outside of those that it stores", async () => {
    const storage = prismaStorage(sqlite.client);
    const [first, last] = [new Date("0001-01-01T00:00:00.000Z"), new Date("9999-12-31T23:59:59.999Z")];
    const rows = [first, last].map((createdAt) => buildRun({ createdAt }));
    await storage.commit({ writes: rows.map((row) => ({ operation: "insert", table: "runs", row }) as const) });
    const count = (createdAt: { lt: Date } | { gt: Date }) =>
      storage.records.count({ table: "runs", where: { createdAt } });
    expect(await count({ lt: new Date(8.64e15) })).toBe(2);
    expect(await count({ gt: new Date(8.64e15) })).toBe(0);
    expect(await count({ lt: new Date(-8.64e15) })).toBe(0);
    expect(await count({ gt: new Date(-8.64e15) })).toBe(2);
    expect(await count({ gt: new Date("0000-12-31T23:59:59.999Z") })).toBe(2);
    await storage.close();
  });

  it("leaves the host's own transactions alone, which run before and after its own", async () => {
    const storage = prismaStorage(sqlite.client);
    const host = (sha256: string) =>
      sqlite.client.$transaction(async (transaction) => {
        const data = {
          sha256,
          organizationId: "host",
          body: new Uint8Array(1),
          encoding: "identity",
          putAt: minute(0),
        };
        await transaction.metricsmithPayloadBody.create({ data });
        await transaction.metricsmithPayloadBody.findFirst();
      });
    const own = (id: string) =>
      storage.commit({ writes: [{ operation: "insert", table: "metrics", row: buildMetric({ id }) }] });
    const names = Array.from({ length: 10 }, (_, index) => `${index}`);
    await Promise.all(names.flatMap((name) => [host(`host-${name}`), own(`own-${name}`)]));
    expect(await sqlite.client.metricsmithPayloadBody.count()).toBe(10);
    expect(await storage.records.count({ table: "metrics" })).toBe(10);
    await storage.close();
  });

  it.each(["metricsmith_meta", "metricsmith_runs"])(
    "says that the table %s is missing, until it is there",
    async (table) => {
      const storage = prismaStorage(sqlite.client);
      await sqlite.client.$executeRawUnsafe(`ALTER TABLE ${table} RENAME TO moved`);
      const refusal = storage.commit({ writes: [{ operation: "insert", table: "runs", row: buildRun() }] });
      await expect(refusal).rejects.toMatchObject({
        code: "STORAGE_SCHEMA_MISSING",
        message: expect.stringContaining(table),
      });
      await sqlite.client.$executeRawUnsafe(`ALTER TABLE moved RENAME TO ${table}`);
      expect(await storage.records.count({ table: "runs" })).toBe(0);
      await storage.close();
    },
  );

  it("says that a column is missing", async () => {
    const storage = prismaStorage(sqlite.client);
    await sqlite.client.$executeRawUnsafe(`ALTER TABLE metricsmith_metrics DROP COLUMN "timeKind"`);
    const refusal = storage.records.find({ table: "metrics", limit: 1 });
    await expect(refusal).rejects.toMatchObject({
      code: "STORAGE_SCHEMA_MISSING",
      message: expect.stringContaining("timeKind"),
    });
    await storage.close();
  });
});
