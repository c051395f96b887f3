import { memoryStorage } from "@metricsmith/adapter-memory";
import { describe, expect, it } from "vitest";
import { brokenPoints } from "./broken-points.js";
import { brokenRecords } from "./broken-records.js";
import { brokenValues } from "./broken-values.js";
import { runStorageSuite } from "./collecting-runner.js";

describe("the storage suite", () => {
  it("passes an intact storage, also when it gets the same one for every test", async () => {
    const storage = memoryStorage();
    const { count, failed } = await runStorageSuite(() => storage);
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThan(150);
  });

  for (const { fault, break: breakStorage, topics, test } of [...brokenRecords, ...brokenPoints, ...brokenValues]) {
    it(`catches: ${fault}`, async () => {
      const { failed } = await runStorageSuite(() => breakStorage(memoryStorage()));
      expect(failed).toContain(test);
      expect([...new Set(failed.map((name) => name.replace(/ > .*/s, "")))].toSorted()).toEqual([...topics].toSorted());
    });
  }
});
