import assert from "node:assert/strict";
import { type FindInput, type RowOf, sha256, type TableName } from "@metricsmith/core/adapter";
import { buildMetric, buildPayload, buildPoint, buildRun, buildStepLog } from "../builders/build-rows.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));

/** What is found by age and deleted, and what must stay. */
export function describeRetention({ describe, it }: StorageSuite): void {
  describe("retention", () => {
    it("final runs that completed before a time are found in pages, each once", async (test) => {
      await insertRuns(test);
      const where = {
        organizationId: test.organizationId,
        status: { in: ["completed", "failed", "cancelled"] },
        completedAt: { lt: day(4) },
      } as const;
      const found = await findInPages(test, { table: "runs", where, limit: 2 });
      assert.deepEqual(names(test, found), ["completed-1", "cancelled-2", "failed-2", "completed-3"]);
    });

    it("`completedAt` takes both bounds, and runs that never completed lie within none", async (test) => {
      await insertRuns(test);
      const { organizationId } = test;
      for (const [completedAt, expected] of [
        [{ gte: day(2), lt: day(3) }, ["cancelled-2", "failed-2"]],
        [{ gt: day(2), lte: day(4) }, ["completed-3", "completed-4"]],
        [{ gte: new Date(0) }, ["completed-1", "cancelled-2", "failed-2", "completed-3", "completed-4"]],
        [{ lt: day(1) }, []],
      ] as const) {
        const found = await findInPages(test, { table: "runs", where: { organizationId, completedAt }, limit: 100 });
        assert.deepEqual(names(test, found), expected);
      }
    });

    it("old runs go with their step logs in one commit, and nothing else does", async (test) => {
      await insertRuns(test);
      const deleted = ["completed-1", "failed-2"];
      const writes = deleted.map((name) => ({ operation: "delete", table: "runs", id: test.id(name) }) as const);
      assert.equal(await test.storage.commit({ writes }), true);
      const where = { organizationId: test.organizationId };
      const runs = await test.storage.records.find({ table: "runs", where, limit: 100 });
      const kept = ["cancelled-2", "completed-3", "completed-4", "pending", "running"];
      assert.deepEqual(names(test, runs).toSorted(), kept);
      const logs = await test.storage.records.find({ table: "stepLogs", where, limit: 100 });
      assert.deepEqual(
        names(test, logs).toSorted(),
        kept.flatMap((name) => [`${name}-log-1`, `${name}-log-2`]),
      );
      await test.read("metrics", test.metricId);
    });

    // Catches a sweep that takes a run which began again since it was found.
    it("a guard keeps a run from being deleted when it is no longer what was found", async (test) => {
      await insertRuns(test);
      const id = test.id("running");
      const isDeleted = await test.storage.commit({
        expect: [
          { table: "runs", id, where: { status: { in: ["completed", "failed"] }, completedAt: { lt: day(9) } } },
        ],
        writes: [{ operation: "delete", table: "runs", id }],
      });
      assert.equal(isDeleted, false);
      await test.read("runs", id);
      await test.read("stepLogs", test.id("running-log-1"));
    });

    it("payload records are found by `fetchedAt` and by `createdAt`, of one metric", async (test) => {
      await insertPayloads(test);
      const { metricId } = test;
      const byFetch = { metricId, fetchedAt: { lt: day(3) } };
      const fetched = await findInPages(test, { table: "payloads", where: byFetch, limit: 1 });
      assert.deepEqual(names(test, fetched), ["payload-1", "payload-2"]);
      const byCreation = { metricId, createdAt: { gte: day(12), lt: day(14) } };
      const created = await findInPages(test, { table: "payloads", where: byCreation, limit: 1 });
      assert.deepEqual(names(test, created), ["payload-2", "payload-3"]);
    });

    it("the newest payload records come first in descending order, and the rest can go", async (test) => {
      await insertPayloads(test);
      const where = { metricId: test.metricId };
      const [newest] = await test.storage.records.find({ table: "payloads", where, order: "descending", limit: 1 });
      assert.equal(newest?.id, test.id("payload-4"));
      const after = { createdAt: newest.createdAt, id: newest.id };
      const input = { table: "payloads", where, order: "descending", after, limit: 100 } as const;
      const rest = await test.storage.records.find(input);
      assert.deepEqual(names(test, rest), ["payload-3", "payload-2", "payload-1"]);
      const writes = rest.map(({ id }) => ({ operation: "delete", table: "payloads", id }) as const);
      assert.equal(await test.storage.commit({ writes }), true);
      assert.deepEqual(await test.storage.records.find({ table: "payloads", where, limit: 100 }), [newest]);
      assert.equal((await test.read("payloads", test.id("payload-of-other"))).metricId, test.id("other"));
    });

    it("old points of the live generation go, its new ones and other metrics' stay", async (test) => {
      await insertPayloads(test);
      const points = [1, 2, 3, 4].map((number) => buildPoint({ value: number, timestamp: day(number) }));
      const metricIds = [test.metricId, test.id("other")];
      for (const metricId of metricIds) await test.storage.points.upsert({ metricId, generation: 3, points });
      const input = { metricId: test.metricId, generation: 3, before: day(3) };
      assert.equal(await test.storage.points.delete(input), 2);
      const left = metricIds.map((metricId) => test.storage.points.summarize({ metricId, generation: 3 }));
      assert.deepEqual(await Promise.all(left), [
        { count: 2, first: day(3), last: day(4), seriesCount: 1 },
        { count: 4, first: day(1), last: day(4), seriesCount: 1 },
      ]);
    });

    it("deleting points and payload records leaves the metric and its other rows as they were", async (test) => {
      await insertPayloads(test);
      await insertStepLogs(test, buildRun({ id: test.id("run"), metricId: test.metricId }));
      await test.upsert([1, "2026-01-01T00:00:00Z"]);
      const before = [await test.read("metrics", test.metricId), await test.read("runs", test.id("run"))];
      await test.storage.points.delete({ metricId: test.metricId, below: 2, before: day(9) });
      const ids = [1, 2, 3, 4].map((number) => test.id(`payload-${number}`));
      await test.storage.commit({ writes: ids.map((id) => ({ operation: "delete", table: "payloads", id })) });
      const after = [await test.read("metrics", test.metricId), await test.read("runs", test.id("run"))];
      assert.deepEqual(after, before);
      await test.read("stepLogs", test.id("run-log-2"));
    });

    it("deleting records leaves archived bodies alone", async ({ storage, organizationId }) => {
      const body = Uint8Array.of(1, 2, 3);
      const key = { organizationId, sha256: sha256(body) };
      await storage.payloads.put({ ...key, body });
      const pages = [{ sha256: key.sha256, status: 200, headers: {}, bytes: 3 }];
      const metric = buildMetric({ organizationId });
      const payload = buildPayload({ organizationId, metricId: metric.id, pages });
      await storage.commit({
        writes: [
          { operation: "insert", table: "metrics", row: metric },
          { operation: "insert", table: "payloads", row: payload },
        ],
      });
      await storage.commit({ writes: [{ operation: "delete", table: "metrics", id: metric.id }] });
      assert.equal(await storage.records.get({ table: "payloads", id: payload.id }), null);
      assert.deepEqual([...((await storage.payloads.get(key)) ?? [])], [1, 2, 3]);
    });
  });
}

