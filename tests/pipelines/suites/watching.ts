import type { RunEvent } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { dyingAfterStep } from "../intercepted-storage.js";
import { metricId, withSales, collectEvents } from "../sales-metric.js";
import { stepsOf } from "../metric-steps.js";
import { eventually, pause, type PipelineTarget } from "../scenario.js";
import { sales } from "../templates.js";

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What users and listeners see while runs are at work. */
export function describeWatching(target: PipelineTarget): void {
  describe(`watching runs on ${target.name}`, () => {
    it("gives every boundary once and in order to live, late and foreign watchers", async () => {
      const { scenario, engine } = await withSales(target);
      const run = await engine.refresh(metricId, { type: "hard-refresh" });
      const [live, foreign] = await Promise.all([
        collectEvents(engine, run.id),
        collectEvents(scenario.engine(), run.id),
      ]);
      const late = await collectEvents(scenario.engine(), run.id);
      expect(live.map(({ type }) => type)).toEqual([
        "run-start",
        ...stepsOf["hard-refresh"].map(() => "step-end"),
        "run-end",
      ]);
      expect(live.map(({ index }) => index)).toEqual(live.map((_, index) => index));
      expect(live.flatMap(({ step }) => step?.step ?? [])).toEqual(stepsOf["hard-refresh"].map(([step]) => step));
      expect(live.map(({ ratio }) => ratio)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9].map((done) => done / 9));
      expect(live.map(({ currentStep }) => currentStep?.displayName)).toEqual([
        ...stepsOf["hard-refresh"].map(([, text]) => text),
        undefined,
        undefined,
      ]);
      expect(foreign).toEqual(live);
      expect(late).toEqual(live);
    });

    it("gives the same events for a run that another engine has resumed", async () => {
      const { scenario, engine } = await withSales(target);
      const undisturbed = (await collectEvents(engine, (await engine.refresh(metricId)).id)).map(facts);
      const dying = dyingAfterStep(scenario.storage, "saving-timeseries-data");
      const run = await scenario.engine({ storage: dying.storage }).refresh(metricId);
      const watching = collectEvents(scenario.engine(), run.id);
      await eventually(() => dying.isDead() || undefined, "the first engine to die");
      expect((await engine.progress(metricId))?.isProcessing).toBe(true);
      scenario.passStorageTime(31_000);
      expect((await engine.progress(metricId))?.isProcessing).toBe(false);
      const second = scenario.engine({ pollIntervalMs: 10 });
      await second.start();
      expect((await watching).map(facts)).toEqual(undisturbed);
      await second.stop();
      expect((await engine.runs.get(run.id))?.attempt).toBe(2);
    });

    it("stops watching when told to, leaving no listener on the signal", async () => {
      const { scenario, engine } = await withSales(target);
      let isOpen = false;
      scenario.answer(async () => {
        await eventually(() => isOpen || undefined, "the end of the watch");
        return sales(1);
      });
      const run = await engine.refresh(metricId);
      const { signal, abort } = countingSignal();
      const seen: string[] = [];
      const watching = (async () => {
        for await (const { type } of engine.watch(run.id, { signal })) {
          seen.push(type);
          setTimeout(() => abort(new Error("enough")), 100);
        }
      })();
      await expect(watching).rejects.toThrow("enough");
      isOpen = true;
      expect((await run.result()).status).toBe("completed");
      expect(seen).toEqual(["run-start"]);
      expect(signal.listeners).toBe(0);
      expect(signal.mostListeners).toBe(1);
    });

    it("announces the same events to listeners, and saved points once their boundary is committed", async () => {
      const { scenario, engine } = await withSales(target);
      const heard: RunEvent[] = [];
      for (const type of ["run-start", "step-end", "run-end"] as const)
        engine.on(type, (event) => void heard.push(event));
      const saved: unknown[] = [];
      engine.on(
        "points-saved",
        (event) =>
          void saved.push([event.inserted, event.replaced, event.unchanged, event.points.length, event.isComplete]),
      );
      const stop = engine.on("run-end", () => void saved.push("never"));
      stop();
      scenario.answer(sales(1, 5, 3, 4));
      const run = await engine.refresh(metricId, { wait: true });
      expect(heard).toEqual(await collectEvents(engine, run.id));
      expect(saved).toEqual([[1, 1, 2, 4, true]]);
    });

    it("lets nothing change when a listener throws, at once or later", async () => {
      const { scenario } = await withSales(target);
      const unhandled: unknown[] = [];
      const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
      process.on("unhandledRejection", onUnhandled);
      const warnings: string[] = [];
      const engine = scenario.engine({ logger: { ...silent, warn: (message) => void warnings.push(message) } });
      const heard: string[] = [];
      engine.on("step-end", () => {
        throw new Error("a listener is unwell");
      });
      engine.on("step-end", async () => {
        await pause(1);
        throw new Error("a listener is unwell later");
      });
      engine.on("step-end", ({ step }) => void heard.push(step?.step ?? ""));
      const run = await engine.refresh(metricId);
      expect((await run.result()).status).toBe("completed");
      await pause(20);
      process.off("unhandledRejection", onUnhandled);
      expect(heard).toEqual(stepsOf["soft-refresh"].map(([step]) => step));
      expect(unhandled).toEqual([]);
      expect(warnings).toHaveLength(10);
    });

    it("completes also when every call of the logger throws", async () => {
      const { scenario } = await withSales(target);
      const throwing = () => {
        throw new Error("the logger is unwell");
      };
      const engine = scenario.engine({ logger: { debug: throwing, info: throwing, warn: throwing, error: throwing } });
      engine.on("step-end", throwing);
      expect((await (await engine.refresh(metricId)).result()).status).toBe("completed");
      await pause(5);
    });
  });
}

function facts({ type, index, step, currentStep, completedSteps, ratio, status }: RunEvent): unknown {
  return {
    type,
    index,
    step: step?.step,
    currentStep,
    completedSteps: completedSteps.map((done) => done.step),
    ratio,
    status,
  };
}

/** A signal that knows how many listeners it has. */
function countingSignal() {
  const controller = new AbortController();
  const counts = { listeners: 0, mostListeners: 0 };
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.defineProperties(signal, {
    listeners: { get: () => counts.listeners },
    mostListeners: { get: () => counts.mostListeners },
    addEventListener: {
      value: (...input: Parameters<typeof add>) => {
        counts.mostListeners = Math.max(counts.mostListeners, ++counts.listeners);
        add(...input);
      },
    },
    removeEventListener: {
      value: (...input: Parameters<typeof remove>) => {
        counts.listeners--;
        remove(...input);
      },
    },
  });
  return { signal: signal as AbortSignal & typeof counts, abort: (reason: Error) => controller.abort(reason) };
}
