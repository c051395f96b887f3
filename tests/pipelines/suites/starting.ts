import { describe, expect, it } from "vitest";
import { metricId, withGate } from "../sales-metric.js";
import { finalRun, type PipelineTarget, rejectionOf } from "../scenario.js";

/** Which runs start, join, wait or are refused. */
export function describeStarting(target: PipelineTarget): void {
  describe(`starting runs on ${target.name}`, () => {
    it("joins a run of the same pipeline that has not started, and lets one wait behind an active one", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const active = await engine.refresh(metricId);
      await gate.reached();
      const pending = await engine.refresh(metricId);
      const joined = await scenario.engine().refresh(metricId);
      expect([active.joined, pending.joined, joined.joined]).toEqual([false, false, true]);
      expect(joined.id).toBe(pending.id);
      expect(pending.id).not.toBe(active.id);
      expect(await engine.metrics.get(metricId)).toMatchObject({ activeRunId: active.id, pendingRunId: pending.id });
      gate.open();
      expect((await pending.result()).status).toBe("completed");
      expect((await engine.runs.get(pending.id))!.startedAt).not.toBeNull();
      expect(await engine.metrics.get(metricId)).toMatchObject({
        activeRunId: null,
        pendingRunId: null,
        refreshStatus: null,
      });
    });

    it("refuses another pipeline while one waits, naming the run that waits", async () => {
      const { engine, gate } = await withGate(target);
      await engine.refresh(metricId);
      await gate.reached();
      const pending = await engine.refresh(metricId, { type: "hard-refresh" });
      const error = await rejectionOf(engine.refresh(metricId));
      expect(error).toMatchObject({ code: "METRIC_BUSY", details: { metricId, runId: pending.id } });
      expect(error.message).toBe(
        `Metric ${metricId} is busy: run ${pending.id} waits already and does something else. Wait for it, or cancel it.`,
      );
      gate.open();
      expect((await pending.result()).status).toBe("completed");
    });

    it("makes of 50 refreshes on two engines at once one active and one pending run", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const second = scenario.engine();
      const runs = await Promise.all(
        Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? engine : second).refresh(metricId)),
      );
      gate.open();
      const ids = [...new Set(runs.map(({ id }) => id))];
      expect(ids.length).toBeLessThanOrEqual(2);
      expect(runs.filter(({ joined }) => !joined)).toHaveLength(ids.length);
      for (const id of ids) expect((await finalRun(scenario.storage, id)).status).toBe("completed");
      expect(
        await scenario.storage.records.count({ table: "runs", where: { metricId, pipeline: "soft-refresh" } }),
      ).toBe(ids.length);
    });

    it("keeps one active run per metric when engines refresh while it is at work", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const active = await engine.refresh(metricId);
      await gate.reached();
      const second = scenario.engine();
      const runs = await Promise.all(
        Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? engine : second).refresh(metricId)),
      );
      expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
      expect(runs[0]?.id).not.toBe(active.id);
      gate.open();
      expect((await finalRun(scenario.storage, runs[0]!.id)).attempt).toBe(1);
      expect(scenario.fetcher.calls).toHaveLength(3);
    });

    it("lets a policy refuse with a stable code, starting and changing nothing", async () => {
      const { scenario } = await withGate(target);
      for (const [check, sentence] of [
        [() => "only on weekdays", "only on weekdays"],
        [() => Promise.reject(new Error("no answer")), "it could not be asked (no answer)"],
      ] as const) {
        const run = await scenario
          .engine({ policies: [{ name: "calendar", check }] })
          .refresh(metricId, { wait: true });
        expect(await run.result()).toMatchObject({
          status: "failed",
          error: { code: "RUN_REFUSED", message: `Policy calendar refused the run: ${sentence}` },
        });
      }
      expect(scenario.fetcher.calls).toHaveLength(1);
      expect(await scenario.engine().metrics.get(metricId)).toMatchObject({
        lastError: null,
        activeRunId: null,
        refreshStatus: null,
      });
    });
  });
}
