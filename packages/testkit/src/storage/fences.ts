import assert from "node:assert/strict";
import type { Run, Write } from "@metricsmith/core/adapter";
import { buildPoint, buildRun } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const lost = "RUN_LEASE_LOST";

/** The right to write for a run, lost with its attempt. */
export function describeFences({ describe, it }: StorageSuite): void {
  describe("fences", () => {
    it("a commit at the run's attempt is applied", async (test) => {
      await insertRun(test, { attempt: 2 });
      assert.equal(
        await test.storage.commit({ fence: { runId: test.id("run"), attempt: 2 }, writes: [touch(test)] }),
        true,
      );
      assert.equal((await test.read("runs", test.id("run"))).completedSteps, 1);
    });

    for (const [what, run, attempt] of [
      ["an older attempt", { attempt: 2 }, 1],
      ["a later attempt", { attempt: 2 }, 3],
      ["a completed run", { attempt: 1, status: "completed" }, 1],
      ["a failed run", { attempt: 1, status: "failed" }, 1],
      ["a cancelled run", { attempt: 1, status: "cancelled" }, 1],
    ] as const) {
      it(`a commit for ${what} throws ${lost} and changes nothing`, async (test) => {
        await insertRun(test, run);
        await assertRejects(commitFenced(test, attempt), lost);
        assert.equal((await test.read("runs", test.id("run"))).completedSteps, 0);
      });

      it(`an upsert of points for ${what} throws ${lost} and stores nothing`, async (test) => {
        await insertRun(test, run);
        await assertRejects(upsertFenced(test, attempt), lost);
        assert.equal(await countPoints(test), 0);
      });

      it(`deleting generations for ${what} throws ${lost} and deletes nothing`, async (test) => {
        await insertRun(test, run);
        await test.upsert([1, "2026-01-01T00:00:00Z"]);
        await assertRejects(deleteFenced(test, attempt), lost);
        assert.equal(await countPoints(test), 1);
      });
    }

    it(`writing for an absent run throws ${lost} and changes nothing`, async (test) => {
      await test.insertMetric();
      await test.upsert([1, "2026-01-01T00:00:00Z"]);
      await assertRejects(commitFenced(test, 1, [{ operation: "delete", table: "metrics", id: test.metricId }]), lost);
      await assertRejects(upsertFenced(test, 1), lost);
      await assertRejects(deleteFenced(test, 1), lost);
      await test.read("metrics", test.metricId);
      assert.equal(await countPoints(test), 1);
    });

    it("a lost fence is thrown also when a guard does not match", async (test) => {
      await insertRun(test, { attempt: 2 });
      const expect = [{ table: "runs", id: test.id("run"), where: { attempt: 7 } }] as const;
      await assertRejects(
        test.storage.commit({ fence: { runId: test.id("run"), attempt: 1 }, expect, writes: [] }),
        lost,
      );
    });

    it("a commit may end the run that its fence names", async (test) => {
      await insertRun(test, { attempt: 1 });
      const end: Write = { operation: "update", table: "runs", id: test.id("run"), set: { status: "completed" } };
      await commitFenced(test, 1, [end, touch(test)]);
      const run = await test.read("runs", test.id("run"));
      assert.deepEqual([run.status, run.completedSteps], ["completed", 1]);
    });

    it("points are stored and generations deleted at the run's attempt", async (test) => {
      await insertRun(test, { attempt: 1 });
      await upsertFenced(test, 1);
      assert.equal(await countPoints(test), 1);
      assert.equal(await deleteFenced(test, 1), 1);
    });
  });
}

async function insertRun(test: StorageTest, overrides: Partial<Run>): Promise<void> {
  await test.insertMetric();
  await test.insert("runs", buildRun({ id: test.id("run"), status: "running", ...overrides }));
}

function touch(test: StorageTest): Write {
  return { operation: "update", table: "runs", id: test.id("run"), set: { completedSteps: { increment: 1 } } };
}

async function commitFenced(test: StorageTest, attempt: number, writes = [touch(test)]): Promise<boolean> {
  return test.storage.commit({ fence: { runId: test.id("run"), attempt }, writes });
}

async function upsertFenced(test: StorageTest, attempt: number): Promise<unknown> {
  const fence = { runId: test.id("run"), attempt };
  return test.storage.points.upsert({ metricId: test.metricId, generation: 1, points: [buildPoint()], fence });
}

async function deleteFenced(test: StorageTest, attempt: number): Promise<number> {
  const fence = { runId: test.id("run"), attempt };
  return test.storage.points.delete({ metricId: test.metricId, generation: 1, fence });
}

async function countPoints({ storage, metricId }: StorageTest): Promise<number> {
  return (await storage.points.summarize({ metricId, generation: 1 })).count;
}
