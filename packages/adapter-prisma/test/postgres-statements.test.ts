import type { StorageAdapter } from "@metricsmith/core/adapter";
import { buildMetric, buildPayload, buildPoint, buildRun, buildStepLog } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { PostgresFixture } from "./postgres-fixture.js";

const fixture = new PostgresFixture();
const fence = { runId: "run", attempt: 1 };
const points = { metricId: "metric", generation: 1 };

/** A storage with a metric and its run, and the statements that it has sent since. */
async function openSpied() {
  const statements: string[] = [];
  const client = fixture.openClient(await fixture.createDatabase());
  const spied = client.$extends({
    query: {
      $queryRawUnsafe: ({ args, query }) => (statements.push(args[0]), query(args)),
      $executeRawUnsafe: ({ args, query }) => (statements.push(args[0]), query(args)),
    },
  });
  const storage = prismaStorage(spied);
  await storage.commit({
    writes: [
      { operation: "insert", table: "metrics", row: buildMetric({ id: "metric" }) },
      {
        operation: "insert",
        table: "runs",
        row: buildRun({ id: "run", metricId: "metric", status: "running", attempt: 1 }),
      },
    ],
  });
  statements.length = 0;
  return { storage, statements };
}

/** A step's end as the runner commits it. */
function endStep(storage: StorageAdapter, sequence: number): Promise<boolean> {
  return storage.commit({
    fence,
    expect: [{ table: "metrics", id: "metric", where: { activeRunId: null } }],
    writes: [
      { operation: "insert", table: "stepLogs", row: buildStepLog({ id: `log-${sequence}`, runId: "run", sequence }) },
      { operation: "insert", table: "payloads", row: buildPayload({ id: `payload-${sequence}`, metricId: "metric" }) },
      {
        operation: "update",
        table: "runs",
        id: "run",
        set: { checkpoint: { sequence }, completedSteps: { increment: 1 } },
      },
      { operation: "update", table: "metrics", id: "metric", set: { refreshStatus: "running" } },
      { operation: "delete", table: "charts", id: "chart" },
    ],
  });
}

const calls: Readonly<Record<string, (storage: StorageAdapter, index: number) => Promise<unknown>>> = {
  "a commit of inserts, updates and deletes": async (storage, index) =>
    expect(await endStep(storage, index)).toBe(true),
  read: (storage) =>
    storage.records.read([
      { table: "runs", where: { id: "run" }, limit: 1 },
      { table: "stepLogs", where: { runId: "run" }, limit: 100 },
    ]),
  claim: (storage) =>
    storage.records.claim({
      table: "runs",
      where: { status: "pending" },
      set: { attempt: { increment: 1 } },
      limit: 1,
    }),
  "upsert of 10,000 points with a receipt": (storage, index) =>
    storage.points.upsert({
      ...points,
      fence,
      receipt: String(index),
      points: Array.from({ length: 10_000 }, (_, minute) => buildPoint({ timestamp: new Date(minute * 60_000) })),
    }),
  list: (storage) => storage.points.list({ ...points, limit: 10_000 }),
  aggregate: (storage, index) =>
    storage.points.aggregate({
      ...points,
      boundaries: Array.from({ length: 100 + index }, (_, day) => new Date(day * 86_400_000)),
    }),
  summarize: (storage) => storage.points.summarize(points),
  "delete of points": (storage) => storage.points.delete({ ...points, fence }),
  "put of a payload": (storage, index) =>
    storage.payloads.put({ organizationId: "o", sha256: String(index), body: new Uint8Array(5_000) }),
  "get of a payload": (storage) => storage.payloads.get({ organizationId: "o", sha256: "1" }),
  now: (storage) => storage.now(),
};

describe("statements", () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`${name}: one, of the same text each time`, async () => {
      const { storage, statements } = await openSpied();
      await call(storage, 1);
      await call(storage, 2);
      expect(statements).toHaveLength(2);
      expect(statements[1]).toBe(statements[0]);
    });
  }

  it("the first call looks at the schema, once for many at a time", async () => {
    const client = fixture.openClient(await fixture.createDatabase());
    const sent: string[] = [];
    const storage = prismaStorage(
      client.$extends({ query: { $queryRawUnsafe: ({ args, query }) => (sent.push(args[0]), query(args)) } }),
    );
    await Promise.all([storage.now(), storage.now(), storage.now()]);
    expect(sent.filter((sql) => sql.includes("schemaVersion"))).toHaveLength(1);
  });

  it("what a session shows and how changes nothing that comes back", async () => {
    const url = await fixture.createDatabase({ timezone: "America/New_York" });
    const side = fixture.openClient(url);
    for (const [setting, value] of Object.entries({
      extra_float_digits: "-15",
      datestyle: "'SQL, DMY'",
      intervalstyle: "'sql_standard'",
      bytea_output: "'escape'",
      enable_indexscan: "off",
      enable_hashagg: "off",
    })) {
      await side.$executeRawUnsafe(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET ${setting} = ${value}`);
    }
    const storage = prismaStorage(fixture.openClient(url));
    const log = buildStepLog({ id: "log", durationMs: 0.1 + 0.2, startedAt: new Date("1969-07-05T23:59:59.001Z") });
    await storage.commit({ writes: [{ operation: "insert", table: "stepLogs", row: log }] });
    expect(await storage.records.get({ table: "stepLogs", id: "log" })).toEqual(log);
    const stored = [1, 2, 3].map((minute) =>
      buildPoint({
        timestamp: new Date(minute * 60_000 + 1),
        value: 0.1 + 0.2 + minute,
        dimensions: { share: 0.1 + 0.7 },
      }),
    );
    await storage.points.upsert({ ...points, points: stored });
    expect(await storage.points.list({ ...points, limit: 10 })).toEqual(stored);
    const boundaries = [new Date(60_001), new Date(180_002)];
    const [bucket] = await storage.points.aggregate({ ...points, boundaries, dimension: "share" });
    expect(bucket).toMatchObject({ count: 3, min: 0.1 + 0.7, max: 0.1 + 0.7, last: 0.1 + 0.7 });
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await storage.payloads.put({ organizationId: "o", sha256: "1", body });
    expect(await storage.payloads.get({ organizationId: "o", sha256: "1" })).toEqual(body);
  });
});
