import assert from "node:assert/strict";
import { MetricsmithError } from "@metricsmith/core/adapter";
import { buildMetric, buildPoint, buildRun, buildSlot } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const minutesPast = (minutes: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minutes));
const many = Array.from({ length: 12 }, (_, index) => index);

/** Calls at the same time. */
export function describeConcurrency({ describe, it }: StorageSuite): void {
  describe("concurrency", () => {
    it("of commits that guard the same value only one succeeds", async (test) => {
      await test.insertMetric();
      const results = await Promise.all(
        many.map((index) =>
          test.storage.commit({
            expect: [{ table: "metrics", id: test.metricId, where: { activeRunId: null } }],
            writes: [
              {
                operation: "update",
                table: "metrics",
                id: test.metricId,
                set: { activeRunId: test.id(`run-${index}`) },
              },
              {
                operation: "insert",
                table: "runs",
                row: buildRun({ id: test.id(`run-${index}`), metricId: test.metricId }),
              },
            ],
          }),
        ),
      );
      assert.equal(results.filter(Boolean).length, 1);
      const { activeRunId } = await test.read("metrics", test.metricId);
      assert.equal(activeRunId, test.id(`run-${results.indexOf(true)}`));
      assert.equal(await test.storage.records.count({ table: "runs", where: { metricId: test.metricId } }), 1);
    });

    it("of commits that insert the same id or unique key only one succeeds", async (test) => {
      await test.insertMetric();
      const insert = (id: string): Promise<boolean> => {
        const row = buildSlot({ id, metricId: test.metricId, scopeKey: test.metricId });
        return test.storage.commit({ writes: [{ operation: "insert", table: "slots", row }] });
      };
      const results = await Promise.all([
        ...many.map((index) => insert(test.id(`slot-${index}`))),
        insert(test.id("slot-0")),
      ]);
      assert.equal(results.filter(Boolean).length, 1);
    });

    it("no increment is lost", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run") }));
      const set = { attempt: { increment: 1 } };
      await Promise.all(
        many.map(() =>
          test.storage.commit({ writes: [{ operation: "update", table: "runs", id: test.id("run"), set }] }),
        ),
      );
      assert.equal((await test.read("runs", test.id("run"))).attempt, many.length);
    });

    // Two workers believe they hold the run. Catches a fence that is checked before the write instead of with it.
    for (const [order, isWrittenFirst] of [
      ["before", true],
      ["after", false],
    ] as const) {
      it(`a take-over and the old attempt's write, started ${order} it, cannot both count`, async (test) => {
        for (const round of many) {
          const id = test.id(`run-${round}`);
          await test.insert("runs", buildRun({ id, status: "running", attempt: 1 }));
          const write = (): Promise<boolean> => writeAtFirstAttempt(test, id);
          const early = isWrittenFirst ? write() : null;
          const takeOver = test.storage.records.claim({
            table: "runs",
            where: { id, attempt: 1, completedSteps: 0 },
            set: { attempt: { increment: 1 } },
            limit: 1,
          });
          const [claimed, isWritten] = await Promise.all([takeOver, early ?? write()]);
          assert.equal(claimed.length + Number(isWritten), 1, `round ${round}`);
        }
      });
    }

    it("concurrent upserts of the same keys never fail, and one of them wins", async (test) => {
      await test.insertMetric();
      const counts = await Promise.all(many.map((value) => upsertHundred(test, value, value % 2 === 0)));
      assert.equal(sum(counts.map(({ inserted }) => inserted)), 100);
      assert.equal(
        sum(counts.map(({ inserted, replaced, unchanged }) => inserted + replaced + unchanged)),
        100 * many.length,
      );
      const points = await test.storage.points.list({ metricId: test.metricId, generation: 1, limit: 1_000 });
      assert.equal(points.length, 100);
      assert.equal(new Set(points.map(({ value }) => value)).size, 1, "points of different upserts are mixed");
    });

    // Catches deadlocks: two calls that hold what the other one waits for.
    it("commits that change the same rows in opposite order all succeed", async (test) => {
      const ids = ["a", "b", "c"].map((name) => test.id(name));
      await test.insert("runs", ...ids.map((id) => buildRun({ id })));
      const set = { attempt: { increment: 1 } };
      const results = await Promise.all(
        many.slice(0, 8).map((index) => {
          const order = index % 2 === 0 ? ids : ids.toReversed();
          const writes = order.map((id) => ({ operation: "update", table: "runs", id, set }) as const);
          return test.storage.commit({ writes });
        }),
      );
      assert.deepEqual(
        results,
        many.slice(0, 8).map(() => true),
      );
      const { rows } = await test.storage.records.read(ids.map((id) => ({ table: "runs", where: { id }, limit: 1 })));
      assert.deepEqual(
        rows.map(([run]) => run?.attempt),
        [8, 8, 8],
      );
    });

    it("of commits that move one unique key only one succeeds", async (test) => {
      await test.insertMetric();
      const scope = { metricId: test.metricId, kind: "chart" } as const;
      await test.insert(
        "slots",
        ...many.map((index) => buildSlot({ ...scope, id: test.id(`${index}`), scopeKey: test.id(`${index}`) })),
      );
      const set = { scopeKey: test.id("wanted") };
      const results = await Promise.all(
        many.map((index) =>
          test.storage.commit({ writes: [{ operation: "update", table: "slots", id: test.id(`${index}`), set }] }),
        ),
      );
      assert.equal(results.filter(Boolean).length, 1);
      const found = await test.storage.records.find({ table: "slots", where: set, limit: 10 });
      assert.deepEqual(
        found.map(({ id }) => id),
        [test.id(`${results.indexOf(true)}`)],
      );
    });

    it("of commits that guard different rows and write each other's, only one succeeds", async (test) => {
      const [first, second] = [test.id("first"), test.id("second")];
      await test.insert("runs", buildRun({ id: first }), buildRun({ id: second }));
      const take = (guarded: string, written: string): Promise<boolean> =>
        test.storage.commit({
          expect: [{ table: "runs", id: guarded, where: { leaseOwner: null } }],
          writes: [{ operation: "update", table: "runs", id: written, set: { leaseOwner: "taken" } }],
        });
      const results = await Promise.all([take(first, second), take(second, first)]);
      assert.equal(results.filter(Boolean).length, 1);
    });

    it("concurrent upserts of overlapping points never fail, and each key is inserted once", async (test) => {
      await test.insertMetric();
      const counts = await Promise.all(
        many.slice(0, 8).map((index) => {
          const points = Array.from({ length: 60 }, (_, number) =>
            buildPoint({ value: 1, timestamp: minutesPast(index * 10 + number) }),
          );
          return test.storage.points.upsert({
            metricId: test.metricId,
            generation: 1,
            points: index % 2 === 0 ? points : points.toReversed(),
          });
        }),
      );
      const keys = 60 + 7 * 10;
      assert.equal(sum(counts.map(({ inserted }) => inserted)), keys);
      assert.equal(sum(counts.map(({ replaced }) => replaced)), 0);
      assert.equal((await test.storage.points.summarize({ metricId: test.metricId, generation: 1 })).count, keys);
    });

    it("upserts and deletes at the same time never fail, and what went is not counted twice", async (test) => {
      await test.insertMetric();
      const key = { metricId: test.metricId, generation: 1 };
      const results = await Promise.all(
        many
          .slice(0, 4)
          .flatMap((value) => [
            upsertHundred(test, value, value % 2 === 0).then(({ inserted }) => inserted),
            test.storage.points.delete({ ...key, before: minutesPast(50) }).then((deleted) => -deleted),
          ]),
      );
      assert.equal((await test.storage.points.summarize(key)).count, sum(results));
    });

    it("readers see all points of an upsert or none", async (test) => {
      await test.insertMetric();
      await upsertHundred(test, 1, false);
      const read = async (): Promise<number> => {
        const points = await test.storage.points.list({ metricId: test.metricId, generation: 1, limit: 1_000 });
        return new Set(points.map(({ value }) => value)).size;
      };
      const [before, , during, after] = await Promise.all([read(), upsertHundred(test, 2, false), read(), read()]);
      assert.deepEqual([before, during, after], [1, 1, 1]);
    });

    it("deleting a metric and writing for its run leaves nothing behind", async (test) => {
      await test.insert("metrics", buildMetric({ id: test.metricId }));
      await test.insert(
        "runs",
        buildRun({ id: test.id("run"), metricId: test.metricId, status: "running", attempt: 1 }),
      );
      const fence = { runId: test.id("run"), attempt: 1 };
      const upsert = (): Promise<unknown> =>
        test.storage.points.upsert({ metricId: test.metricId, generation: 1, points: [buildPoint()], fence });
      const deleteMetric = (): Promise<boolean> =>
        test.storage.commit({ writes: [{ operation: "delete", table: "metrics", id: test.metricId }] });
      await Promise.allSettled([upsert(), deleteMetric(), upsert()]);
      await assertRejects(upsert(), "RUN_LEASE_LOST");
      assert.equal((await test.storage.points.summarize({ metricId: test.metricId, generation: 1 })).count, 0);
    });
  });
}

/** Commits as the run's attempt 1; false when the fence was lost. */
async function writeAtFirstAttempt({ storage }: StorageTest, runId: string): Promise<boolean> {
  const set = { completedSteps: 1 };
  const commit = storage.commit({
    fence: { runId, attempt: 1 },
    writes: [{ operation: "update", table: "runs", id: runId, set }],
  });
  return commit.catch((error: unknown) => {
    assert.ok(MetricsmithError.isInstance(error) && error.code === "RUN_LEASE_LOST", String(error));
    return false;
  });
}

/** The same hundred keys, in either order, which makes careless adapters deadlock. */
async function upsertHundred(
  { storage, metricId }: StorageTest,
  value: number,
  isReversed: boolean,
): ReturnType<typeof storage.points.upsert> {
  const points = Array.from({ length: 100 }, (_, index) => buildPoint({ value, timestamp: minutesPast(index) }));
  return storage.points.upsert({ metricId, generation: 1, points: isReversed ? points.toReversed() : points });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
