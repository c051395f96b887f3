import { memoryStorage } from "@metricsmith/adapter-memory";
import type { StorageAdapter } from "@metricsmith/core/adapter";
import { buildRun, faultyStorage } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { runStorageSuite } from "./collecting-runner.js";

async function insertRuns(storage: StorageAdapter, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await storage.commit({ writes: [{ operation: "insert", table: "runs", row: buildRun({ id }) }] });
  }
}

async function countRuns(storage: StorageAdapter): Promise<number> {
  return storage.records.count({ table: "runs" });
}

describe("faultyStorage", () => {
  it("without a cut is the storage itself", async () => {
    expect((await runStorageSuite(() => faultyStorage(memoryStorage()))).failed).toEqual([]);
  });

  it("counts and names every call", async () => {
    const storage = faultyStorage(memoryStorage());
    await insertRuns(storage, "a");
    await countRuns(storage);
    await storage.now();
    await storage.points.summarize({ metricId: "metric", generation: 1 });
    await storage.payloads.get({ organizationId: "organization", sha256: "0" });
    await storage.close();
    expect(storage.names).toEqual(["commit", "records.count", "now", "points.summarize", "payloads.get"]);
    expect([storage.calls, storage.isCut]).toEqual([5, false]);
  });

  it("loses the call at the cut before it is applied, and every later one", async () => {
    const inner = memoryStorage();
    const storage = faultyStorage(inner, { cutAt: 2 });
    await insertRuns(storage, "a");
    await expect(insertRuns(storage, "b")).rejects.toThrow("Storage call 2 (commit) was cut off.");
    await expect(countRuns(storage)).rejects.toThrow("Storage call 3 (records.count) was cut off.");
    expect(storage.isCut).toBe(true);
    expect(await countRuns(inner)).toBe(1);
  });

  it("applies the call at the cut and loses its answer with `after`", async () => {
    const inner = memoryStorage();
    const storage = faultyStorage(inner, { cutAt: 2, when: "after" });
    await insertRuns(storage, "a");
    await expect(insertRuns(storage, "b")).rejects.toThrow("cut off");
    await expect(insertRuns(storage, "c")).rejects.toThrow("cut off");
    expect(await countRuns(inner)).toBe(2);
  });

  it("never settles lost calls with `hang`", async () => {
    const storage = faultyStorage(memoryStorage(), { cutAt: 1, onCut: "hang" });
    let isSettled = false;
    void storage.now().finally(() => (isSettled = true));
    await new Promise((resolve) => void setImmediate(resolve));
    expect(isSettled).toBe(false);
  });

  it("holds calls back while paused, and applies them when resumed", async () => {
    const inner = memoryStorage();
    const storage = faultyStorage(inner);
    storage.pause();
    const sleeping = insertRuns(storage, "a");
    await new Promise((resolve) => void setImmediate(resolve));
    expect(await countRuns(inner)).toBe(0);
    storage.resume();
    await sleeping;
    expect(await countRuns(inner)).toBe(1);
  });
});