/** Runs named after their status and the day they completed, each with two step logs. */
async function insertRuns(test: StorageTest): Promise<void> {
  await test.insertMetric();
  for (const [status, completed] of [
    ["completed", 1],
    ["failed", 2],
    ["cancelled", 2],
    ["completed", 3],
    ["completed", 4],
    ["pending", null],
    ["running", null],
  ] as const) {
    const id = test.id(completed === null ? status : `${status}-${completed}`);
    const completedAt = completed === null ? null : day(completed);
    const createdAt = day(completed ?? 5);
    await insertStepLogs(test, buildRun({ id, metricId: test.metricId, status, completedAt, createdAt }));
  }
}

async function insertStepLogs(test: StorageTest, run: RowOf<"runs">): Promise<void> {
  const { organizationId } = test;
  await test.insert("runs", { ...run, organizationId });
  const logs = [1, 2].map((sequence) =>
    buildStepLog({ id: `${run.id}-log-${sequence}`, organizationId, runId: run.id, sequence }),
  );
  await test.insert("stepLogs", ...logs);
}

/** Payloads fetched on days 1 to 4 and recorded ten days later, and one of another metric. */
async function insertPayloads(test: StorageTest): Promise<void> {
  const { metricId } = test;
  await test.insertMetric();
  await test.insert("metrics", buildMetric({ id: test.id("other") }));
  const payloads = [4, 2, 1, 3].map((number) =>
    buildPayload({ id: test.id(`payload-${number}`), metricId, fetchedAt: day(number), createdAt: day(number + 10) }),
  );
  const other = buildPayload({ id: test.id("payload-of-other"), metricId: test.id("other"), fetchedAt: day(1) });
  await test.insert("payloads", ...payloads, other);
}

/** All rows, read in pages of `limit`, each continued behind the last row of the one before. */
async function findInPages<Table extends TableName>(
  { storage }: StorageTest,
  input: FindInput<Table>,
): Promise<RowOf<Table>[]> {
  const rows: RowOf<Table>[] = [];
  for (;;) {
    const last = rows.at(-1);
    const after = last === undefined ? undefined : { createdAt: last.createdAt, id: last.id };
    const page = await storage.records.find({ ...input, after });
    rows.push(...page);
    if (page.length < input.limit) return rows;
  }
}

function names(test: StorageTest, rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id.slice(test.id("").length));
}
