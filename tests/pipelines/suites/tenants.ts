import { describe, expect, it } from "vitest";
import { createScenario, organizationId, type PipelineTarget } from "../scenario.js";
import { readState } from "../stored-state.js";
import { sales, totalChart } from "../templates.js";

/** Another tenant's row is not found, whatever is asked of it. */
export function describeTenants(target: PipelineTarget): void {
  describe(`tenants on ${target.name}`, () => {
    it("hides every row of another organization from every method", async () => {
      const { scenario, engine, own, metricId, chartId, transformerId, runId } = await withTwoTenants();
      const before = await readState(scenario.storage);
      const notFound = (code: string) => ({ code });

      expect(await own.metrics.get(metricId)).toBeNull();
      expect(await own.metrics.list({ organizationId })).toEqual([]);
      await expect(own.metrics.update(metricId, { name: "Mine" })).rejects.toMatchObject(notFound("METRIC_NOT_FOUND"));
      expect(await own.metrics.delete(metricId)).toBe(false);
      await expect(own.refresh(metricId)).rejects.toMatchObject(notFound("METRIC_NOT_FOUND"));
      await expect(own.refresh(metricId, { type: "hard-refresh", wait: true })).rejects.toMatchObject(
        notFound("METRIC_NOT_FOUND"),
      );
      await expect(own.run("metricsmith/metric/create", {}, { metricId })).rejects.toMatchObject(
        notFound("METRIC_NOT_FOUND"),
      );
      await expect(own.progress(metricId)).rejects.toMatchObject(notFound("METRIC_NOT_FOUND"));

      expect(await own.charts.get(chartId)).toBeNull();
      expect(await own.charts.list({ metricId })).toEqual([]);
      await expect(own.charts.create({ metricId, name: "Mine" })).rejects.toMatchObject(notFound("METRIC_NOT_FOUND"));
      await expect(own.charts.update(chartId, { name: "Mine" })).rejects.toMatchObject(notFound("CHART_NOT_FOUND"));
      expect(await own.charts.delete(chartId)).toBe(false);

      expect(await own.transformers.get(transformerId)).toBeNull();
      expect(await own.transformers.history({ metricId })).toEqual([]);
      expect(await own.transformers.active({ metricId })).toBeNull();
      expect(await own.transformers.active({ chartId })).toBeNull();
      await expect(own.transformers.delete({ metricId })).rejects.toMatchObject(notFound("METRIC_NOT_FOUND"));
      expect(await own.transformers.listOrphans()).toEqual([]);
      expect(await own.transformers.deleteOrphans()).toBe(0);

      await expect(own.points.list({ metricId })).rejects.toMatchObject(notFound("METRIC_NOT_FOUND"));
      await expect(own.points.summarize({ metricId })).rejects.toMatchObject(notFound("METRIC_NOT_FOUND"));
      await expect(own.points.aggregate({ metricId, boundaries: [new Date(0), new Date(1)] })).rejects.toMatchObject(
        notFound("METRIC_NOT_FOUND"),
      );

      expect(await own.runs.get(runId)).toBeNull();
      expect(await own.runs.list({ organizationId })).toEqual([]);
      await expect(own.runs.logs(runId)).rejects.toMatchObject(notFound("RUN_NOT_FOUND"));
      await expect(own.runs.cancel(runId)).rejects.toMatchObject(notFound("RUN_NOT_FOUND"));
      await expect(
        (async () => {
          for await (const event of own.watch(runId)) throw new Error(`Saw ${event.type}`);
        })(),
      ).rejects.toMatchObject(notFound("RUN_NOT_FOUND"));

      expect(await readState(scenario.storage)).toEqual(before);
      expect(await engine.metrics.get(metricId)).not.toBeNull();
    });

    it("hears only its own events, and needs no organizationId", async () => {
      const { scenario, engine, own, metricId } = await withTwoTenants();
      const heard: string[] = [];
      own.on("run-end", (event) => void heard.push(event.organizationId));
      own.on("points-saved", (event) => void heard.push(event.organizationId));
      await engine.refresh(metricId, { wait: true });
      expect(heard).toEqual([]);
      scenario.answer(sales(1));
      const { metric, run } = await own.metrics.create({ template: "daily-sales", endpointConfig: { SHOP: "main" } });
      await run.result();
      expect(metric.organizationId).toBe("other");
      expect(heard.toSorted()).toEqual(["other", "other"]);
      expect((await own.metrics.list()).map(({ id }) => id)).toEqual([metric.id]);
      expect((await own.runs.list()).map(({ id }) => id)).toEqual([run.id]);
      expect(await engine.forOrganization(organizationId).runs.get(run.id)).toBeNull();
    });
  });

  describe(`no tenant on ${target.name}`, () => {
    it.each([undefined, null, "", 7])("is not every tenant: %s", async (missing) => {
      const engine = (await createScenario(target)).engine();
      expect(() => engine.forOrganization(missing as never)).toThrow("forOrganization was given no organization's id");
    });
  });

  async function withTwoTenants() {
    const scenario = await createScenario(target);
    const engine = scenario.engine();
    scenario.answer(sales(1, 2, 3));
    const { metric } = await engine.metrics.create({
      organizationId,
      template: "daily-sales",
      endpointConfig: { SHOP: "main" },
      start: false,
    });
    const chart = await engine.charts.create({ metricId: metric.id, name: "Total", transform: totalChart });
    const run = await engine.run("metricsmith/metric/create", {}, { organizationId, metricId: metric.id, wait: true });
    const transformer = await engine.transformers.active({ metricId: metric.id });
    const own = engine.forOrganization("other");
    return {
      scenario,
      engine,
      own,
      metricId: metric.id,
      chartId: chart.id,
      transformerId: transformer!.id,
      runId: run.id,
    };
  }
}
