import type { StorageAdapter, StoredDataPoint } from "@metricsmith/core/adapter";
import { buildMetric, buildPoint, buildRun } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { PostgresFixture } from "./postgres-fixture.js";

const fixture = new PostgresFixture();
const writers = 8;
const rounds = 15;

/** As many storages as there would be processes, each on a client of its own. */
async function openStorages(isolation: string): Promise<StorageAdapter[]> {
  const url = await fixture.createDatabase();
  const side = fixture.openClient(url);
  const database = new URL(url).pathname.slice(1);
  await side.$executeRawUnsafe(`ALTER DATABASE ${database} SET default_transaction_isolation = '${isolation}'`);
  return Array.from({ length: writers }, () => prismaStorage(fixture.openClient(url, { maximumConnections: 2 })));
}

/** Runs `work` in every storage at once, `rounds` times each. */
async function everywhere<Result>(
  storages: readonly StorageAdapter[],
  work: (storage: StorageAdapter, round: number, writer: number) => Promise<Result>,
): Promise<Result[]> {
  const results = await Promise.all(
    storages.map(async (storage, writer) => {
      const own: Result[] = [];
      for (let round = 0; round < rounds; round++) own.push(await work(storage, round, writer));
      return own;
    }),
  );
  return results.flat();
}

for (const isolation of ["read committed", "repeatable read", "serializable"]) {
  describe(`${writers} clients where transactions are ${isolation} by default`, () => {
    it("commits that change one row: none fails, none is lost", async () => {
      const storages = await openStorages(isolation);
      const [first] = storages as [StorageAdapter];
      await first.commit({
        writes: [{ operation: "insert", table: "metrics", row: buildMetric({ id: "metric", liveGeneration: 0 }) }],
      });
      const set = { liveGeneration: { increment: 1 } };
      const results = await everywhere(storages, (storage) =>
        storage.commit({ writes: [{ operation: "update", table: "metrics", id: "metric", set }] }),
      );
      expect(results.every(Boolean)).toBe(true);
      expect((await first.records.get({ table: "metrics", id: "metric" }))?.liveGeneration).toBe(writers * rounds);
    });

    it("commits that guard what they change: each value is left exactly once", async () => {
      const storages = await openStorages(isolation);
      const [first] = storages as [StorageAdapter];
      await first.commit({
        writes: [{ operation: "insert", table: "metrics", row: buildMetric({ id: "metric", liveGeneration: 0 }) }],
      });
      const successes = await everywhere(storages, async (storage, round, writer) => {
        const liveGeneration = (await storage.records.get({ table: "metrics", id: "metric" }))?.liveGeneration ?? 0;
        return storage.commit({
          expect: [{ table: "metrics", id: "metric", where: { liveGeneration } }],
          writes: [
            { operation: "update", table: "metrics", id: "metric", set: { liveGeneration: liveGeneration + 1 } },
            { operation: "insert", table: "runs", row: buildRun({ id: `run-${writer}-${round}`, metricId: "metric" }) },
          ],
        });
      });
      const count = successes.filter(Boolean).length;
      expect(count).toBeGreaterThan(0);
      expect((await first.records.get({ table: "metrics", id: "metric" }))?.liveGeneration).toBe(count);
      expect(await first.records.count({ table: "runs" })).toBe(count);
    });

    it("upserts of the same points, in any order: none fails, each key is inserted once", async () => {
      const storages = await openStorages(isolation);
      const [first] = storages as [StorageAdapter];
      const key = { metricId: "metric", generation: 1 };
      const counts = await everywhere(storages, (storage, round, writer) =>
        storage.points.upsert({ ...key, points: pointsOf(round, writer) }),
      );
      const inserted = counts.reduce((sum, count) => sum + count.inserted, 0);
      const stored = await first.points.list({ ...key, limit: 10_000 });
      expect(stored).toHaveLength(rounds * 10 + 190);
      expect(inserted).toBe(stored.length);
    });

    it("claims: every row once", async () => {
      const storages = await openStorages(isolation);
      const [first] = storages as [StorageAdapter];
      const total = writers * rounds;
      await first.commit({
        writes: Array.from({ length: total }, (_, index) => ({
          operation: "insert",
          table: "runs",
          row: buildRun({ id: `run-${index}`, status: "pending", attempt: 0 }),
        })),
      });
      const claimed = await everywhere(storages, (storage, _round, writer) =>
        storage.records.claim({
          table: "runs",
          where: { status: "pending" },
          set: { status: "validating", attempt: { increment: 1 }, leaseOwner: String(writer) },
          limit: 2,
        }),
      );
      const ids = claimed.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(total);
      const runs = await first.records.find({ table: "runs", limit: 1_000 });
      expect(runs.map(({ attempt }) => attempt)).toEqual(runs.map(() => 1));
    });
  });
}

/** 200 points that overlap with those of other rounds, back to front for every other writer. */
function pointsOf(round: number, writer: number): StoredDataPoint[] {
  const points = Array.from({ length: 200 }, (_, index) =>
    buildPoint({ timestamp: new Date((round * 10 + index) * 60_000), value: writer * 1_000 + round }),
  );
  return writer % 2 === 0 ? points : points.toReversed();
}
