import { buildPoint, buildRun } from "@metricsmith/testkit";
import type { StorageAdapter } from "@metricsmith/core/adapter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { openTemporarySqlite, type TemporarySqlite } from "./temporary-sqlite.js";

const times = [
  "0001-01-01T00:00:00.000Z",
  "1969-12-31T23:59:59.999Z",
  "2026-03-29T01:30:00.007Z",
  "9999-12-31T23:59:59.999Z",
].map((time) => new Date(time));
const key = { metricId: "metric", generation: 1 };
const runTimes = { createdAt: times[2], startedAt: times[1], completedAt: times[3] } as { createdAt: Date };
const timezone = process.env["TZ"];

let sqlite: TemporarySqlite;
let storage: StorageAdapter;

beforeAll(async () => {
  process.env["TZ"] = "Asia/Tokyo";
  sqlite = await openTemporarySqlite();
  storage = prismaStorage(sqlite.client);
});

afterAll(async () => {
  await storage.close();
  await sqlite.remove();
  if (timezone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = timezone;
});

describe("a host's own client on SQLite, in Tokyo", () => {
  it("runs these tests in Tokyo", () => {
    expect(new Date(0).getTimezoneOffset()).toBe(-540);
  });

  it("reads points as they were stored, and finds them by time", async () => {
    const points = times.map((timestamp, index) =>
      buildPoint({ timestamp, value: index / 3, dimensions: index === 0 ? null : { b: null, a: [index, "x"] } }),
    );
    await storage.points.upsert({ ...key, points });
    const found = await sqlite.client.metricsmithDataPoint.findMany({ where: key, orderBy: { timestamp: "asc" } });
    expect(found).toEqual(points.map((point) => ({ ...point, ...key })));
    const later = await sqlite.client.metricsmithDataPoint.findMany({
      where: { ...key, timestamp: { gte: times[1] as Date, lt: times[3] as Date } },
    });
    expect(later).toHaveLength(2);
  });

  it("writes points that the storage reads, and recognizes as its own", async () => {
    const generation = 2;
    const points = times.map((timestamp, index) =>
      buildPoint({ timestamp, value: -1 / (index + 7), dimensions: { a: index, b: [{ c: null }] } }),
    );
    for (const { dimensions, ...point } of points) {
      const data = { ...point, ...key, generation, dimensions: dimensions as object };
      await sqlite.client.metricsmithDataPoint.create({ data });
    }
    expect(await storage.points.list({ ...key, generation, limit: 10 })).toEqual(points);
    expect(await storage.points.upsert({ ...key, generation, points })).toEqual({
      inserted: 0,
      replaced: 0,
      unchanged: points.length,
    });
  });

  it.each([5, -0.25, 1e21, 0.1 + 0.2, "5", "text", true, null, [], { a: [1, null] }])(
    "reads rows whose JSON is %j",
    async (checkpoint) => {
      const run = buildRun({ ...runTimes, checkpoint });
      await storage.commit({ writes: [{ operation: "insert", table: "runs", row: run }] });
      expect(await sqlite.client.metricsmithRun.findUnique({ where: { id: run.id } })).toEqual(run);
    },
  );

  it.each([5, -0.25, 1e21, "5", "text", true, null, [], { b: [1, null], a: {} }])(
    "writes rows whose JSON is %j",
    async (checkpoint) => {
      const run = buildRun({ ...runTimes, checkpoint, currentStep: null, result: null });
      const { checkpoint: _, currentStep, result, parameters, ...columns } = run;
      const json = { parameters: parameters as object, ...(checkpoint === null ? {} : { checkpoint }) };
      await sqlite.client.metricsmithRun.create({ data: { ...columns, ...json } });
      expect(await storage.records.get({ table: "runs", id: run.id })).toEqual({ ...run, currentStep, result });
    },
  );

  it("writes rows that conditions on times find", async () => {
    const data = {
      organizationId: "host",
      sha256: "a".repeat(64),
      body: new Uint8Array([1, 0, 255]),
      encoding: "identity",
    };
    await sqlite.client.metricsmithPayloadBody.create({ data: { ...data, putAt: times[2] as Date } });
    expect(await storage.payloads.get(data)).toEqual(data.body);
    const listed = await storage.payloads.list({ putBefore: new Date((times[2] as Date).getTime() + 1), limit: 10 });
    expect(listed).toEqual([{ organizationId: "host", sha256: data.sha256, putAt: times[2] }]);
    expect(await storage.payloads.list({ putBefore: times[2] as Date, limit: 10 })).toEqual([]);
  });
});
