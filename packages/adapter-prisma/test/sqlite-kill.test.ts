import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { startSqliteProcess } from "./start-sqlite-process.js";
import { openTemporarySqlite, type TemporarySqlite } from "./temporary-sqlite.js";

let sqlite: TemporarySqlite;

beforeEach(async () => {
  sqlite = await openTemporarySqlite();
});

afterEach(() => sqlite.remove());

describe("an upsert into SQLite whose process is killed", { timeout: 120_000 }, () => {
  it.each([10, 60, 150, 270, 400])("after %d ms leaves all of its points or none", async (milliseconds) => {
    const process = await startSqliteProcess(sqlite.file);
    try {
      await process.ask("upsert");
      await pause(milliseconds);
    } finally {
      await process.kill();
    }
    const storage = prismaStorage(sqlite.client);
    const points = await storage.points.list({ metricId: "metric", generation: 1, limit: 10_000 });
    expect([0, 10_000]).toContain(points.length);
    expect(new Set(points.map(({ value }) => value)).size).toBeLessThanOrEqual(1);
    await storage.close();
  });
});
