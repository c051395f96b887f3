import assert from "node:assert/strict";
import type { Run, UpsertCounts } from "@metricsmith/core/adapter";
import { buildPoint, buildRun } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const lost = "RUN_LEASE_LOST";
const none = { inserted: 0, replaced: 0, unchanged: 0 };

/** Upserts that may be repeated. */
export function describeReceipts({ describe, it }: StorageSuite): void {
  describe("receipts of upserts", () => {
    it("the counts are kept under the receipt in the run's `receipts`, and no other column changes", async (test) => {
      const run = await insertRun(test, { receipts: {} });
      const counts = await upsert(test, { receipt: "chunk-1", values: [1, 2] });
      assert.deepEqual(counts, { ...none, inserted: 2 });
      assert.deepEqual(await test.read("runs", run.id), { ...run, receipts: { "chunk-1": counts } });
      assert.deepEqual(await storedValues(test), [1, 2]);
    });

    it("every receipt keeps its own counts: inserted, replaced and unchanged", async (test) => {
      await insertRun(test, {});
      await upsert(test, { receipt: "first", values: [1, 2] });
      await upsert(test, { receipt: "second", values: [1, 20, 3, 4] });
      assert.deepEqual(await receipts(test), {
        first: { inserted: 2, replaced: 0, unchanged: 0 },
        second: { inserted: 2, replaced: 1, unchanged: 1 },
      });
      assert.deepEqual(await storedValues(test), [1, 20, 3, 4]);
    });

    for (const [what, values] of [
      ["the same points", [1, 2]],
      ["other points", [7, 8, 9]],
      ["no points", []],
    ] as const) {
      it(`repeating a receipt with ${what} writes nothing and gives the counts kept`, async (test) => {
        await insertRun(test, {});
        const counts = await upsert(test, { receipt: "chunk", values: [1, 2] });
        const run = await test.read("runs", test.id("run"));
        for (let repeat = 0; repeat < 2; repeat++) {
          assert.deepEqual(await upsert(test, { receipt: "chunk", values }), counts);
        }
        assert.deepEqual(await storedValues(test), [1, 2]);
        assert.deepEqual(await test.read("runs", test.id("run")), run);
      });
    }

    it("repeating a receipt for another metric or generation writes nothing either", async (test) => {
      await insertRun(test, {});
      const counts = await upsert(test, { receipt: "chunk", values: [1] });
      assert.deepEqual(await upsert(test, { receipt: "chunk", values: [1, 2], generation: 2 }), counts);
      assert.deepEqual(await storedValues(test, 2), []);
    });

    it("repeating a receipt writes nothing also when its points are gone", async (test) => {
      await insertRun(test, {});
      const counts = await upsert(test, { receipt: "chunk", values: [1] });
      await test.storage.points.delete({ metricId: test.metricId, generation: 1 });
      assert.deepEqual(await upsert(test, { receipt: "chunk", values: [1] }), counts);
      assert.deepEqual(await storedValues(test), []);
    });

    it("an upsert without points keeps its receipt too", async (test) => {
      await insertRun(test, {});
      assert.deepEqual(await upsert(test, { receipt: "empty", values: [] }), none);
      assert.deepEqual(await receipts(test), { empty: none });
      assert.deepEqual(await upsert(test, { receipt: "empty", values: [1] }), none);
      assert.deepEqual(await storedValues(test), []);
    });

    it("another receipt writes, and so does an upsert without one", async (test) => {
      await insertRun(test, {});
      await upsert(test, { receipt: "chunk", values: [1] });
      assert.deepEqual(await upsert(test, { receipt: "Chunk", values: [2] }), { ...none, replaced: 1 });
      assert.deepEqual(await upsert(test, { values: [3] }), { ...none, replaced: 1 });
      assert.deepEqual(Object.keys(await receipts(test)).toSorted(), ["Chunk", "chunk"]);
      assert.deepEqual(await storedValues(test), [3]);
    });

    it("a receipt is known to its run alone", async (test) => {
      await insertRun(test, {});
      await test.insert("runs", buildRun({ id: test.id("other"), status: "running", attempt: 1 }));
      await upsert(test, { receipt: "chunk", values: [1] });
      const counts = await upsert(test, { receipt: "chunk", values: [2], runId: test.id("other") });
      assert.deepEqual(counts, { ...none, replaced: 1 });
      assert.deepEqual(await storedValues(test), [2]);
    });

    it("receipts that a commit stored are known", async (test) => {
      const counts = { inserted: 5, replaced: 6, unchanged: 7 };
      await insertRun(test, { receipts: { inserted: counts } });
      assert.deepEqual(await upsert(test, { receipt: "inserted", values: [1] }), counts);
      const set = { receipts: { updated: counts } };
      await test.storage.commit({ writes: [{ operation: "update", table: "runs", id: test.id("run"), set }] });
      assert.deepEqual(await upsert(test, { receipt: "updated", values: [1] }), counts);
      assert.deepEqual(await storedValues(test), []);
      assert.deepEqual(await upsert(test, { receipt: "inserted", values: [1] }), { ...none, inserted: 1 });
    });

    // Catches a commit that writes back the whole row.
    it("receipts survive a commit and a claim that set other columns", async (test) => {
      await insertRun(test, {});
      await upsert(test, { receipt: "chunk", values: [1] });
      const id = test.id("run");
      const set = { completedSteps: { increment: 1 }, checkpoint: { saved: 1 } };
      await test.storage.commit({
        fence: { runId: id, attempt: 1 },
        writes: [{ operation: "update", table: "runs", id, set }],
      });
      await test.storage.records.claim({
        table: "runs",
        where: { id },
        set: { attempt: { increment: 1 } },
        limit: 1,
      });
      assert.deepEqual(await receipts(test), { chunk: { ...none, inserted: 1 } });
      assert.deepEqual(await upsert(test, { receipt: "chunk", values: [9], attempt: 2 }), { ...none, inserted: 1 });
      assert.deepEqual(await storedValues(test), [1]);
    });

    // Catches a path built from the receipt, and a look-up that finds what every object inherits.
    it("a receipt is a key, whatever its characters, up to 200 of them", async (test) => {
      await insertRun(test, {});
      const names = ["a.b", "a'b", 'a"b', "$", "$1", "?", "0", "[0]", "a\\b", " ", "é", "\u{1f600}"];
      names.push("constructor", "__proto__", "saving:2026-01-01T00:00:00.000Z", "x".repeat(200));
      for (const [index, receipt] of names.entries()) {
        await upsert(test, { receipt, values: [index + 1] });
        assert.deepEqual(await upsert(test, { receipt, values: [-1, -1] }), {
          ...none,
          ...(index === 0 ? { inserted: 1 } : { replaced: 1 }),
        });
      }
      assert.deepEqual(await storedValues(test), [names.length]);
      assert.deepEqual(Object.keys(await receipts(test)).toSorted(), names.toSorted());
    });

    it("a receipt without a fence is refused, and nothing is stored", async (test) => {
      await insertRun(test, {});
      const points = [buildPoint()];
      const input = { metricId: test.metricId, generation: 1, points, receipt: "chunk" };
      await assertRejects(test.storage.points.upsert(input), "STORAGE_INVALID");
      assert.deepEqual(await storedValues(test), []);
    });

    for (const [what, receipt] of [
      ["of no characters", ""],
      ["of 201 characters", "x".repeat(201)],
      ["with NUL", "a\0b"],
      ["with half a surrogate pair", "a\ud83d"],
    ] as const) {
      it(`a receipt ${what} is refused, and nothing is stored`, async (test) => {
        const run = await insertRun(test, {});
        await assertRejects(upsert(test, { receipt, values: [1] }), "STORAGE_INVALID");
        assert.deepEqual(await storedValues(test), []);
        assert.deepEqual(await test.read("runs", run.id), run);
      });
    }

    it("refused points leave no receipt", async (test) => {
      await insertRun(test, {});
      await assertRejects(upsert(test, { receipt: "chunk", values: [1, Number.NaN] }), "STORAGE_INVALID");
      assert.deepEqual(await receipts(test), {});
      assert.deepEqual(await upsert(test, { receipt: "chunk", values: [1] }), { ...none, inserted: 1 });
    });

    for (const [what, changes, attempt] of [
      ["an older attempt", { attempt: 2 }, 1],
      ["a later attempt", {}, 2],
      ["a final run", { status: "completed" }, 1],
    ] as const) {
      it(`a lost fence is thrown also for a known receipt: ${what}`, async (test) => {
        await insertRun(test, {});
        await upsert(test, { receipt: "chunk", values: [1] });
        const update = { operation: "update", table: "runs", id: test.id("run"), set: changes } as const;
        await test.storage.commit({ writes: [update] });
        await assertRejects(upsert(test, { receipt: "chunk", values: [1], attempt }), lost);
        await assertRejects(upsert(test, { receipt: "new", values: [2], attempt }), lost);
        assert.deepEqual(await receipts(test), { chunk: { ...none, inserted: 1 } });
        assert.deepEqual(await storedValues(test), [1]);
      });
    }

    it("an absent run has no receipts: a lost fence, and nothing is stored", async (test) => {
      await test.insertMetric();
      await assertRejects(upsert(test, { receipt: "chunk", values: [1] }), lost);
      assert.deepEqual(await storedValues(test), []);
    });

    // Catches a look-up before the write instead of with it.
    it("of concurrent upserts with one receipt one writes, and all give its counts", async (test) => {
      await insertRun(test, {});
      const values = [1, 2, 3, 4, 5, 6, 7, 8];
      const all = await Promise.all(values.map((value) => upsert(test, { receipt: "chunk", values: [value, value] })));
      assert.deepEqual(
        all,
        values.map(() => ({ ...none, inserted: 2 })),
      );
      assert.deepEqual(await receipts(test), { chunk: { ...none, inserted: 2 } });
      const [first, second] = await storedValues(test);
      assert.equal(first, second, "points of different upserts are mixed");
    });

    // Catches receipts read, added to and written back, which loses those written in between.
    it("concurrent upserts and commits of one run lose no receipt and no change", async (test) => {
      await insertRun(test, {});
      const id = test.id("run");
      const names = ["a", "b", "c", "d", "e", "f"];
      const set = { completedSteps: { increment: 1 } };
      const results = await Promise.all(
        names.flatMap((receipt, index) => [
          upsert(test, { receipt, values: [1], generation: index }),
          test.storage.commit({ writes: [{ operation: "update", table: "runs", id, set }] }),
        ]),
      );
      assert.deepEqual(
        results,
        names.flatMap(() => [{ ...none, inserted: 1 }, true]),
      );
      const run = await test.read("runs", id);
      assert.deepEqual(run.receipts, Object.fromEntries(names.map((name) => [name, { ...none, inserted: 1 }])));
      assert.equal(run.completedSteps, names.length);
    });
  });
}

