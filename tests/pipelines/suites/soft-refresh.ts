import { defineTemplate } from "@metricsmith/core";
import type { StoredDataPoint } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { dyingAfterStep } from "../intercepted-storage.js";
import { metricId, refreshed, shop, values, withSales } from "../sales-metric.js";
import {
  createScenario,
  eventually,
  finalRun,
  organizationId,
  type PipelineTarget,
  type Scenario,
} from "../scenario.js";
import { readState, unchangedByFailure } from "../stored-state.js";
import { dailySales, sales } from "../templates.js";

/** What soft refreshes add, replace and keep. */
export function describeSoftRefresh(target: PipelineTarget): void {
  describe(`soft refreshes on ${target.name}`, () => {
    it("adds new points, replaces changed ones, and leaves equal ones alone", async () => {
      const { scenario, engine } = await withSales(target);
      expect(await refreshed(engine.refresh(metricId))).toMatchObject({
        points: { inserted: 0, replaced: 0, unchanged: 3 },
        transformer: { outcome: "reused", version: 1 },
      });
      scenario.answer(sales(1, 20, 3, 4));
      expect(await refreshed(engine.refresh(metricId))).toMatchObject({
        points: { inserted: 1, replaced: 1, unchanged: 2, carriedOver: 0, deleted: 0 },
      });
      expect(await values(engine)).toEqual([1, 20, 3, 4]);
      expect((await engine.metrics.get(metricId))?.liveGeneration).toBe(1);
      const [chart] = await engine.charts.list({ metricId });
      expect(chart?.chartConfig?.["chartData"]).toHaveLength(4);
    });

    it("counts a save that is repeated once, and again when the run begins anew under another definition", async () => {
      for (const [definitionHash, step, expected] of [
        [undefined, "executing-ingestion-transformer", { inserted: 1, replaced: 1, unchanged: 2 }],
        ["of another version", "saving-timeseries-data", { inserted: 0, replaced: 0, unchanged: 4 }],
      ] as const) {
        const { scenario, engine } = await withSales(target);
        scenario.answer(sales(1, 20, 3, 4));
        const dying = dyingAfterStep(scenario.storage, step);
        const run = await scenario.engine({ storage: dying.storage }).refresh(metricId);
        await eventually(() => dying.isDead() || undefined, "the first engine to die");
        if (definitionHash === undefined) {
          // What the first process saved, and died before it could say so.
          const { id, attempt } = (await engine.runs.get(run.id))!;
          const [payload] = await scenario.storage.records.find({ table: "payloads", where: { runId: id }, limit: 1 });
          const points = sales(1, 20, 3, 4).json.items.map(({ day, amount }) => point(day, amount, payload!.id));
          const receipt = `${payload!.id}:0`;
          await scenario.storage.points.upsert({
            metricId,
            generation: 1,
            points,
            fence: { runId: id, attempt },
            receipt,
          });
        }
        if (definitionHash !== undefined) {
          const set = { definitionHash };
          await scenario.storage.commit({ writes: [{ operation: "update", table: "runs", id: run.id, set }] });
        }
        expect(Object.keys((await engine.runs.get(run.id))!.receipts)).toHaveLength(1);
        scenario.passStorageTime(31_000);
        const second = scenario.engine({ pollIntervalMs: 10 });
        await second.start();
        const ended = await finalRun(scenario.storage, run.id);
        await second.stop();
        expect(ended.result).toMatchObject({ points: expected });
        expect(ended.receipts).toEqual({});
      }
    });

    it("keeps what the API no longer shows, and takes no records for no new data", async () => {
      const { scenario, engine } = await withSales(target);
      scenario.answer(sales());
      expect(await refreshed(engine.refresh(metricId))).toMatchObject({
        points: { inserted: 0, replaced: 0, unchanged: 0 },
      });
      expect(await values(engine)).toEqual([1, 2, 3]);
      expect((await engine.metrics.get(metricId))?.status).toBe("active");
    });

    it("waits for data when there is none at creation, and goes on when there is", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      scenario.answer(sales());
      const { run } = await engine.metrics.create(shop);
      expect((await run.result()).status).toBe("completed");
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "awaiting-data", lastError: null });
      scenario.answer(sales(5));
      expect(await refreshed(engine.refresh(metricId))).toMatchObject({ points: { inserted: 1 } });
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "active" });
      expect(await values(engine)).toEqual([5]);
    });

    it("fails when records are there but no points come out of them, losing nothing", async () => {
      const { scenario, engine } = await withSales(target);
      const before = await kept(scenario);
      scenario.answer({ json: { items: [{ date: "2026-03-04", total: 4 }] } });
      const run = await engine.refresh(metricId, { wait: true });
      const { error } = await run.result();
      expect(error).toMatchObject({ code: "TRANSFORM_FAILED", category: "data" });
      expect(error?.message).toContain('The only record lacks a time at "day". It has: date, total.');
      expect((await engine.runs.get(run.id))?.errorMessage).toMatch(/^executing-ingestion-transformer: /);
      expect(await kept(scenario)).toEqual(before);
    });

    it("makes a gauge point at each fetch, and replaces a snapshot as a whole", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      scenario.answer((endpoint) => ({
        json: endpoint.endsWith("queue") ? { length: 4 } : [{ order: 1 }, { order: 2 }],
      }));
      const gauge = await engine.metrics.create({ organizationId, id: "gauge", template: "queue-length" });
      const snapshot = await engine.metrics.create({
        organizationId,
        id: "snapshot",
        template: "open-orders",
        endpointConfig: {},
      });
      await Promise.all([gauge.run.result(), snapshot.run.result()]);
      const first = scenario.clock.now();
      scenario.clock.advance(3_600_000);
      scenario.answer((endpoint) => ({ json: endpoint.endsWith("queue") ? { length: 6 } : [{ order: 2 }] }));
      expect(await refreshed(engine.refresh("gauge"))).toMatchObject({
        points: { inserted: 1, replaced: 0, deleted: 0 },
      });
      expect(await refreshed(engine.refresh("snapshot"))).toMatchObject({ points: { inserted: 1, deleted: 1 } });
      expect(
        (await engine.points.list({ metricId: "gauge" })).map(({ timestamp, value }) => [timestamp, value]),
      ).toEqual([
        [first, 4],
        [scenario.clock.now(), 6],
      ]);
      expect(
        (await engine.points.list({ metricId: "snapshot" })).map(({ value, dimensions }) => [value, dimensions]),
      ).toEqual([[1, { items: [{ order: 2 }] }]]);
      expect((await engine.metrics.get("snapshot"))?.liveGeneration).toBe(2);
    });

    it("compiles a changed mapping anew, without being asked", async () => {
      const { scenario, engine } = await withSales(target);
      const inCents = defineTemplate({
        ...dailySales,
        mapping: { ...dailySales.mapping!, value: { path: "amount", scale: 100 } },
      });
      const changed = scenario.engineOf({ templates: [inCents] });
      scenario.answer(sales(1, 2, 3, 4));
      expect(await refreshed(changed.refresh(metricId))).toMatchObject({
        points: { inserted: 1, replaced: 3 },
        transformer: { outcome: "created", version: 2 },
      });
      expect(await values(engine)).toEqual([100, 200, 300, 400]);
      expect((await engine.transformers.active({ metricId }))?.version).toBe(2);
      expect(
        (await engine.transformers.history({ metricId, kind: "ingestion" })).map(({ version }) => version),
      ).toEqual([2, 1]);
    });

    it("makes a transformer again after it was deleted", async () => {
      const { engine } = await withSales(target);
      expect(await engine.transformers.delete({ metricId })).toEqual({ ingestion: 1, chart: 0 });
      expect(await engine.transformers.active({ metricId })).toBeNull();
      expect(await values(engine)).toEqual([1, 2, 3]);
      expect(await refreshed(engine.refresh(metricId))).toMatchObject({
        points: { unchanged: 3 },
        transformer: { outcome: "created", version: 1 },
      });
    });
  });
}

function point(day: string, value: number, payloadId: string): StoredDataPoint {
  return { series: "", timestamp: new Date(day), value, dimensions: null, payloadId, transformerVersion: 1 };
}

/** What must outlive a failure behind the fetch, which archives the response for a person to look at. */
async function kept({ storage }: Scenario): Promise<unknown> {
  const state = await readState(storage);
  return unchangedByFailure({ ...state, rows: { ...state.rows, payloads: [] }, bodies: {} });
}
