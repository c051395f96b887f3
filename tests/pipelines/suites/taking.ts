import { describe, expect, it } from "vitest";
import { interceptedStorage } from "../intercepted-storage.js";
import { collectEvents, metricId, refreshed, values, withGate, withSales } from "../sales-metric.js";
import { eventually, finalRun, type PipelineTarget, rejectionOf } from "../scenario.js";
import { sales } from "../templates.js";

/** Runs that a process takes for itself in the commit that stores them. */
export function describeTaking(target: PipelineTarget): void {
  describe(`taking runs on ${target.name}`, () => {
    it("stores a run leased and at work, and its metric with it, when there is room here", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const run = await engine.refresh(metricId);
      const stored = await engine.runs.get(run.id);
      expect(stored).toMatchObject({ status: "processing", attempt: 1, startedAt: scenario.clock.now() });
      expect(stored?.leaseOwner).not.toBeNull();
      expect(stored!.leaseExpiresAt!.getTime()).toBeGreaterThan((await scenario.storage.now()).getTime());
      expect(await engine.metrics.get(metricId)).toMatchObject({ activeRunId: run.id, refreshStatus: "processing" });
      gate.open();
      expect((await run.result()).status).toBe("completed");
    });

    it("stores a run that any worker may take when there is no room here, and has the room back after a refusal", async () => {
      const { scenario, gate } = await withGate(target);
      const engine = scenario.engine({ concurrency: 1 });
      const other = { ...(await engine.metrics.get(metricId))!, id: "other", createdAt: new Date(0) };
      await scenario.storage.commit({ writes: [{ operation: "insert", table: "metrics", row: other }] });
      const active = await engine.refresh(metricId);
      const waiting = await engine.refresh("other");
      expect(await engine.runs.get(waiting.id)).toMatchObject({ status: "pending", attempt: 0, leaseOwner: null });
      gate.open();
      await Promise.all([active.result(), waiting.result()]);
      expect(await rejectionOf(engine.refresh("absent"))).toMatchObject({ code: "METRIC_NOT_FOUND" });
      await expect(engine.run("metricsmith/metric/create", {}, { organizationId: "none", metricId })).rejects.toThrow();
      const next = await engine.refresh(metricId);
      expect((await engine.runs.get(next.id))?.attempt).toBe(1);
      await next.result();
    });

    it("works on a run that found no room because this process was looking for others just then", async () => {
      const { scenario } = await withSales(target);
      let answerLook: (() => void) | undefined;
      const storage = interceptedStorage(scenario.storage, async ({ name }, apply) => {
        if (name === "records.claim" && answerLook === undefined) await new Promise<void>((go) => (answerLook = go));
        return apply();
      });
      const engine = scenario.engine({ storage, pollIntervalMs: 3_600_000 });
      await engine.start();
      await eventually(() => answerLook, "the look");
      const run = await engine.refresh(metricId);
      expect(await engine.runs.get(run.id)).toMatchObject({ status: "pending", attempt: 0 });
      answerLook?.();
      expect((await run.result()).status).toBe("completed");
      await engine.stop();
    });

    it("leaves a run whose process died right after storing it to another one, when its lease is over", async () => {
      const { scenario, engine } = await withSales(target);
      let isDead = false;
      const storage = interceptedStorage(scenario.storage, async ({ name }, apply) => {
        if (isDead) return new Promise(() => undefined);
        const answer = await apply();
        isDead = name === "commit";
        return isDead ? new Promise(() => undefined) : answer;
      });
      void scenario.engine({ storage }).refresh(metricId);
      await eventually(() => isDead || undefined, "the start");
      const [run] = await engine.runs.list({ metricId });
      const second = scenario.engine({ pollIntervalMs: 10 });
      await second.start();
      await second.run("metricsmith/metric/soft-refresh", {}, { organizationId: run!.organizationId, metricId });
      expect(await engine.runs.get(run!.id)).toMatchObject({ status: "processing", attempt: 1 });
      scenario.passStorageTime(31_000);
      expect(await finalRun(scenario.storage, run!.id)).toMatchObject({ status: "completed", attempt: 2 });
      await second.stop();
      expect((await collectEvents(engine, run!.id)).map(({ type }) => type)[0]).toBe("run-start");
    });

    it("works itself on a run that was stored although the storage said that it failed", async () => {
      const { scenario } = await withSales(target);
      let hasFailed = false;
      const storage = interceptedStorage(scenario.storage, async ({ name }, apply) => {
        const answer = await apply();
        if (name !== "commit" || hasFailed) return answer;
        hasFailed = true;
        throw new Error("The answer was lost.");
      });
      const engine = scenario.engine({ storage, leaseMs: 100 });
      expect(await rejectionOf(engine.refresh(metricId))).toMatchObject({ code: "STORAGE_FAILED" });
      const [run] = await engine.runs.list({ metricId });
      expect(await finalRun(scenario.storage, run!.id)).toMatchObject({ status: "completed", attempt: 2 });
    });

    it("makes of two engines that start at once one run at work and one behind it", async () => {
      const { scenario } = await withSales(target);
      let atWork = 0;
      let most = 0;
      scenario.answer(async () => {
        most = Math.max(most, ++atWork);
        await new Promise((resolve) => setTimeout(resolve, 5));
        atWork--;
        return sales(1, 2, 3);
      });
      const engines = [scenario.engine(), scenario.engine()];
      const runs = await Promise.all(engines.map((engine) => engine.refresh(metricId)));
      expect(new Set(runs.map(({ id }) => id)).size).toBe(2);
      for (const { id } of runs) {
        expect(await finalRun(scenario.storage, id)).toMatchObject({ status: "completed", attempt: 1 });
      }
      expect(most).toBe(1);
    });

    it("works on the metric as it is stored, also when it changes between being read and the start", async () => {
      const { scenario, engine } = await withSales(target);
      const starter = scenario.engine({
        storage: afterFirst("records.read", scenario.storage, async () => {
          await engine.metrics.update(metricId, { endpointConfig: { SHOP: "branch" } });
        }),
      });
      await refreshed(starter.refresh(metricId));
      expect(scenario.fetcher.calls.at(-1)?.endpointConfig).toEqual({ SHOP: "branch" });
    });

    it("writes what is live, also when another run came and went between and no time has passed", async () => {
      const { scenario, engine } = await withSales(target);
      const starter = scenario.engine({
        storage: afterFirst("records.read", scenario.storage, async () => {
          await refreshed(engine.refresh(metricId, { type: "hard-refresh", wait: true }));
          scenario.answer(sales(1, 2, 3, 4));
        }),
      });
      await refreshed(starter.refresh(metricId));
      expect((await engine.metrics.get(metricId))?.liveGeneration).toBe(2);
      expect(await values(engine)).toEqual([1, 2, 3, 4]);
    });

    it("begins in the background only when whoever started it can listen", async () => {
      const { engine } = await withSales(target);
      const run = await engine.refresh(metricId);
      const heard: string[] = [];
      for (const type of ["run-start", "run-end"] as const) engine.on(type, (event) => void heard.push(event.type));
      await run.result();
      expect(heard).toEqual(["run-start", "run-end"]);
    });

    it("ends at once when it is cancelled before it begins", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const run = await engine.refresh(metricId);
      await engine.runs.cancel(run.id);
      expect((await run.result()).status).toBe("cancelled");
      expect(await finalRun(scenario.storage, run.id)).toMatchObject({ attempt: 1, errorCode: "RUN_CANCELLED" });
      gate.open();
    });

    it("tells the result of a run that ended here without reading it", async () => {
      const { scenario } = await withSales(target);
      const read: string[] = [];
      const storage = interceptedStorage(scenario.storage, async ({ name, input }, apply) => {
        if (JSON.stringify(input ?? null).includes('"runs"') && name.startsWith("records.")) read.push(name);
        return apply();
      });
      const engine = scenario.engine({ storage });
      const waited = await engine.refresh(metricId, { wait: true });
      const inBackground = await engine.refresh(metricId);
      for (const run of [waited, inBackground]) {
        const { result } = await finalRun(scenario.storage, run.id);
        expect(await run.result()).toEqual({ runId: run.id, status: "completed", result, error: null });
      }
      expect(read).toEqual([]);
    });

    it("starts nothing of its own after it has stopped", async () => {
      const { scenario, engine } = await withSales(target);
      const idle = scenario.engine();
      await idle.stop();
      const run = await idle.refresh(metricId);
      expect(await engine.runs.get(run.id)).toMatchObject({ status: "pending", attempt: 0, leaseOwner: null });
    });
  });
}

/** Lets something happen as soon as the first call of a name was answered, before the caller goes on. */
function afterFirst(call: string, storage: Parameters<typeof interceptedStorage>[0], happen: () => Promise<void>) {
  let hasHappened = false;
  return interceptedStorage(storage, async ({ name }, apply) => {
    const answer = await apply();
    if (name === call && !hasHappened) {
      hasHappened = true;
      await happen();
    }
    return answer;
  });
}
