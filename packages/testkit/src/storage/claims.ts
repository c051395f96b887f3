import assert from "node:assert/strict";
import type { Run } from "@metricsmith/core/adapter";
import { buildRun } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const created = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

/** Rows that are matched and changed in one step. */
export function describeClaims({ describe, it }: StorageSuite): void {
  describe("claims", () => {
    it("claim() changes the matching rows and returns them as changed", async (test) => {
      const [run] = await insertPending(test, 1);
      const leaseExpiresAt = created(30);
      const claimed = await claim(test, { set: { status: "validating", leaseOwner: "worker", leaseExpiresAt } });
      assert.deepEqual(claimed, [{ ...run, status: "validating", leaseOwner: "worker", leaseExpiresAt }]);
      assert.deepEqual(await test.read("runs", test.id("0")), claimed[0]);
    });

    it("claim() adds to the stored number with `increment`", async (test) => {
      await insertPending(test, 1);
      const [claimed] = await claim(test, { set: { status: "validating", attempt: { increment: 1 } } });
      assert.equal(claimed?.attempt, 1);
    });

    it("claim() takes the first `limit` rows by (createdAt, id) and leaves the others alone", async (test) => {
      const runs = await insertPending(test, 4);
      const claimed = await claim(test, { limit: 2 });
      assert.deepEqual(
        claimed.map(({ id }) => id),
        [test.id("0"), test.id("1")],
      );
      assert.deepEqual(await test.read("runs", test.id("2")), runs[2]);
    });

    it("claim() gives [] and changes nothing when nothing matches", async (test) => {
      const [run] = await insertPending(test, 1);
      const where = { organizationId: test.organizationId, status: "failed" } as const;
      assert.deepEqual(await test.storage.records.claim({ table: "runs", where, set: { attempt: 9 }, limit: 5 }), []);
      assert.deepEqual(await test.read("runs", test.id("0")), run);
    });

    it("claim() hands out copies", async (test) => {
      await insertPending(test, 1);
      const [claimed] = await claim(test, { set: { status: "validating", startedAt: created(1) } });
      claimed?.startedAt?.setTime(0);
      assert.deepEqual((await test.read("runs", test.id("0"))).startedAt, created(1));
    });

    it("claim() refuses limits outside 1 to 1,000", async (test) => {
      for (const limit of [0, 1_001, 0.5]) await assertRejects(claim(test, { limit }), "STORAGE_INVALID");
    });

    // Catches an adapter that reads the rows first and changes them later.
    it("concurrent claims of one row each never return a row twice", async (test) => {
      await insertPending(test, 10);
      const claims = await Promise.all(Array.from({ length: 20 }, () => claim(test, { limit: 1 })));
      const ids = claims.flat().map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, "a row was claimed twice");
      const rest = await claim(test, { limit: 100 });
      assert.equal(ids.length + rest.length, 10, "a row was lost");
    });

    it("concurrent claims of several rows never return a row twice", async (test) => {
      await insertPending(test, 30);
      const claims = await Promise.all(Array.from({ length: 6 }, () => claim(test, { limit: 10 })));
      const ids = claims.flat().map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, "a row was claimed twice");
    });
  });
}

async function insertPending(test: StorageTest, count: number): Promise<Run[]> {
  const { organizationId } = test;
  const runs = Array.from({ length: count }, (_, index) =>
    buildRun({ id: test.id(String(index)), organizationId, createdAt: created(index) }),
  );
  await test.insert("runs", ...runs.toReversed());
  return runs;
}

async function claim(
  test: StorageTest,
  {
    set = { status: "validating" },
    limit = 100,
  }: {
    set?: Parameters<typeof test.storage.records.claim<"runs">>[0]["set"];
    limit?: number;
  },
): Promise<Run[]> {
  const where = { organizationId: test.organizationId, status: "pending" } as const;
  return test.storage.records.claim({ table: "runs", where, set, limit });
}
