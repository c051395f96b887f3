import assert from "node:assert/strict";
import type { Changes, Run, Write } from "@metricsmith/core/adapter";
import { buildMetric, buildPayload, buildPoint, buildRun, buildSlot, buildStepLog } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

/** Several writes of one commit to the same row or key. Catches adapters that sort writes by table or operation. */
export function describeWriteOrder({ describe, it }: StorageSuite): void {
  describe("order of writes", () => {
    it("updates of one row add up, the later one of a column winning", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run"), attempt: 1, leaseOwner: "first" }));
      const isApplied = await commit(
        test,
        update(test, { attempt: { increment: 2 }, leaseOwner: "second", completedSteps: 1 }),
        update(test, { attempt: 10, leaseOwner: null }),
        update(test, { attempt: { increment: 3 }, checkpoint: { step: 1 } }),
        update(test, { completedSteps: { increment: 1 }, attempt: { increment: -1 } }),
      );
      assert.equal(isApplied, true);
      const { attempt, leaseOwner, completedSteps, checkpoint } = await test.read("runs", test.id("run"));
      assert.deepEqual([attempt, leaseOwner, completedSteps, checkpoint], [12, null, 2, { step: 1 }]);
    });

    it("an update changes a row inserted before it", async (test) => {
      assert.equal(
        await commit(test, insert(test, { attempt: 4 }), update(test, { attempt: { increment: 3 }, result: [1] })),
        true,
      );
      const { attempt, result } = await test.read("runs", test.id("run"));
      assert.deepEqual([attempt, result], [7, [1]]);
    });

    it("an update of a row inserted behind it: false, and nothing changed", async (test) => {
      assert.equal(await commit(test, update(test, { attempt: 2 }), insert(test)), false);
      assert.equal(await storedRun(test), null);
    });

    it("an update of a row deleted before it: false, and nothing changed", async (test) => {
      const run = buildRun({ id: test.id("run") });
      await test.insert("runs", run);
      assert.equal(await commit(test, remove(test), update(test, { attempt: 2 })), false);
      assert.deepEqual(await storedRun(test), run);
    });

    it("an updated row can be deleted, and an inserted one too", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run") }));
      assert.equal(await commit(test, update(test, { attempt: 2 }), remove(test)), true);
      assert.equal(await storedRun(test), null);
      assert.equal(await commit(test, insert(test), remove(test)), true);
      assert.equal(await storedRun(test), null);
    });

    it("a row deleted and inserted again is the new one, column for column", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run"), attempt: 5, leaseOwner: "old", result: { old: 1 } }));
      const run = buildRun({ id: test.id("run"), provider: "github" });
      assert.equal(await commit(test, remove(test), { operation: "insert", table: "runs", row: run }), true);
      assert.deepEqual(await storedRun(test), run);
    });

    it("a row inserted before its delete meets the existing id: false, and nothing changed", async (test) => {
      const run = buildRun({ id: test.id("run"), attempt: 5 });
      await test.insert("runs", run);
      assert.equal(await commit(test, insert(test), remove(test)), false);
      assert.deepEqual(await storedRun(test), run);
    });

    it("two inserts of one id: false, and nothing changed", async (test) => {
      assert.equal(await commit(test, insert(test), insert(test, { attempt: 2 })), false);
      assert.equal(await storedRun(test), null);
    });

    it("a unique key may move on within a commit once it is free, and not before", async (test) => {
      await test.insertMetric();
      const key = { metricId: test.metricId, scopeKey: test.metricId };
      const old = buildSlot({ ...key, id: test.id("old") });
      const add: Write = { operation: "insert", table: "slots", row: buildSlot({ ...key, id: test.id("new") }) };
      const free: Write = { operation: "delete", table: "slots", id: old.id };
      await test.insert("slots", old);
      assert.equal(await commit(test, add, free), false);
      assert.deepEqual(await test.read("slots", old.id), old);
      assert.equal(await commit(test, free, add), true);
      await test.read("slots", test.id("new"));
    });

    // Catches unique keys that are only looked at when the commit ends.
    it("two rows swap a unique key by way of a third value, and not directly", async (test) => {
      await insertLogs(test);
      const move = (name: string, sequence: number): Write => ({
        operation: "update",
        table: "stepLogs",
        id: test.id(name),
        set: { sequence },
      });
      assert.equal(await commit(test, move("log-1", 2), move("log-2", 1)), false);
      assert.deepEqual(await sequences(test), [1, 2]);
      assert.equal(await commit(test, move("log-1", 9), move("log-2", 1), move("log-1", 2)), true);
      assert.deepEqual(await sequences(test), [2, 1]);
    });

    it("an update to the unique key that the row has is no conflict", async (test) => {
      await insertLogs(test);
      const write = (set: Changes<"stepLogs">): Write => ({
        operation: "update",
        table: "stepLogs",
        id: test.id("log-1"),
        set,
      });
      assert.equal(await commit(test, write({ sequence: 1, runId: test.id("run") }), write({ sequence: 1 })), true);
      assert.deepEqual(await sequences(test), [1, 2]);
    });

    it("an update that names no column asks only that the row exists", async (test) => {
      const run = buildRun({ id: test.id("run") });
      await test.insert("runs", run);
      assert.equal(await commit(test, update(test, {}), update(test, { attempt: undefined })), true);
      assert.deepEqual(await storedRun(test), run);
      assert.equal(await commit(test, { operation: "update", table: "runs", id: test.id("absent"), set: {} }), false);
    });

    it("a guard may look at a row that the commit deletes", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run") }));
      const expect = [{ table: "runs", id: test.id("run"), where: { status: "pending" } }] as const;
      assert.equal(await test.storage.commit({ expect, writes: [remove(test)] }), true);
      assert.equal(await storedRun(test), null);
    });

    it("a guard does not see a row that the commit inserts", async (test) => {
      const expect = [{ table: "runs", id: test.id("run"), where: {} }] as const;
      assert.equal(await test.storage.commit({ expect, writes: [insert(test)] }), false);
      assert.equal(await storedRun(test), null);
    });

    it("a fence holds for a commit that changes the attempt or deletes the run", async (test) => {
      const fence = { runId: test.id("run"), attempt: 1 };
      await test.insert("runs", buildRun({ id: test.id("run"), status: "running", attempt: 1 }));
      const writes = [update(test, { attempt: { increment: 1 } }), update(test, { completedSteps: 1 })];
      assert.equal(await test.storage.commit({ fence, writes }), true);
      await assertRejects(test.storage.commit({ fence, writes }), "RUN_LEASE_LOST");
      assert.equal(await test.storage.commit({ fence: { ...fence, attempt: 2 }, writes: [remove(test)] }), true);
      assert.equal(await storedRun(test), null);
    });

    it("a fence does not see a run that the commit inserts", async (test) => {
      const fence = { runId: test.id("run"), attempt: 0 };
      await assertRejects(test.storage.commit({ fence, writes: [insert(test)] }), "RUN_LEASE_LOST");
      assert.equal(await storedRun(test), null);
    });

    it("a metric deleted and inserted again comes without its children and points", async (test) => {
      await test.insertMetric();
      await test.upsert([1, "2026-01-01T00:00:00Z"]);
      const payload = buildPayload({ metricId: test.metricId });
      await test.insert("payloads", payload);
      const row = buildMetric({ id: test.metricId, name: "New" });
      const removeMetric: Write = { operation: "delete", table: "metrics", id: test.metricId };
      assert.equal(await commit(test, removeMetric, { operation: "insert", table: "metrics", row }), true);
      assert.deepEqual(await test.read("metrics", test.metricId), row);
      assert.equal(await test.storage.records.get({ table: "payloads", id: payload.id }), null);
      const { count } = await test.storage.points.summarize({ metricId: test.metricId, generation: 1 });
      assert.equal(count, 0, "points of the deleted metric are still there");
      const points = [buildPoint({ value: 2 })];
      const counts = await test.storage.points.upsert({ metricId: test.metricId, generation: 1, points });
      assert.deepEqual(counts, { inserted: 1, replaced: 0, unchanged: 0 });
    });

    it("rows inserted behind the delete of their parent's first life stay", async (test) => {
      const run = buildRun({ id: test.id("run") });
      await insertLogs(test);
      const log = buildStepLog({ id: test.id("log-3"), runId: run.id, sequence: 1 });
      const isApplied = await commit(
        test,
        remove(test),
        { operation: "insert", table: "runs", row: run },
        { operation: "insert", table: "stepLogs", row: log },
      );
      assert.equal(isApplied, true);
      const logs = await test.storage.records.find({ table: "stepLogs", where: { runId: run.id }, limit: 10 });
      assert.deepEqual(logs, [log]);
    });

    it("200 writes of every kind to several tables apply together, in order", async (test) => {
      await test.insertMetric();
      const writes = Array.from({ length: 40 }, (_, index): Write[] => {
        const id = test.id(`run-${index}`);
        const log = buildStepLog({ id: `${id}-log`, runId: id, organizationId: test.organizationId });
        return [
          { operation: "insert", table: "runs", row: buildRun({ id, organizationId: test.organizationId }) },
          { operation: "insert", table: "stepLogs", row: log },
          { operation: "update", table: "runs", id, set: { attempt: { increment: index } } },
          { operation: "update", table: "metrics", id: test.metricId, set: { liveGeneration: { increment: 1 } } },
          { operation: "delete", table: "runs", id: test.id(`run-${index - 2}`) },
        ];
      }).flat();
      const where = { organizationId: test.organizationId };
      const failing = update(test, { attempt: 1 });
      assert.equal(await commit(test, ...writes, failing), false);
      assert.equal(await test.storage.records.count({ table: "runs", where }), 0);
      assert.equal(await commit(test, ...writes), true);
      const runs = await test.storage.records.find({ table: "runs", where, limit: 100 });
      assert.deepEqual(new Set(runs.map(({ attempt }) => attempt)), new Set([38, 39]));
      assert.equal(await test.storage.records.count({ table: "stepLogs", where }), 2);
      assert.equal((await test.read("metrics", test.metricId)).liveGeneration, 40);
    });
  });
}

