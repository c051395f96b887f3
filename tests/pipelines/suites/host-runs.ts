import { definePipeline, type Pipeline, step } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { dyingAfterStep, interceptedStorage } from "../intercepted-storage.js";
import { metricId, withGate, withSales } from "../sales-metric.js";
import {
  createScenario,
  eventually,
  finalRun,
  organizationId,
  pause,
  type PipelineTarget,
  rejectionOf,
} from "../scenario.js";
import { sales } from "../templates.js";

const base = { displayName: "Test", description: "A pipeline of the host's own.", parameters: z.object({}) } as const;

/** Runs of the host's own pipelines: how they start, follow each other, and go on elsewhere. */
export function describeHostRuns(target: PipelineTarget): void {
  describe(`runs of the host on ${target.name}`, () => {
    it("names an unknown pipeline, and what is wrong with parameters", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      const error = await rejectionOf(engine.run("acme/billing/sum", {}, { organizationId }));
      expect(error).toMatchObject({ code: "PIPELINE_NOT_FOUND" });
      expect(error.message).toMatch(/^Pipeline not found: acme\/billing\/sum\b/);
      expect(error.message).toContain("metricsmith/metric/create");
      const wrong = await rejectionOf(
        engine.run("metricsmith/metric/hard-refresh", { history: "forget" }, { organizationId, metricId: "m" }),
      );
      expect(wrong).toMatchObject({ code: "PARAMETERS_INVALID" });
      expect(wrong.message).toContain("history");
      await expect(engine.run("metricsmith/metric/create", {}, { organizationId })).rejects.toMatchObject({
        code: "PARAMETERS_INVALID",
      });
    });

    it("restarts a run of a changed definition at the first step, with the response that is archived", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(1, 2));
      const dying = dyingAfterStep(scenario.storage, "executing-ingestion-transformer");
      await scenario
        .engine({ storage: dying.storage })
        .metrics.create({ organizationId, id: "m", template: "daily-sales", endpointConfig: { SHOP: "main" } });
      await eventually(() => dying.isDead() || undefined, "the first engine to die");
      const [stored] = await scenario.storage.records.find({ table: "runs", limit: 1 });
      expect(stored?.completedSteps).toBeGreaterThan(1);
      await scenario.storage.commit({
        writes: [{ operation: "update", table: "runs", id: stored!.id, set: { definitionHash: "of another version" } }],
      });
      scenario.passStorageTime(31_000);
      const second = scenario.engine({ pollIntervalMs: 10 });
      await second.start();
      expect(await finalRun(scenario.storage, stored!.id)).toMatchObject({ status: "completed", completedSteps: 7 });
      await second.stop();
      expect(scenario.fetcher.calls).toHaveLength(1);
      const steps = (await second.runs.logs(stored!.id)).map((log) => log.step);
      expect(steps.filter((name) => name === "fetching-api-data")).toHaveLength(2);
      expect(steps.slice(-7)[0]).toBe("fetching-api-data");
      const events: number[] = [];
      for await (const event of second.watch(stored!.id)) events.push(event.index);
      expect(events).toEqual(events.map((_, index) => index));
      expect((await second.points.list({ metricId: "m" })).map(({ value }) => value)).toEqual([1, 2]);
    });

    it("leaves a run to processes that know its pipeline, also when they know another of its name", async () => {
      const scenario = await createScenario(target);
      const sync = (provider: string) =>
        definePipeline({
          ...base,
          name: "sync",
          provider,
          steps: [step({ name: "only", displayName: "Only", run: () => provider })],
        });
      const idle = scenario.engine({ pipelines: [sync("acme")] });
      await idle.stop();
      const { id } = await idle.run("acme/sync", {}, { organizationId });
      const stranger = scenario.engine({ pipelines: [sync("other")], pollIntervalMs: 10 });
      await stranger.start();
      const own = await stranger.run("other/sync", {}, { organizationId, wait: true });
      expect((await own.result()).result).toBe("other");
      await pause(50);
      expect(await stranger.runs.get(id)).toMatchObject({ status: "pending", attempt: 0 });
      const knowing = scenario.engine({ pipelines: [sync("other"), sync("acme")], pollIntervalMs: 10 });
      await knowing.start();
      expect(await finalRun(scenario.storage, id)).toMatchObject({ status: "completed", result: "acme" });
      await Promise.all([stranger.stop(), knowing.stop()]);
    });

    it.each([
      ["stores", "commit"],
      ["claims", "records.claim"],
    ])("works on no run that it %s while it stops", async (_what, call) => {
      const { scenario } = await withSales(target);
      const idle = scenario.engine();
      await idle.stop();
      if (call === "records.claim") await idle.refresh(metricId);
      let isReached = false;
      let isOpen = false;
      const storage = interceptedStorage(scenario.storage, async ({ name }, apply) => {
        const answer = await apply();
        if (name === call && !isReached) {
          isReached = true;
          await eventually(() => isOpen || undefined, "the stop");
        }
        return answer;
      });
      const engine = scenario.engine({ storage, pollIntervalMs: 10 });
      if (call === "records.claim") await engine.start();
      const starting = call === "commit" ? engine.refresh(metricId) : undefined;
      await eventually(() => isReached || undefined, call);
      const stopping = engine.stop({ timeoutMs: 1 });
      isOpen = true;
      await stopping;
      await starting;
      const [run] = await idle.runs.list({ metricId });
      expect(run).toMatchObject({ attempt: 1, handOvers: 1, leaseOwner: null, completedSteps: 0 });
      expect(scenario.fetcher.calls).toHaveLength(1);
      const second = scenario.engine({ pollIntervalMs: 10 });
      await second.start();
      expect(await finalRun(scenario.storage, run!.id)).toMatchObject({ status: "completed", attempt: 2 });
      await second.stop();
    });

    it("starts what follows once, also when the process dies at the end", async () => {
      for (const when of ["before", "after"] as const) {
        const scenario = await createScenario(target);
        const first = definePipeline({
          ...base,
          name: "first",
          steps: [step({ name: "only", displayName: "Only", run: () => 1 })],
          then: () => [{ pipeline: "second" }, { pipeline: "second" }],
        });
        const second = definePipeline({
          ...base,
          name: "second",
          steps: [step({ name: "only", displayName: "Only", run: () => 2 })],
        });
        const pipelines: Pipeline[] = [first, second];
        // Commits: the run, its end.
        let commits = 0;
        let isDead = false;
        const storage = interceptedStorage(scenario.storage, async ({ name }, apply) => {
          if (isDead) return new Promise(() => undefined);
          if (name !== "commit" || ++commits < 2) return apply();
          if (when === "after") await apply();
          isDead = true;
          return new Promise(() => undefined);
        });
        const run = await scenario.engine({ pipelines, storage }).run("first", {}, { organizationId });
        await eventually(() => isDead || undefined, "the first engine to die");
        scenario.passStorageTime(31_000);
        const other = scenario.engine({ pipelines, pollIntervalMs: 10 });
        await other.start();
        await finalRun(scenario.storage, run.id);
        await eventually(
          async () =>
            (await scenario.storage.records.count({
              table: "runs",
              where: { pipeline: "second", status: "completed" },
            })) === 2
              ? true
              : undefined,
          "the chained runs",
        );
        await other.stop();
        expect(await scenario.storage.records.count({ table: "runs", where: { pipeline: "second" } })).toBe(2);
      }
    });

    it("starts what follows in the commit of the end, once", async () => {
      const { scenario, gate } = await withGate(target);
      gate.open();
      const nightly = definePipeline({
        name: "nightly",
        displayName: "Nightly",
        description: "Ends with a refresh.",
        parameters: z.object({ metricId: z.string() }),
        steps: [step({ name: "only", displayName: "Only", run: (input: { metricId: string }) => input })],
        then: ({ result }) => [
          { pipeline: "metricsmith/metric/soft-refresh", metricId: (result as { metricId: string }).metricId },
        ],
      });
      const engine = scenario.engine({ pipelines: [nightly] });
      await engine.run("nightly", { metricId }, { organizationId, wait: true });
      const [chained, ...others] = await engine.runs.list({ pipeline: "soft-refresh" });
      expect(others).toEqual([]);
      expect(chained).toMatchObject({ trigger: "chain", metricId });
      expect((await finalRun(scenario.storage, chained!.id)).status).toBe("completed");
    });

    it("hands what is not finished back when it stops, and another engine goes on without fetching again", async () => {
      const { scenario } = await withGate(target);
      let entered: () => void = () => undefined;
      const inStep = new Promise<void>((resolve) => (entered = resolve));
      scenario.answer(sales(1, 2));
      const slow = definePipeline({
        name: "slow",
        displayName: "Slow",
        description: "Waits.",
        scope: "metric",
        parameters: z.object({}),
        steps: [
          step({ name: "first", displayName: "First", run: () => 1 }),
          step({
            name: "second",
            displayName: "Second",
            run: async (value: number, { run, signal }) => {
              if (run.attempt > 1) return value + 1;
              entered();
              return new Promise<number>((_, reject) =>
                signal.addEventListener("abort", () => reject(signal.reason as Error)),
              );
            },
          }),
        ],
      });
      const first = scenario.engine({ pipelines: [slow] });
      const second = scenario.engine({ pipelines: [slow], pollIntervalMs: 10 });
      const run = await first.run("slow", {}, { organizationId, metricId });
      await inStep;
      await first.stop({ timeoutMs: 1 });
      expect((await second.runs.get(run.id))?.leaseOwner).toBeNull();
      await second.start();
      expect(await finalRun(scenario.storage, run.id)).toMatchObject({ status: "completed", attempt: 2, result: 2 });
      await second.stop();
      expect((await second.runs.logs(run.id)).map((log) => [log.step, log.attempt])).toEqual([
        ["first", 1],
        ["second", 2],
      ]);
    });
  });
}
