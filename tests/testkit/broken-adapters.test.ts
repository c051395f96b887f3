import { memoryStorage } from "@metricsmith/adapter-memory";
import { describe, expect, it } from "vitest";
import { brokenCommits } from "./broken-commits.js";
import { brokenCounters } from "./broken-counters.js";
import { brokenPoints } from "./broken-points.js";
import { brokenReceipts } from "./broken-receipts.js";
import { brokenRecords } from "./broken-records.js";
import { late } from "./broken-storage.js";
import { brokenValues } from "./broken-values.js";
import { runStorageSuite } from "./collecting-runner.js";

describe("the storage suite", () => {
  it("passes an intact storage, also when it gets the same one for every test", async () => {
    const storage = memoryStorage();
    const { count, failed } = await runStorageSuite(() => storage);
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThan(350);
  });

  it("passes an intact storage that answers late, as one behind a socket does", async () => {
    const { failed } = await runStorageSuite(() => late(memoryStorage()));
    expect(failed).toEqual([]);
  });

  const all = [
    ...brokenRecords,
    ...brokenCommits,
    ...brokenCounters,
    ...brokenPoints,
    ...brokenReceipts,
    ...brokenValues,
  ];
  for (const { fault, break: breakStorage, topics, tests } of all) {
    it(`catches: ${fault}`, async () => {
      const { count, failed } = await runStorageSuite(() => breakStorage(memoryStorage()));
      expect(failed.length).toBeLessThan(count / 3);
      expect(failed).toEqual(expect.arrayContaining([...tests]));
      expect([...new Set(failed.map((name) => name.replace(/ > .*/s, "")))].toSorted()).toEqual([...topics].toSorted());
    });
  }
});