async function commit({ storage }: StorageTest, ...writes: readonly Write[]): Promise<boolean> {
  return storage.commit({ writes });
}

/** Writes to this test's run. */
function insert(test: StorageTest, overrides: Partial<Run> = {}): Write {
  return { operation: "insert", table: "runs", row: buildRun({ ...overrides, id: test.id("run") }) };
}

function update(test: StorageTest, set: Changes<"runs">): Write {
  return { operation: "update", table: "runs", id: test.id("run"), set };
}

function remove(test: StorageTest): Write {
  return { operation: "delete", table: "runs", id: test.id("run") };
}

async function storedRun(test: StorageTest): Promise<Run | null> {
  return test.storage.records.get({ table: "runs", id: test.id("run") });
}

/** A run with step logs 1 and 2. */
async function insertLogs(test: StorageTest): Promise<void> {
  await test.insert("runs", buildRun({ id: test.id("run") }));
  const logs = [1, 2].map((sequence) =>
    buildStepLog({ id: test.id(`log-${sequence}`), runId: test.id("run"), sequence }),
  );
  await test.insert("stepLogs", ...logs);
}

/** Sequences of the two step logs. */
async function sequences(test: StorageTest): Promise<number[]> {
  return [
    (await test.read("stepLogs", test.id("log-1"))).sequence,
    (await test.read("stepLogs", test.id("log-2"))).sequence,
  ];
}
