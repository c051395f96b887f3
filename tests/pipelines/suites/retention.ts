import { buildRun, buildStepLog } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { metricId, refreshed, shop, values, withGate, withSales } from "../sales-metric.js";
import { createScenario, finalRun, organizationId, type PipelineTarget } from "../scenario.js";
import { sales } from "../templates.js";
import { describePayloadRetention } from "./retention-payloads.js";
import { describeSweepSafety } from "./sweep-safety.js";

const dayMs = 86_400_000;

/** What sweeps let go by age and number, and what they never touch. */
export function describeRetention(target: PipelineTarget): void {
  describeRunRetention(target);
  describeCounterRetention(target);
  describePointRetention(target);
  describePayloadRetention(target);
  describeSweepSafety(target);
}

function describeRunRetention(target: PipelineTarget): void {
  describe(`retention of runs on ${target.name}`, () => {
    it("deletes runs of every organization when they ended more than 30 days ago, with their step logs", async () => {
      const { scenario, engine } = await withSales(target);
      const { run } = await engine.metrics.create({ ...shop, organizationId: "other", id: "of-other" });
      await run.result();
      const ended = (await finalRun(scenario.storage, run.id)).completedAt!;
      scenario.clock.set(ended.getTime() + 30 * dayMs);
      expect((await engine.sweep()).runs).toBe(1);
      expect((await engine.runs.logs(run.id)).length).toBeGreaterThan(0);
      scenario.clock.advance(1);
      expect(await engine.sweep()).toEqual({ points: 0, runs: 1, payloads: 0, bodies: 0 });
      for (const table of ["runs", "stepLogs"] as const)
        expect(await scenario.storage.records.count({ table })).toBe(0);
      expect(await values(engine)).toEqual([1, 2, 3]);
      expect(await engine.progress(metricId)).toBeNull();
    });

    it("keeps them as long as told", async () => {
      const { scenario, engine } = await withSales(target);
      scenario.clock.advance(20_000 * dayMs);
      expect((await scenario.engine({ retention: { runs: "forever" } }).sweep()).runs).toBe(0);
      expect((await scenario.engine({ retention: { runs: "36500d" } }).sweep()).runs).toBe(0);
      expect(await engine.runs.list()).toHaveLength(1);
      expect((await scenario.engine({ retention: { runs: "19999d" } }).sweep()).runs).toBe(1);
    });

    it("never deletes a run that is at work or waits, however old", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const active = await engine.refresh(metricId);
      await gate.reached();
      const pending = await engine.refresh(metricId, { type: "hard-refresh" });
      scenario.clock.advance(400 * dayMs);
      expect((await scenario.engine().sweep()).runs).toBe(1);
      expect((await engine.runs.list()).map(({ id }) => id).toSorted()).toEqual([active.id, pending.id].toSorted());
      gate.open();
      expect((await active.result()).status).toBe("completed");
      expect((await pending.result()).status).toBe("completed");
    });

    it("goes on to the last of many", async () => {
      const { storage, clock, engine } = await createScenario(target);
      const completedAt = new Date(clock.now().getTime() - 31 * dayMs);
      const rows = Array.from({ length: 620 }, (_, index) =>
        buildRun({ status: "completed", createdAt: new Date(index), completedAt }),
      );
      const log = buildStepLog({ runId: rows.at(-1)!.id });
      await storage.commit({ writes: rows.map((row) => ({ operation: "insert", table: "runs", row })) });
      await storage.commit({ writes: [{ operation: "insert", table: "stepLogs", row: log }] });
      expect((await engine().sweep()).runs).toBe(620);
      expect(await storage.records.count({ table: "runs" })).toBe(0);
      expect(await storage.records.get({ table: "stepLogs", id: log.id })).toBeNull();
    });
  });
}

