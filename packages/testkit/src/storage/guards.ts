import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Guard, Run } from "@metricsmith/core/adapter";
import { buildRun } from "../builders/build-rows.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

/** Rows that a commit relies on. */
export function describeGuards({ describe, it }: StorageSuite): void {
  describe("guards", () => {
    it("a guard that matches lets the commit through", async (test) => {
      assert.equal(await commitWith(test, [guard(test, { status: "pending", attempt: 0 })]), true);
    });

    it("a guard without conditions asks only that the row exists", async (test) => {
      assert.equal(await commitWith(test, [guard(test, {})]), true);
    });

    it("a guard whose row differs: false, and nothing changed", async (test) => {
      assert.equal(await commitWith(test, [guard(test, { status: "running" })]), false);
    });

    it("a guard whose row is absent: false, and nothing changed", async (test) => {
      assert.equal(await commitWith(test, [{ table: "runs", id: test.id("absent"), where: {} }]), false);
    });

    it("null in a guard matches null and nothing else", async (test) => {
      assert.equal(await commitWith(test, [guard(test, { leaseOwner: null })]), true);
      assert.equal(await commitWith(test, [guard(test, { provider: null })]), false);
    });

    // Catches an adapter that looks at the first guard alone.
    it("one guard of several that differs: false, and nothing changed", async (test) => {
      assert.equal(await commitWith(test, [guard(test, { attempt: 0 }), guard(test, { attempt: 1 })]), false);
    });

    it("guards look at what is stored before the first write", async (test) => {
      assert.equal(await commitWith(test, [guard(test, { createdBy: null })], { createdBy: "somebody" }), true);
      assert.equal(await commitWith(test, [guard(test, { createdBy: "nobody" })], { createdBy: "nobody" }), false);
    });

    it("a guard alone checks and writes nothing", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run"), createdBy: null }));
      assert.equal(await test.storage.commit({ expect: [guard(test, { attempt: 0 })], writes: [] }), true);
      assert.equal(await test.storage.commit({ expect: [guard(test, { attempt: 1 })], writes: [] }), false);
    });
  });
}

function guard(test: StorageTest, where: Extract<Guard, { table: "runs" }>["where"]): Guard {
  return { table: "runs", id: test.id("run"), where };
}

/** Commits with these guards, and checks that the writes happened exactly when it said true. */
async function commitWith(
  test: StorageTest,
  expect: readonly Guard[],
  set: Partial<Run> = { totalSteps: 9 },
): Promise<boolean> {
  const { records } = test.storage;
  const isFirst = (await records.get({ table: "runs", id: test.id("run") })) === null;
  if (isFirst) await test.insert("runs", buildRun({ id: test.id("run"), provider: "github" }));
  const before = await test.read("runs", test.id("run"));
  const added = randomUUID();
  const isApplied = await test.storage.commit({
    expect,
    writes: [
      { operation: "update", table: "runs", id: test.id("run"), set },
      { operation: "insert", table: "runs", row: buildRun({ id: added }) },
    ],
  });
  assert.deepEqual(await test.read("runs", test.id("run")), isApplied ? { ...before, ...set } : before);
  assert.equal((await records.get({ table: "runs", id: added })) !== null, isApplied);
  return isApplied;
}
