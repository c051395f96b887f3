import { defineTemplate } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { metricId, withGate, withSales, values } from "../sales-metric.js";
import { eventually, finalRun, type PipelineTarget } from "../scenario.js";
import { dailySales } from "../templates.js";

const { mapping: _mapping, ...withoutMapping } = dailySales;

/** How runs are stopped, wherever they are. */
export function describeCancelling(target: PipelineTarget): void {
  describe(`cancelling runs on ${target.name}`, () => {
    it("cancels a run at work: fetch is aborted, nothing is stored, the metric is free", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const run = await engine.refresh(metricId);
      await gate.reached();
      await engine.runs.cancel(run.id);
      expect(await run.result()).toMatchObject({
        status: "cancelled",
        error: { code: "RUN_CANCELLED", message: "The run was cancelled." },
      });
      expect(scenario.fetcher.calls.at(-1)?.signal.aborted).toBe(true);
      expect(await engine.metrics.get(metricId)).toMatchObject({
        activeRunId: null,
        refreshStatus: null,
        lastError: null,
      });
      expect(await scenario.storage.records.count({ table: "payloads", where: { metricId } })).toBe(1);
    });

    it("cancels from another engine within a heartbeat", async () => {
      const { scenario, gate } = await withGate(target);
      const worker = scenario.engine({ leaseMs: 100 });
      const run = await worker.refresh(metricId);
      await gate.reached();
      await scenario.engine().runs.cancel(run.id);
      expect((await finalRun(scenario.storage, run.id)).status).toBe("cancelled");
    });

    it("cancels a run that waits behind another, and one that nobody has taken", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const active = await engine.refresh(metricId);
      await gate.reached();
      const pending = await engine.refresh(metricId);
      await scenario.engine().runs.cancel(pending.id);
      expect((await pending.result()).status).toBe("cancelled");
      expect((await engine.metrics.get(metricId))?.pendingRunId).toBeNull();
      gate.open();
      expect((await active.result()).status).toBe("completed");

      const idle = scenario.engine();
      await idle.stop();
      const queued = await idle.refresh(metricId);
      await engine.runs.cancel(queued.id);
      expect((await queued.result()).status).toBe("cancelled");
      expect(await engine.runs.logs(queued.id)).toEqual([]);
      expect(await engine.metrics.get(metricId)).toMatchObject({ activeRunId: null, refreshStatus: null });
    });

    it("leaves a final run as it is when it is cancelled", async () => {
      const { engine, gate } = await withGate(target);
      gate.open();
      const run = await engine.refresh(metricId, { wait: true });
      await engine.runs.cancel(run.id);
      expect((await engine.runs.get(run.id))?.cancelRequestedAt).toBeNull();
      await expect(engine.runs.cancel("absent")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    });

    it("ends code that is at work in the sandbox when its run is cancelled", async () => {
      const { scenario, engine } = await withSales(target);
      const endless = defineTemplate({ ...withoutMapping, transform: "const transform = () => { for (;;); };" });
      const worker = scenario.engineOf({ templates: [endless], limits: { timeoutMs: 60_000 } });
      const run = await worker.refresh(metricId);
      await eventually(async () => ((await engine.runs.logs(run.id)).length > 0 ? true : undefined), "the fetch");
      await worker.runs.cancel(run.id);
      expect((await run.result()).status).toBe("cancelled");
      expect(await values(engine)).toEqual([1, 2, 3]);
    });
  });
}