async function insertRun(test: StorageTest, overrides: Partial<Run>): Promise<Run> {
  const run = buildRun({ id: test.id("run"), status: "running", attempt: 1, ...overrides });
  await test.insertMetric();
  await test.insert("runs", run);
  return run;
}

interface UpsertOptions {
  readonly receipt?: string;
  /** Of points an hour apart. */
  readonly values: readonly number[];
  readonly generation?: number;
  readonly runId?: string;
  readonly attempt?: number;
}

/** Upserts for the run's attempt 1. */
async function upsert(test: StorageTest, options: UpsertOptions): Promise<UpsertCounts> {
  const { receipt, values, generation = 1, runId = test.id("run"), attempt = 1 } = options;
  const points = values.map((value, hour) => buildPoint({ value, timestamp: new Date(Date.UTC(2026, 0, 1, hour)) }));
  const fence = { runId, attempt };
  return test.storage.points.upsert({ metricId: test.metricId, generation, points, fence, receipt });
}

async function receipts(test: StorageTest): Promise<Run["receipts"]> {
  return (await test.read("runs", test.id("run"))).receipts;
}

async function storedValues({ storage, metricId }: StorageTest, generation = 1): Promise<number[]> {
  const points = await storage.points.list({ metricId, generation, limit: 100 });
  return points.map(({ value }) => value);
}
