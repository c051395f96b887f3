import assert from "node:assert/strict";
import type { TableName } from "@metricsmith/core/adapter";
import {
  buildChart,
  buildCounter,
  buildMetric,
  buildPayload,
  buildPoint,
  buildRun,
  buildSlot,
  buildStepLog,
  buildTransformer,
  buildUsageEntry,
} from "../builders/build-rows.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

const childTables = ["payloads", "transformers", "slots", "charts", "runs", "stepLogs"] as const;

/** What goes with a deleted row, and what does not. */
export function describeCascades({ describe, it }: StorageSuite): void {
  describe("cascades", () => {
    for (const table of childTables) {
      it(`deleting a metric deletes its ${table}`, async (test) => {
        await insertFamily(test, "deleted");
        await deleteRow(test, "metrics", test.id("deleted"));
        assert.equal(await test.storage.records.get({ table, id: test.id(`deleted-${table}`) }), null);
      });

      it(`deleting a metric leaves another metric's ${table} alone`, async (test) => {
        await insertFamily(test, "deleted");
        await insertFamily(test, "kept");
        await deleteRow(test, "metrics", test.id("deleted"));
        await test.read(table, test.id(`kept-${table}`));
      });
    }

    it("deleting a metric deletes its points of every generation, and no others", async (test) => {
      await insertFamily(test, "deleted");
      await test.insertMetric();
      await test.upsert([1, "2026-01-01T00:00:00Z"]);
      for (const generation of [1, 2]) {
        await test.storage.points.upsert({ metricId: test.id("deleted"), generation, points: [buildPoint()] });
      }
      await deleteRow(test, "metrics", test.id("deleted"));
      for (const generation of [1, 2]) {
        const summary = await test.storage.points.summarize({ metricId: test.id("deleted"), generation });
        assert.equal(summary.count, 0, `generation ${generation} is still there`);
      }
      assert.equal((await test.storage.points.summarize({ metricId: test.metricId, generation: 1 })).count, 1);
    });

    // Catches points deleted before the commit was known to succeed.
    it("a commit that fails keeps the points of a metric it would have deleted", async (test) => {
      await test.insertMetric();
      await test.upsert([1, "2026-01-01T00:00:00Z"]);
      const isApplied = await test.storage.commit({
        writes: [
          { operation: "delete", table: "metrics", id: test.metricId },
          { operation: "update", table: "runs", id: test.id("absent"), set: { attempt: 1 } },
        ],
      });
      assert.equal(isApplied, false);
      assert.equal((await test.storage.points.summarize({ metricId: test.metricId, generation: 1 })).count, 1);
    });

    it("deleting a run deletes its step logs and leaves its metric alone", async (test) => {
      await insertFamily(test, "family");
      await deleteRow(test, "runs", test.id("family-runs"));
      assert.equal(await test.storage.records.get({ table: "stepLogs", id: test.id("family-stepLogs") }), null);
      await test.read("metrics", test.id("family"));
    });

    it("deleting a child leaves its parent and siblings alone", async (test) => {
      await insertFamily(test, "family");
      await deleteRow(test, "charts", test.id("family-charts"));
      await test.read("metrics", test.id("family"));
      await test.read("runs", test.id("family-runs"));
    });

    it("rows of no metric stay when metrics go", async (test) => {
      await test.insertMetric();
      await test.insert("runs", buildRun({ id: test.id("run"), metricId: null }));
      await deleteRow(test, "metrics", test.metricId);
      await test.read("runs", test.id("run"));
    });

    // What a template shares belongs to no metric, though one of them made it.
    it("transformers and slots of no metric stay when metrics go", async (test) => {
      const scopeKey = test.id("template");
      const shared = { organizationId: null, metricId: null, scopeKey };
      await test.insertMetric();
      await test.insert("transformers", buildTransformer({ ...shared, id: test.id("transformer") }));
      await test.insert("slots", buildSlot({ ...shared, id: test.id("slot") }));
      await deleteRow(test, "metrics", test.metricId);
      await test.read("transformers", test.id("transformer"));
      await test.read("slots", test.id("slot"));
    });

    // What was spent was spent. Catches foreign keys on what only names a row.
    it("counters and usage entries stay when all that they name goes", async (test) => {
      const { metricId } = test;
      const runId = test.id("run");
      const transformerId = test.id("transformer");
      await test.insertMetric();
      await test.insert("runs", buildRun({ id: runId, metricId }));
      await test.insert("transformers", buildTransformer({ id: transformerId, metricId, scopeKey: metricId }));
      const entry = buildUsageEntry({ id: test.id("entry"), metricId, runId, transformerId });
      const counter = buildCounter({ id: test.id("counter"), name: `tokens:metric:${metricId}` });
      await test.insert("usageEntries", entry);
      await test.insert("counters", counter);
      await deleteRow(test, "metrics", metricId);
      await test.read("usageEntries", entry.id);
      await test.read("counters", counter.id);
      const other = buildUsageEntry({ metricId: test.id("absent"), runId, transformerId });
      await test.insert("usageEntries", other);
    });
  });
}

/** A metric with one row in every child table; ids are `name` and `name-table`. */
async function insertFamily(test: StorageTest, name: string): Promise<void> {
  const metricId = test.id(name);
  const child = (table: (typeof childTables)[number]): { id: string; metricId: string } => ({
    id: test.id(`${name}-${table}`),
    metricId,
  });
  await test.insert("metrics", buildMetric({ id: metricId }));
  await test.insert("payloads", buildPayload(child("payloads")));
  await test.insert("transformers", buildTransformer({ ...child("transformers"), scopeKey: metricId }));
  await test.insert("slots", buildSlot({ ...child("slots"), scopeKey: metricId }));
  await test.insert("charts", buildChart(child("charts")));
  await test.insert("runs", buildRun(child("runs")));
  await test.insert("stepLogs", buildStepLog({ ...child("stepLogs"), runId: test.id(`${name}-runs`) }));
}

async function deleteRow(test: StorageTest, table: TableName, id: string): Promise<void> {
  assert.equal(await test.storage.commit({ writes: [{ operation: "delete", table, id }] }), true);
  assert.equal(await test.storage.records.get({ table, id }), null);
}
