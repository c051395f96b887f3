import { definePipeline, step } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createScenario, eventually, finalRun, organizationId, type PipelineTarget, rejectionOf } from "../scenario.js";
import { sales } from "../templates.js";

function waitingPipeline(onWork: () => void) {
  return definePipeline({
    name: "wait",
    provider: "host",
    displayName: "Wait",
    description: "Works until it is told to stop.",
    parameters: z.object({}),
    steps: [
      step({
        name: "working",
        displayName: "Working...",
        run: async (_parameters: object, context) => {
          onWork();
          await new Promise((resolve) => context.signal.addEventListener("abort", resolve, { once: true }));
          return null;
        },
      }),
    ],
  });
}

/** Runs that change hands without harm, and requests that find one waiting already. */
export function describeHandedOver(target: PipelineTarget): void {
  describe(`runs that nobody works on, on ${target.name}`, () => {
    it("go on after any number of shutdowns, which are no failures of the run", async () => {
      const scenario = await createScenario(target);
      let works = 0;
      const pipelines = [waitingPipeline(() => works++)];
      const first = scenario.engine({ pipelines });
      const { id } = await first.run("host/wait", {}, { organizationId });
      await eventually(() => (works === 1 ? true : undefined), "the run to be worked on");
      await first.stop({ timeoutMs: 0 });
      for (let worker = 2; worker <= 8; worker++) {
        const engine = scenario.engine({ pipelines, pollIntervalMs: 10 });
        await engine.start();
        await eventually(() => (works === worker ? true : undefined), `worker ${worker} to take the run`);
        await engine.stop({ timeoutMs: 0 });
      }
      const run = await scenario.engine().runs.get(id);
      expect(run).toMatchObject({ attempt: 8, handOvers: 8, errorCode: null, leaseOwner: null });
    });

    it("can be cancelled where their pipeline is not registered", async () => {
      const scenario = await createScenario(target);
      let works = 0;
      const elsewhere = scenario.engine({ pipelines: [waitingPipeline(() => works++)] });
      const { id } = await elsewhere.run("host/wait", {}, { organizationId });
      await eventually(() => (works === 1 ? true : undefined), "the run to be worked on");
      await elsewhere.stop({ timeoutMs: 0 });
      await scenario.engine().runs.cancel(id);
      expect(await finalRun(scenario.storage, id)).toMatchObject({ status: "cancelled", errorCode: "RUN_CANCELLED" });
    });
  });

  describe(`joining on ${target.name}`, () => {
    it("joins only a run with the same parameters", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(1));
      const engine = scenario.engine();
      const shop = { template: "daily-sales", endpointConfig: { SHOP: "main" } } as const;
      const { metric, run } = await engine.metrics.create({ organizationId, ...shop });
      await run.result();
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      scenario.answer(async () => {
        await gate;
        return sales(1);
      });
      const active = await engine.refresh(metric.id);
      await eventually(
        async () => ((await engine.runs.get(active.id))?.status === "processing" ? true : undefined),
        "the active run",
      );
      const rebuild = await engine.refresh(metric.id, { type: "hard-refresh", history: "rebuild" });
      const again = await engine.refresh(metric.id, { type: "hard-refresh", history: "rebuild" });
      expect(again).toMatchObject({ id: rebuild.id, joined: true });
      const discard = await rejectionOf(engine.refresh(metric.id, { type: "hard-refresh", history: "discard" }));
      expect(discard).toMatchObject({ code: "METRIC_BUSY", details: { runId: rebuild.id } });
      open();
      expect([(await active.result()).status, (await rebuild.result()).status]).toEqual(["completed", "completed"]);
    });
  });
}
