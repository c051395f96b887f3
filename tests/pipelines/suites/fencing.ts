import { describe, expect, it } from "vitest";
import { faultCases } from "../fault-cases.js";
import { everyCall, prepareCase, sleepAt } from "../fault-injection.js";
import { createScenario, eventually, finalRun, organizationId, pause, type PipelineTarget } from "../scenario.js";
import { readState } from "../stored-state.js";
import { sales } from "../templates.js";

/** A worker that sleeps through the end of its lease writes nothing when it wakes. */
export function describeFencing(target: PipelineTarget): void {
  describe(`fencing on ${target.name}`, () => {
    it.each(faultCases)(
      "nothing of a worker lands that slept at any storage call of $name",
      async (faultCase) => {
        const prepared = await prepareCase(target, faultCase);
        expect(await everyCall(target, prepared, (call) => sleepAt(target, prepared, call, "before"))).toEqual([]);
        expect(await everyCall(target, prepared, (call) => sleepAt(target, prepared, call, "after"))).toEqual([]);
      },
      60_000,
    );

    it("stores nothing of a response that arrives after the takeover", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      scenario.answer(sales(1, 2));
      const { metric, run: creating } = await engine.metrics.create({
        organizationId,
        template: "daily-sales",
        endpointConfig: { SHOP: "main" },
      });
      await creating.result();
      scenario.clock.advance(60_000);
      let isReached = false;
      let isAwake = false;
      let fetches = 0;
      scenario.answer(async () => {
        if (++fetches > 1) return sales(1, 2, 3);
        isReached = true;
        await eventually(() => isAwake || undefined, "the takeover");
        return sales(666, 666, 666, 666);
      });
      const logged: string[] = [];
      const silent = () => undefined;
      const sleeper = scenario.engine({
        logger: { debug: silent, warn: silent, error: silent, info: (message) => void logged.push(message) },
      });
      const run = await sleeper.refresh(metric.id);
      await eventually(() => isReached || undefined, "the fetch");
      scenario.passStorageTime(31_000);
      const second = scenario.engine({ pollIntervalMs: 10 });
      await second.start();
      await finalRun(scenario.storage, run.id);
      await second.stop();
      const before = await readState(scenario.storage);
      isAwake = true;
      await pause(30);
      const after = await readState(scenario.storage);
      expect({ ...after, bodies: null }).toEqual({ ...before, bodies: null });
      expect((await engine.points.list({ metricId: metric.id })).map(({ value }) => value)).toEqual([1, 2, 3]);
      expect(logged).toEqual(["This worker lost a run to another one."]);
      // The body of the late response refers to nothing, and goes with a sweep.
      scenario.passStorageTime(3_600_001);
      await engine.sweep();
      expect((await readState(scenario.storage)).bodies).toEqual(before.bodies);
    });

    it("aborts its own work when a heartbeat finds another attempt", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(1));
      const worker = scenario.engine({ leaseMs: 100 });
      let signal: AbortSignal | undefined;
      const { metric, run } = await worker.metrics
        .create({ organizationId, template: "daily-sales", endpointConfig: { SHOP: "main" }, start: false })
        .then(async ({ metric }) => {
          scenario.answer(async () => {
            signal = scenario.fetcher.calls[0]?.signal;
            return new Promise(() => undefined);
          });
          return { metric, run: await worker.refresh(metric.id) };
        });
      await eventually(() => signal, "the fetch");
      await scenario.storage.commit({
        writes: [{ operation: "update", table: "runs", id: run.id, set: { attempt: { increment: 1 } } }],
      });
      await eventually(() => (signal?.aborted === true ? true : undefined), "the abort");
      expect(signal?.reason).toMatchObject({ code: "RUN_LEASE_LOST" });
      expect((await worker.metrics.get(metric.id))?.liveGeneration).toBe(0);
    });
  });
}
