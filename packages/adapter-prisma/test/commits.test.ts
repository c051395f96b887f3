import type { StorageAdapter, Write } from "@metricsmith/core/adapter";
import { buildMetric, buildRun } from "@metricsmith/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { PostgresFixture } from "./postgres-fixture.js";
import { openTemporarySqlite, type TemporarySqlite } from "./temporary-sqlite.js";

const fixture = new PostgresFixture();
let sqlite: TemporarySqlite | undefined;

afterEach(async () => {
  await sqlite?.remove();
  sqlite = undefined;
});

const open: Readonly<Record<string, () => Promise<StorageAdapter>>> = {
  PostgreSQL: async () => prismaStorage(fixture.openClient(await fixture.createDatabase())),
  SQLite: async () => {
    sqlite = await openTemporarySqlite();
    return prismaStorage(sqlite.client);
  },
};

describe.each(Object.keys(open))("a commit to %s", (name) => {
  it("refuses a row with a column that its table lacks, or without one that it has", async () => {
    const storage = (await open[name]?.()) as StorageAdapter;
    const { leaseOwner: _, ...withoutColumn } = buildRun();
    for (const row of [{ ...buildRun(), mood: "fine" }, withoutColumn]) {
      const writes = [
        { operation: "insert", table: "metrics", row: buildMetric() },
        { operation: "insert", table: "runs", row } as Write,
      ] as const;
      await expect(storage.commit({ writes })).rejects.toMatchObject({ code: "STORAGE_INVALID" });
    }
    expect(await storage.records.count({ table: "metrics" })).toBe(0);
    await storage.close();
  });

  it("does not apply when an update comes after the delete that took its row along", async () => {
    const storage = (await open[name]?.()) as StorageAdapter;
    const run = buildRun({ id: "run", metricId: "metric" });
    await storage.commit({
      writes: [
        { operation: "insert", table: "metrics", row: buildMetric({ id: "metric" }) },
        { operation: "insert", table: "runs", row: run },
      ],
    });
    const isApplied = await storage.commit({
      writes: [
        { operation: "update", table: "runs", id: "run", set: { completedSteps: 1 } },
        { operation: "delete", table: "metrics", id: "metric" },
        { operation: "update", table: "runs", id: "run", set: { completedSteps: 2 } },
      ],
    });
    expect(isApplied).toBe(false);
    expect(await storage.records.get({ table: "runs", id: "run" })).toEqual(run);
    await storage.close();
  });

  it("refuses a value that cannot be stored, also where a later write replaces it", async () => {
    const storage = (await open[name]?.()) as StorageAdapter;
    const run = buildRun({ id: "run" });
    await storage.commit({ writes: [{ operation: "insert", table: "runs", row: run }] });
    const writes = [Number.NaN, 1].map(
      (completedSteps) => ({ operation: "update", table: "runs", id: "run", set: { completedSteps } }) as const,
    );
    await expect(storage.commit({ writes })).rejects.toMatchObject({ code: "STORAGE_INVALID" });
    expect(await storage.records.get({ table: "runs", id: "run" })).toEqual(run);
    await storage.close();
  });
});
