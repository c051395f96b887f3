import assert from "node:assert/strict";
import type { Write } from "@metricsmith/core/adapter";
import { buildRun, buildSlot, buildStepLog } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

/** Writes that all apply, or none. */
export function describeCommits({ describe, it }: StorageSuite): void {
  describe("commits", () => {
    it("commit() applies inserts, updates and deletes together and says true", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("changed") }), buildRun({ id: test.id("deleted") }));
      const isApplied = await test.storage.commit({
        writes: [
          { operation: "insert", table: "runs", row: buildRun({ id: test.id("inserted") }) },
          { operation: "update", table: "runs", id: test.id("changed"), set: { status: "running" } },
          { operation: "delete", table: "runs", id: test.id("deleted") },
        ],
      });
      assert.equal(isApplied, true);
      assert.equal((await test.read("runs", test.id("inserted"))).status, "pending");
      assert.equal((await test.read("runs", test.id("changed"))).status, "running");
      assert.equal(await test.storage.records.get({ table: "runs", id: test.id("deleted") }), null);
    });

    it("an update changes the columns it names and no other", async (test) => {
      const run = buildRun({ id: test.id("run"), result: { points: 1 }, leaseOwner: "worker" });
      await test.insert("runs", run);
      const set = { leaseOwner: null, attempt: 4, updatedAt: new Date("2026-02-01T00:00:00Z"), status: undefined };
      await test.storage.commit({ writes: [{ operation: "update", table: "runs", id: run.id, set }] });
      const { status: _unchanged, ...changed } = set;
      assert.deepEqual(await test.read("runs", run.id), { ...run, ...changed });
    });

    it("`increment` adds to the stored number, also below zero and repeatedly", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run"), attempt: 5 }));
      const add = (increment: number): Write => ({
        operation: "update",
        table: "runs",
        id: test.id("run"),
        set: { attempt: { increment } },
      });
      await test.storage.commit({ writes: [add(3), add(-1)] });
      assert.equal((await test.read("runs", test.id("run"))).attempt, 7);
    });

    it("writes apply in order", async (test) => {
      const isApplied = await test.storage.commit({
        writes: [
          { operation: "insert", table: "runs", row: buildRun({ id: test.id("run") }) },
          { operation: "update", table: "runs", id: test.id("run"), set: { status: "running" } },
          { operation: "delete", table: "runs", id: test.id("run") },
          { operation: "insert", table: "runs", row: buildRun({ id: test.id("run"), status: "completed" }) },
        ],
      });
      assert.equal(isApplied, true);
      assert.equal((await test.read("runs", test.id("run"))).status, "completed");
    });

    it("a commit without writes says true", async (test) => {
      assert.equal(await test.storage.commit({ writes: [] }), true);
    });

    it("an insert of an existing id: false, and nothing changed", async (test) => {
      const run = buildRun({ id: test.id("run"), status: "running" });
      await test.insert("runs", run);
      await assertNothingChanged(test, { operation: "insert", table: "runs", row: buildRun({ id: run.id }) });
      assert.deepEqual(await test.read("runs", run.id), run);
    });

    it("an insert of an existing unique key: false, and nothing changed", async (test) => {
      await test.insertMetric();
      const slot = { metricId: test.metricId, scopeKey: test.metricId };
      await test.insert("slots", buildSlot(slot));
      await assertNothingChanged(test, { operation: "insert", table: "slots", row: buildSlot(slot) });
    });

    it("two inserts of one unique key in the same commit: false, and nothing changed", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run") }));
      const log = buildStepLog({ id: test.id("log"), runId: test.id("run"), sequence: 1 });
      const twin = buildStepLog({ runId: test.id("run"), sequence: 1 });
      const writes = [log, twin].map((row) => ({ operation: "insert", table: "stepLogs", row }) as const);
      assert.equal(await test.storage.commit({ writes }), false);
      assert.equal(await test.storage.records.get({ table: "stepLogs", id: log.id }), null);
    });

    it("rows that share part of a unique key are no conflict", async (test) => {
      await test.insertMetric();
      const slot = { metricId: test.metricId, scopeKey: test.metricId };
      await test.insert("slots", buildSlot({ ...slot, kind: "ingestion" }), buildSlot({ ...slot, kind: "chart" }));
    });

    it("an update to an existing unique key: false, and nothing changed", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run") }));
      const [first, second] = [1, 2].map((sequence) => buildStepLog({ runId: test.id("run"), sequence }));
      assert.ok(first !== undefined && second !== undefined);
      await test.insert("stepLogs", first, second);
      await assertNothingChanged(test, { operation: "update", table: "stepLogs", id: second.id, set: { sequence: 1 } });
      assert.equal((await test.read("stepLogs", second.id)).sequence, 2);
    });

    it("a unique key is free again once its row is deleted or changed", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run") }));
      const log = buildStepLog({ runId: test.id("run"), sequence: 1 });
      await test.insert("stepLogs", log);
      const set = { sequence: 2 };
      assert.equal(
        await test.storage.commit({ writes: [{ operation: "update", table: "stepLogs", id: log.id, set }] }),
        true,
      );
      await test.insert("stepLogs", buildStepLog({ runId: test.id("run"), sequence: 1 }));
      assert.equal(
        await test.storage.commit({ writes: [{ operation: "delete", table: "stepLogs", id: log.id }] }),
        true,
      );
      await test.insert("stepLogs", buildStepLog({ runId: test.id("run"), sequence: 2 }));
    });

    it("an update that finds no row: false, and nothing changed", async (test) => {
      const set = { status: "running" } as const;
      await assertNothingChanged(test, { operation: "update", table: "runs", id: test.id("absent"), set });
    });

    it("an update of the id, or of a column that does not exist, is refused, and the whole commit with it", async (test) => {
      const run = buildRun({ id: test.id("run") });
      await test.insert("runs", run);
      for (const set of [{ id: test.id("moved") }, { leasedBy: "worker" }, { toString: 1 }]) {
        const writes: Write[] = [
          { operation: "update", table: "runs", id: run.id, set: { attempt: 2 } },
          { operation: "update", table: "runs", id: run.id, set: set as object },
        ];
        await assertRejects(test.storage.commit({ writes }), "STORAGE_INVALID");
        assert.deepEqual(await test.read("runs", run.id), run);
      }
    });

    it("deleting an absent row is no obstacle", async (test) => {
      const writes: Write[] = [
        { operation: "delete", table: "runs", id: test.id("absent") },
        { operation: "insert", table: "runs", row: buildRun({ id: test.id("run") }) },
      ];
      assert.equal(await test.storage.commit({ writes }), true);
      await test.read("runs", test.id("run"));
    });
  });
}

