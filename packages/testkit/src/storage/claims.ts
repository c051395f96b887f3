import assert from "node:assert/strict";
import type { Changes, Run } from "@metricsmith/core/adapter";
import { buildRun, buildStepLog } from "../builders/build-rows.js";
import { orderedTexts, shuffledTexts } from "./ordered-texts.js";
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

    it("claim() that would give two rows one unique key is refused, and nothing changed", async (test) => {
      const run = buildRun({ id: test.id("run") });
      const logs = [1, 2, 3].map((sequence) => buildStepLog({ id: test.id(`${sequence}`), runId: run.id, sequence }));
      await test.insert("runs", run);
      await test.insert("stepLogs", ...logs);
      const { records } = test.storage;
      const claimLogs = (sequences: readonly number[], sequence: number): Promise<unknown> => {
        const where = { runId: run.id, sequence: { in: sequences } };
        return records.claim({ table: "stepLogs", where, set: { sequence, displayName: "Claimed" }, limit: 10 });
      };
      await assertRejects(claimLogs([1, 2], 9), "STORAGE_INVALID"); // Both are claimed.
      await assertRejects(claimLogs([1], 3), "STORAGE_INVALID"); // One is not.
      assert.deepEqual(await records.find({ table: "stepLogs", where: { runId: run.id }, limit: 10 }), logs);
    });

    for (const [what, set] of [
      ["NUL in a text", { leaseOwner: "a\0b" }],
      ["NaN", { attempt: { increment: Number.NaN } }],
      ["an invalid time", { leaseExpiresAt: new Date(Number.NaN) }],
      ["a column that does not exist", { leasedBy: "worker" }],
      ["the id", { id: "other" }],
    ] as const) {
      it(`claim() that would set ${what} is refused, and nothing changed`, async (test) => {
        const runs = await insertPending(test, 2);
        const changes: Changes<"runs"> = { status: "validating", ...set };
        await assertRejects(claim(test, { set: changes }), "STORAGE_INVALID");
        for (const run of runs) assert.deepEqual(await test.read("runs", run.id), run);
      });
    }

    // Catches an adapter that reads the rows first and changes them later.
    it("concurrent claims of one row each never return a row twice", async (test) => {
      await insertPending(test, 10);
      const claims = await Promise.all(Array.from({ length: 20 }, () => claim(test, { limit: 1 })));
      const ids = claims.flat().map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, "a row was claimed twice");
      const rest = await claim(test, { limit: 100 });
      assert.equal(ids.length + rest.length, 10, "a row was lost");
    });

    it("claim() takes rows of one instant by id, in code point order", async (test) => {
      const { organizationId } = test;
      const runs = shuffledTexts.map((name) => buildRun({ id: test.id(name), organizationId, createdAt: created(1) }));
      await test.insert("runs", ...runs);
      const claimed = [...(await claim(test, { limit: 20 })), ...(await claim(test, { limit: 20 }))];
      assert.deepEqual(
        claimed.map(({ id }) => id),
        orderedTexts.map((name) => test.id(name)),
      );
    });

    it("claim() takes rows whose lease has run out by the storage's clock, and no others", async (test) => {
      const now = await test.storage.now();
      const [due, alive, waiting] = [now, new Date(now.getTime() + 60_000), null];
      for (const [index, leaseExpiresAt] of [due, alive, waiting].entries()) {
        const { organizationId } = test;
        await test.insert("runs", buildRun({ id: test.id(`${index}`), organizationId, leaseExpiresAt, attempt: 1 }));
      }
      const claimed = await test.storage.records.claim({
        table: "runs",
        where: { organizationId: test.organizationId, leaseExpiresAt: { lte: now } },
        set: { leaseExpiresAt: alive, attempt: { increment: 1 }, leaseOwner: "worker" },
        limit: 10,
      });
      assert.deepEqual(
        claimed.map(({ id, attempt, leaseExpiresAt }) => [id, attempt, leaseExpiresAt]),
        [[test.id("0"), 2, alive]],
      );
    });

    it("claim() sets null and JSON, and leaves what it does not name", async (test) => {
      const { organizationId } = test;
      const run = buildRun({ id: test.id("run"), organizationId, leaseOwner: "worker", checkpoint: { step: 1 } });
      await test.insert("runs", run);
      const set = { leaseOwner: null, checkpoint: null, result: { increment: 1 }, createdBy: undefined };
      assert.deepEqual(await claim(test, { set }), [
        { ...run, leaseOwner: null, checkpoint: null, result: set.result },
      ]);
    });

    it("claim() without changes returns the rows as they are", async (test) => {
      const runs = await insertPending(test, 2);
      assert.deepEqual(await claim(test, { set: {} }), runs);
      assert.deepEqual(await claim(test, { set: { attempt: undefined } }), runs);
    });

    it("concurrent claims keep to their limits and the order, and every row is claimed once", async (test) => {
      await insertPending(test, 24);
      const claims = await Promise.all(Array.from({ length: 10 }, () => claim(test, { limit: 3 })));
      for (const claimed of claims) {
        const numbers = claimed.map(({ createdAt }) => createdAt.getTime());
        assert.ok(numbers.length <= 3, `${numbers.length} rows were claimed with limit 3`);
        assert.deepEqual(
          numbers,
          numbers.toSorted((a, b) => a - b),
        );
      }
      const rest = await claim(test, { limit: 100 });
      const ids = [...claims.flat(), ...rest].map(({ id }) => id.slice(test.id("").length));
      assert.deepEqual(
        ids.map(Number).toSorted((a, b) => a - b),
        Array.from({ length: 24 }, (_, index) => index),
      );
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
