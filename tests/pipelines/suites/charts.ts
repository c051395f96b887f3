import type { CommitInput } from "@metricsmith/core/adapter";
import { buildTransformer } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { withCharts } from "../charted-metric.js";
import { hasBoundaryOf, interceptedStorage } from "../intercepted-storage.js";
import { metricId, refreshed, shop, values } from "../sales-metric.js";
import { organizationId, type PipelineTarget } from "../scenario.js";
import { sales, totalChart } from "../templates.js";

/** Charts and the code behind metrics and charts. */
export function describeCharts(target: PipelineTarget): void {
  describe(`charts on ${target.name}`, () => {
    it("keeps points and the previous picture when a chart fails, while the others are drawn", async () => {
      const { scenario, engine, fragile, builtIn } = await withCharts(target);
      const picture = (await engine.charts.get(fragile))!.chartConfig;
      scenario.answer(sales(1, 2, 3, 4));
      const failedAt = scenario.clock.now();
      expect(await refreshed(engine.refresh(metricId))).toMatchObject({
        points: { inserted: 1 },
        charts: {
          updated: 1,
          failed: [
            { chartId: fragile, code: "TRANSFORM_FAILED", message: expect.stringContaining("too many rows") as string },
          ],
        },
      });
      expect(await engine.charts.get(fragile)).toMatchObject({
        chartConfig: picture,
        lastErrorCode: "TRANSFORM_FAILED",
        staleSince: failedAt,
      });
      expect(rowsOf((await engine.charts.get(builtIn))?.chartConfig)).toHaveLength(4);
      expect(await values(engine)).toEqual([1, 2, 3, 4]);

      scenario.clock.advance(60_000);
      await refreshed(engine.refresh(metricId));
      expect((await engine.charts.get(fragile))?.staleSince).toEqual(failedAt);
      await engine.charts.update(fragile, { transform: totalChart });
      await refreshed(engine.refresh(metricId));
      expect(await engine.charts.get(fragile)).toMatchObject({
        lastError: null,
        lastErrorCode: null,
        staleSince: null,
        chartConfig: { title: "Total of 4" },
      });
      expect((await engine.transformers.active({ chartId: fragile }))?.version).toBe(2);
    });

    it("does not keep a hard refresh from going live, and keeps the failed chart's code", async () => {
      const { scenario, engine, fragile } = await withCharts(target);
      const code = (await engine.transformers.active({ chartId: fragile }))!.id;
      scenario.answer(sales(1, 2, 3, 4));
      expect((await refreshed(engine.refresh(metricId, { type: "hard-refresh" }))).charts).toMatchObject({
        updated: 1,
        failed: [{ chartId: fragile }],
      });
      expect((await engine.metrics.get(metricId))?.liveGeneration).toBe(2);
      expect((await engine.transformers.active({ chartId: fragile }))?.id).toBe(code);
    });

    it("draws only the chart that a refresh is narrowed to", async () => {
      const { scenario, engine, fragile, builtIn } = await withCharts(target);
      const before = (await engine.charts.get(builtIn))!;
      scenario.answer(sales(1, 2, 30));
      for (const type of ["soft-refresh", "hard-refresh"] as const) {
        expect((await refreshed(engine.refresh(metricId, { type, chartId: fragile }))).charts).toEqual({
          updated: 1,
          failed: [],
        });
        expect(await engine.charts.get(builtIn)).toEqual(before);
      }
      expect((await engine.charts.get(fragile))?.chartConfig).toMatchObject({ chartData: [{ value: 33 }] });
    });

    it("refuses to narrow a refresh to a chart that is not the metric's", async () => {
      const { engine } = await withCharts(target);
      const { chart } = await engine.metrics.create({ ...shop, id: "other", start: false });
      for (const chartId of ["absent", chart.id]) {
        await expect(engine.refresh(metricId, { chartId })).rejects.toMatchObject({ code: "CHART_NOT_FOUND" });
      }
    });

    it("draws charts that were made or changed since, with the next refresh", async () => {
      const { engine, builtIn } = await withCharts(target);
      const made = await engine.charts.create({ metricId, name: "Bars", preferences: { chartType: "bar" } });
      await engine.charts.update(builtIn, { name: "Renamed", preferences: { chartType: "area" } });
      expect(made.chartConfig).toBeNull();
      await refreshed(engine.refresh(metricId));
      expect(
        (await engine.charts.list({ metricId })).map(({ name, chartConfig }) => [name, chartConfig?.["chartType"]]),
      ).toEqual([
        ["Renamed", "area"],
        ["Total", "kpi"],
        ["Bars", "bar"],
      ]);
      await expect(engine.charts.create({ metricId, name: "", preferences: {} })).rejects.toMatchObject({
        code: "PARAMETERS_INVALID",
      });
      await expect(engine.charts.update(builtIn, { preferences: { timezone: "Mars/Olympus" } })).rejects.toMatchObject({
        code: "PARAMETERS_INVALID",
      });
      await expect(engine.charts.update("absent", { name: "x" })).rejects.toMatchObject({ code: "CHART_NOT_FOUND" });
    });

    it("deletes a chart with its transformers, also while a run draws it", async () => {
      const { scenario, engine, fragile } = await withCharts(target);
      scenario.answer(async () => {
        await engine.charts.delete(fragile);
        return sales(1);
      });
      expect((await refreshed(engine.refresh(metricId))).charts).toEqual({ updated: 1, failed: [] });
      expect(await engine.charts.delete(fragile)).toBe(false);
      expect(await engine.transformers.history({ metricId, kind: "chart" })).toEqual([]);
      expect(await scenario.storage.records.count({ table: "slots", where: { kind: "chart" } })).toBe(0);
    });
  });

  describe(`charts that change while a run draws them on ${target.name}`, () => {
    it("are left out when they are deleted after they were drawn, in the same attempt", async () => {
      const { scenario, engine, fragile, builtIn } = await withCharts(target);
      const storage = interceptedStorage(scenario.storage, async ({ name, input }, apply) => {
        const answer = await apply();
        if (name === "commit" && hasBoundaryOf(input as CommitInput, "executing-chart-transformer")) {
          await engine.charts.delete(fragile);
        }
        return answer;
      });
      const run = await scenario.engine({ storage }).refresh(metricId, { wait: true });
      expect((await run.result()).result?.charts).toEqual({ updated: 1, failed: [] });
      expect(await engine.runs.get(run.id)).toMatchObject({ status: "completed", attempt: 1 });
      expect(await engine.charts.get(builtIn)).toMatchObject({ chartConfigUpdatedAt: scenario.clock.now() });
    });
  });

  describe(`transformers on ${target.name}`, () => {
    it.each([
      [undefined, { ingestion: 1, chart: 1 }],
      ["ingestion", { ingestion: 1, chart: 0 }],
      ["chart", { ingestion: 0, chart: 1 }],
    ] as const)("deletes %s and says how many, keeping points and pictures", async (kind, counts) => {
      const { engine } = await withCharts(target);
      const before = await engine.charts.list({ metricId });
      expect(await engine.transformers.delete({ metricId, kind })).toEqual(counts);
      expect(await engine.transformers.delete({ metricId, kind })).toEqual({ ingestion: 0, chart: 0 });
      expect(await engine.transformers.history({ metricId })).toHaveLength(2 - counts.ingestion - counts.chart);
      expect(await engine.charts.list({ metricId })).toEqual(before);
      expect(await engine.points.list({ metricId })).toHaveLength(3);
      expect(await refreshed(engine.refresh(metricId))).toMatchObject({
        transformer: { outcome: counts.ingestion === 1 ? "created" : "reused" },
        charts: { updated: 2 },
      });
    });

    it("goes on with a new transformer when the old one is deleted during the fetch", async () => {
      const { scenario, engine } = await withCharts(target);
      const other = scenario.engine();
      scenario.answer(async () => {
        await other.transformers.delete({ metricId });
        return sales(1, 2, 3, 4);
      });
      const result = await (await engine.refresh(metricId)).result();
      expect(result.status).toBe("completed");
      expect(await engine.points.list({ metricId })).toHaveLength(4);
    });

    it("finds and deletes transformers whose chart is gone", async () => {
      const { scenario, engine } = await withCharts(target);
      const orphan = buildTransformer({ id: "orphan", organizationId, kind: "chart", scopeKey: "gone", metricId });
      await scenario.storage.commit({ writes: [{ operation: "insert", table: "transformers", row: orphan }] });
      expect((await engine.transformers.listOrphans()).map(({ id }) => id)).toEqual(["orphan"]);
      expect(await engine.transformers.deleteOrphans()).toBe(1);
      expect(await engine.transformers.listOrphans()).toEqual([]);
      expect(await engine.transformers.history({ metricId })).toHaveLength(2);
    });
  });
}

function rowsOf(chartConfig: unknown): unknown[] {
  return (chartConfig as { chartData: unknown[] }).chartData;
}