/** The failing write, put between an insert, an update and a delete that would work: catches half a commit. */
async function assertNothingChanged(test: StorageTest, failing: Write): Promise<void> {
  const kept = buildRun({ id: test.id("kept"), attempt: 1 });
  const logs = [buildStepLog({ id: test.id("kept-log"), runId: kept.id })];
  await test.insert("runs", kept);
  await test.insert("stepLogs", ...logs);
  const isApplied = await test.storage.commit({
    writes: [
      { operation: "insert", table: "runs", row: buildRun({ id: test.id("new") }) },
      { operation: "update", table: "runs", id: kept.id, set: { attempt: 2 } },
      { operation: "delete", table: "runs", id: kept.id },
      failing,
      { operation: "insert", table: "runs", row: buildRun({ id: test.id("newer") }) },
    ],
  });
  assert.equal(isApplied, false);
  assert.equal(await test.storage.records.get({ table: "runs", id: test.id("new") }), null, "an earlier insert stayed");
  assert.equal(
    await test.storage.records.get({ table: "runs", id: test.id("newer") }),
    null,
    "a later insert was applied",
  );
  assert.deepEqual(await test.read("runs", kept.id), kept, "an earlier update or delete stayed");
  assert.deepEqual(await test.read("stepLogs", test.id("kept-log")), logs[0], "an earlier cascade stayed");
}