function describeCounterRetention(target: PipelineTarget): void {
  it(`counters go an hour after their window is over, and those of all time stay, on ${target.name}`, async () => {
    const { storage, clock, engine } = await createScenario(target);
    const expiresAt = new Date(clock.now().getTime() + dayMs);
    const counter = {
      createdAt: clock.now(),
      updatedAt: clock.now(),
      name: "model-tokens:total",
      used: 1,
      committed: 1,
    };
    const rows = [
      { ...counter, id: "day", window: "2026-03-10", expiresAt },
      { ...counter, id: "ever", window: "", expiresAt: null },
    ];
    await storage.commit({ writes: rows.map((row) => ({ operation: "insert", table: "counters", row })) });
    const left = async () => {
      await engine().sweep();
      return (await storage.records.find({ table: "counters", limit: 10 })).map(({ id }) => id).toSorted();
    };
    clock.set(expiresAt.getTime() + 3_600_000);
    expect(await left()).toEqual(["day", "ever"]);
    clock.advance(1);
    expect(await left()).toEqual(["ever"]);
  });
}

function describePointRetention(target: PipelineTarget): void {
  describe(`retention of points on ${target.name}`, () => {
    it("keeps them forever unless told otherwise", async () => {
      const { scenario, engine } = await withSales(target);
      scenario.clock.advance(20_000 * dayMs);
      expect((await engine.sweep()).points).toBe(0);
      expect(await values(engine)).toEqual([1, 2, 3]);
    });

    it("deletes those of every organization whose timestamp is before the limit, and not the one at it", async () => {
      const { scenario } = await withSales(target);
      const engine = scenario.engine({ retention: { points: "20d" } });
      const { run } = await engine.metrics.create({ ...shop, organizationId: "other", id: "of-other" });
      await run.result();
      scenario.clock.set("2026-03-22T00:00:00.000Z");
      expect((await engine.sweep()).points).toBe(2);
      expect(await values(engine)).toEqual([2, 3]);
      scenario.clock.advance(1);
      expect((await engine.sweep()).points).toBe(2);
      expect(await values(engine)).toEqual([3]);
      expect((await engine.points.list({ metricId: "of-other" })).map(({ value }) => value)).toEqual([3]);
    });

    it("lets all points of a gauge go, and keeps the latest state of a snapshot", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine({ retention: { points: "1d" } });
      for (const [id, template, json] of [
        ["gauge", "queue-length", { length: 4 }],
        ["snapshot", "open-orders", [{ order: 1 }]],
      ] as const) {
        scenario.answer({ json: json as never });
        const { run } = await engine.metrics.create({ organizationId, id, template });
        await run.result();
      }
      scenario.clock.advance(dayMs + 1);
      expect((await engine.sweep()).points).toBe(1);
      expect(await engine.points.list({ metricId: "gauge" })).toEqual([]);
      expect(await engine.points.list({ metricId: "snapshot" })).toHaveLength(1);
    });

    it("leaves a metric alone whose run is at work", async () => {
      const { scenario, engine, gate } = await withGate(target);
      const run = await engine.refresh(metricId);
      await gate.reached();
      scenario.clock.advance(400 * dayMs);
      const other = scenario.engine({ retention: { points: "1d" } });
      expect((await other.sweep()).points).toBe(0);
      gate.open();
      await run.result();
      expect((await other.sweep()).points).toBe(3);
    });

    it("deletes again what a hard refresh brings back from archived responses", async () => {
      const { scenario } = await withSales(target);
      const engine = scenario.engine({ retention: { points: "8d" } });
      expect((await engine.sweep()).points).toBe(2);
      expect(await values(engine)).toEqual([3]);
      scenario.answer({ json: { items: [{ day: "2026-03-09", amount: 9 }] } });
      await refreshed(engine.refresh(metricId, { type: "hard-refresh" }));
      expect(await values(engine)).toEqual([1, 2, 3, 9]);
      expect((await engine.sweep()).points).toBe(2);
      expect(await values(engine)).toEqual([3, 9]);
    });
  });

  it(`refuses a limit that is none, and names it, on ${target.name}`, async () => {
    const scenario = await createScenario(target);
    scenario.answer(sales(1));
    expect(() => scenario.engine({ retention: { runs: "1.5d" } })).toThrow("retention.runs is");
  });
}
