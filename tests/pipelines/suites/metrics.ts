import { MetricsmithError } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { withCharts } from "../charted-metric.js";
import { metricId, refreshed, shop } from "../sales-metric.js";
import { createScenario, eventually, pause, type PipelineTarget } from "../scenario.js";
import { readState } from "../stored-state.js";
import { sales } from "../templates.js";

/** Rows of metrics, also while runs are at work on them. */
export function describeMetrics(target: PipelineTarget): void {
  describe(`metrics on ${target.name}`, () => {
    it("takes everything with it when it is deleted, also while a run is at work and another waits", async () => {
      const { scenario, engine } = await withCharts(target);
      let isReached = false;
      let isDeleted = false;
      scenario.answer(async () => {
        isReached = true;
        await eventually(() => isDeleted || undefined, "the deletion");
        return sales(1, 2, 3, 4);
      });
      const worker = scenario.engine();
      const run = await worker.refresh(metricId);
      const pending = await worker.refresh(metricId);
      await eventually(() => isReached || undefined, "the fetch");
      expect(await engine.metrics.delete(metricId)).toBe(true);
      isDeleted = true;
      await expect(run.result()).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
      await expect(pending.result()).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
      await pause(20);
      const { rows, points } = await readState(scenario.storage);
      expect(Object.values(rows).flat()).toEqual([]);
      expect(points).toEqual({});
      for (const generation of [0, 1, 2])
        expect((await scenario.storage.points.summarize({ metricId, generation })).count).toBe(0);
      scenario.passStorageTime(3_600_001);
      expect((await engine.sweep()).bodies).toBeGreaterThan(0);
      expect((await readState(scenario.storage)).bodies).toEqual({});
      expect(await engine.metrics.delete(metricId)).toBe(false);
    });

    it("keeps an update that is made while a run is at work", async () => {
      const { scenario, engine } = await withCharts(target);
      scenario.answer(async () => {
        await engine.metrics.update(metricId, {
          name: "Renamed",
          description: "New",
          timezone: "Europe/Berlin",
          status: "paused",
        });
        return sales(1, 2, 3, 4);
      });
      await refreshed(engine.refresh(metricId));
      expect(await engine.metrics.get(metricId)).toMatchObject({
        name: "Renamed",
        description: "New",
        timezone: "Europe/Berlin",
        status: "paused",
        refreshStatus: null,
      });
    });

    it("returns what it stored, and refuses what is wrong", async () => {
      const { engine } = await withCharts(target);
      const updated = await engine.metrics.update(metricId, { endpointConfig: { SHOP: "branch" }, description: null });
      expect(await engine.metrics.get(metricId)).toEqual(updated);
      await expect(engine.metrics.update(metricId, { endpointConfig: { SHOP: "a", EXTRA: 1 } })).rejects.toMatchObject({
        code: "PARAMETERS_INVALID",
      });
      await expect(engine.metrics.update(metricId, { timezone: "Mars/Olympus" })).rejects.toMatchObject({
        code: "PARAMETERS_INVALID",
      });
      await expect(engine.metrics.update("absent", { name: "x" })).rejects.toMatchObject({ code: "METRIC_NOT_FOUND" });
      expect(await engine.metrics.get(metricId)).toEqual(updated);
    });

    it("refuses an id that is taken, changing nothing", async () => {
      const { scenario, engine } = await withCharts(target);
      const before = await readState(scenario.storage);
      const error = await engine.metrics.create(shop).catch((caught: unknown) => caught);
      expect(MetricsmithError.isInstance(error) && error.code).toBe("RECORD_CONFLICT");
      expect(await readState(scenario.storage)).toEqual(before);
    });

    it("lists newest first, page by page", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      for (const id of ["a", "b", "c"]) {
        await engine.metrics.create({ ...shop, id, start: false });
        scenario.clock.advance(1_000);
      }
      const [newest, middle] = await engine.metrics.list({ limit: 2 });
      expect([newest?.id, middle?.id]).toEqual(["c", "b"]);
      expect((await engine.metrics.list({ after: middle, limit: 2 })).map(({ id }) => id)).toEqual(["a"]);
      expect(await engine.metrics.list({ templateId: "queue-length" })).toEqual([]);
    });

    it("neither stores nor starts anything without `start`, until it is refreshed", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      const { run } = await engine.metrics.create({ ...shop, start: false });
      expect(run).toBeNull();
      expect(await engine.runs.list()).toEqual([]);
      scenario.answer(sales(1, 2));
      expect(await refreshed(engine.refresh(metricId))).toMatchObject({
        points: { inserted: 2 },
        transformer: { outcome: "created" },
        charts: { updated: 1 },
      });
    });
  });
}
