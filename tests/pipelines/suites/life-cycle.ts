import { errorCodes } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { metricId, shop, withSales, collectEvents } from "../sales-metric.js";
import { stepsOf } from "../metric-steps.js";
import { createScenario, finalRun, organizationId, pause, type PipelineTarget } from "../scenario.js";
import { sales } from "../templates.js";

/** What becomes of a run, as storage tells it. */
export function describeLifeCycle(target: PipelineTarget): void {
  describe(`life cycle of runs on ${target.name}`, () => {
    it.each(["create", "soft-refresh", "hard-refresh"] as const)(
      "%s has exactly its steps and texts, as described and as done",
      async (name) => {
        const { scenario, engine } = await withSales(target);
        const described = engine.pipelines.list().find(({ address }) => address === `metricsmith/metric/${name}`);
        expect(described?.steps.map((step) => [step.name, step.displayName])).toEqual(stepsOf[name]);
        const run = await engine.run(`metricsmith/metric/${name}`, {}, { organizationId, metricId, wait: true });
        const logs = await engine.runs.logs(run.id);
        expect(logs.map((log) => [log.step, log.displayName, log.status])).toEqual(
          stepsOf[name].map((step) => [...step, "completed"]),
        );
        expect(logs.map((log) => log.sequence)).toEqual(stepsOf[name].map((_, index) => index + 1));
        expect(scenario.fetcher.calls.length).toBeGreaterThan(0);
      },
    );

    it("goes from pending through validating and processing to completed, and the metric's refresh status with it", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(1));
      const seen: string[] = [];
      const look = async (runId: string, metricId: string, at: string) => {
        const run = await scenario.storage.records.get({ table: "runs", id: runId });
        const metric = await scenario.storage.records.get({ table: "metrics", id: metricId });
        seen.push(`${at}: ${run?.status} ${metric?.refreshStatus}`);
      };
      const policies = [
        {
          name: "watch",
          check: async ({ run }: { run: { id: string; metricId: string | null } }) => (
            await look(run.id, run.metricId ?? "", "policy"),
            true as const
          ),
        },
      ];
      const engine = scenario.engine({ policies, pollIntervalMs: 10 });
      const idle = scenario.engine();
      await idle.stop();
      await engine.metrics.create({ ...shop, start: false });
      scenario.answer(async () => (await look((await engine.runs.list())[0]!.id, metricId, "fetch"), sales(1)));
      const run = await idle.refresh(metricId);
      await look(run.id, metricId, "started");
      await engine.start();
      await run.result();
      await look(run.id, metricId, "ended");
      await engine.stop();
      expect(seen).toEqual([
        "started: pending pending",
        "policy: validating pending",
        "fetch: processing processing",
        "ended: completed null",
      ]);
    });

    it("ends a run that was taken over too often", async () => {
      const { scenario, engine } = await withSales(target);
      const idle = scenario.engine();
      await idle.stop();
      const { id } = await idle.refresh(metricId);
      await scenario.storage.commit({ writes: [{ operation: "update", table: "runs", id, set: { attempt: 5 } }] });
      const worker = scenario.engine({ pollIntervalMs: 10 });
      await worker.start();
      expect(await finalRun(scenario.storage, id)).toMatchObject({
        status: "failed",
        errorCode: "RUN_ATTEMPTS_EXHAUSTED",
        attempt: 6,
      });
      await worker.stop();
      expect(await engine.metrics.get(metricId)).toMatchObject({
        activeRunId: null,
        lastErrorCode: "RUN_ATTEMPTS_EXHAUSTED",
      });
    });

    it("tells the progress of a metric from storage with the fields of the events", async () => {
      const { scenario, engine } = await withSales(target);
      expect((await engine.progress(metricId))?.status).toBe("completed");
      let during: unknown;
      scenario.answer(async () => {
        during = await scenario.engine().progress(metricId);
        return sales(1, 2);
      });
      const run = await engine.refresh(metricId);
      await run.result();
      expect(during).toEqual({
        runId: run.id,
        pipeline: "soft-refresh",
        status: "processing",
        isProcessing: true,
        currentStep: { step: "fetching-api-data", displayName: "Fetching latest data..." },
        completedSteps: [],
        totalSteps: 5,
        ratio: 0,
        error: null,
      });
      expect(await engine.progress(metricId)).toMatchObject({
        runId: run.id,
        status: "completed",
        isProcessing: false,
        ratio: 1,
        currentStep: null,
      });
    });

    it("has no progress before the first run, and none of an absent metric", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      await engine.metrics.create({ ...shop, start: false });
      expect(await engine.progress(metricId)).toBeNull();
      await expect(engine.progress("absent")).rejects.toMatchObject({ code: "METRIC_NOT_FOUND" });
      await expect(collectEvents(engine, "absent")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    });

    it("resolves result() of a failed run, and rejects nothing that nobody asked for", async () => {
      const { scenario, engine } = await withSales(target);
      const unhandled: unknown[] = [];
      const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
      process.on("unhandledRejection", onUnhandled);
      scenario.answer(new Error("the API is gone"));
      const run = await engine.refresh(metricId);
      const ended = await finalRun(scenario.storage, run.id);
      expect(ended).toMatchObject({
        status: "failed",
        errorCode: "STEP_FAILED",
        errorMessage: "fetching-api-data: the API is gone",
        currentStep: null,
      });
      expect(await run.result()).toEqual({
        runId: run.id,
        status: "failed",
        result: null,
        error: {
          code: "STEP_FAILED",
          message: "fetching-api-data: the API is gone",
          category: "internal",
          nextStep: errorCodes.STEP_FAILED.nextStep,
        },
      });
      expect((await collectEvents(engine, run.id)).map(({ type }) => type)).toEqual([
        "run-start",
        "step-error",
        "run-error",
      ]);
      const waited = await engine.refresh(metricId, { wait: true });
      expect((await waited.result()).status).toBe("failed");
      await pause(5);
      process.off("unhandledRejection", onUnhandled);
      expect(unhandled).toEqual([]);
      const metric = await engine.metrics.get(metricId);
      expect(metric).toMatchObject({ refreshStatus: null, activeRunId: null, lastErrorCode: "STEP_FAILED" });
    });

    it("forgets the error with the next success", async () => {
      const { scenario, engine } = await withSales(target);
      scenario.answer(new Error("the API is gone"));
      await engine.refresh(metricId, { wait: true });
      scenario.answer(sales(1, 2));
      await engine.refresh(metricId, { wait: true });
      expect(await engine.metrics.get(metricId)).toMatchObject({
        lastError: null,
        lastErrorCode: null,
        lastFetchedAt: scenario.clock.now(),
      });
    });
  });
}
