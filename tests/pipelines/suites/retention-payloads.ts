import type { Payload } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { metricId, refreshed, shop, values, withSales } from "../sales-metric.js";
import {
  createScenario,
  type Engine,
  eventually,
  organizationId,
  type PipelineTarget,
  type Scenario,
} from "../scenario.js";
import { sales } from "../templates.js";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const unreadable = { json: { items: [{ day: "soon", amount: 1 }] } };

/** Which archived responses go, and that neither points nor values go with them. */
export function describePayloadRetention(target: PipelineTarget): void {
  describe(`retention of archived responses on ${target.name}`, () => {
    it("takes the bodies fetched before the limit, and never that of the last success", async () => {
      const { scenario, engine } = await withSales(target);
      await refreshDaily(scenario, engine, sales(1, 2, 3, 4), sales(1, 2, 3, 4, 5));
      const [first, second, third] = await payloads(scenario);
      const short = scenario.engine({ retention: { payloads: "10d" } });
      scenario.clock.set(first!.fetchedAt.getTime() + 10 * dayMs);
      expect((await short.sweep()).payloads).toBe(0);
      scenario.clock.advance(1);
      scenario.passStorageTime(hourMs + 1);
      expect(await short.sweep()).toEqual({ points: 0, runs: 0, payloads: 1, bodies: 1 });
      expect(await payloads(scenario)).toEqual([
        { ...first, pages: [], updatedAt: scenario.clock.now() },
        second,
        third,
      ]);
      scenario.clock.advance(1_000 * dayMs);
      expect((await engine.sweep()).payloads).toBe(0);
      expect((await short.sweep()).payloads).toBe(1);
      expect((await short.sweep()).payloads).toBe(0);
      expect(await bodyOf(scenario, first!)).toBeNull();
      expect(await bodyOf(scenario, second!)).toBeNull();
      expect(await bodyOf(scenario, third!)).not.toBeNull();
      expect(await values(engine)).toEqual([1, 2, 3, 4, 5]);
    });

    it("keeps a body that a younger response has too", async () => {
      const { scenario, engine } = await withSales(target);
      await refreshDaily(scenario, engine, sales(1, 2, 3));
      scenario.clock.advance(100 * dayMs);
      scenario.passStorageTime(hourMs + 1);
      const short = scenario.engine({ retention: { payloads: "1d" } });
      expect(await short.sweep()).toMatchObject({ payloads: 1, bodies: 0 });
      expect(await bodyOf(scenario, (await payloads(scenario))[1]!)).not.toBeNull();
    });

    it("loses no point and no value: a hard refresh carries over what it cannot make anew", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      const short = scenario.engine({ retention: { payloads: "1d" } });
      scenario.answer((endpoint) => (endpoint.endsWith("archive") ? { json: [["2026-02-01", 7]] } : sales(1, 2)));
      const { run } = await engine.metrics.create({ organizationId, id: metricId, template: "archived-sales" });
      await run.result();
      const correction = [
        { day: "2026-02-01", amount: 70 },
        { day: "2026-03-02", amount: 20 },
      ];
      await refreshDaily(scenario, engine, { json: { items: correction } }, sales(10));
      expect(await values(engine)).toEqual([70, 10, 20]);
      scenario.clock.advance(100 * dayMs);
      expect((await short.sweep()).payloads).toBe(3);
      scenario.answer((endpoint) => (endpoint.endsWith("archive") ? { json: [] } : sales()));
      expect(await refreshed(engine.refresh(metricId, { type: "hard-refresh" }))).toMatchObject({
        points: { inserted: 1, carriedOver: 2 },
      });
      expect(await values(engine)).toEqual([70, 10, 20]);
    });

    it("keeps the last one that succeeded, and what failed after it", async () => {
      const { scenario, engine } = await withSales(target);
      await failDaily(scenario, engine, 2);
      scenario.clock.advance(100 * dayMs);
      expect((await scenario.engine({ retention: { payloads: "1d" } }).sweep()).payloads).toBe(0);
    });

    it("still lets a hard refresh drop points of other parameters", async () => {
      const { scenario, engine } = await withSales(target);
      await refreshDaily(scenario, engine, { json: { items: [{ day: "2026-03-07", amount: 7 }] } });
      scenario.clock.advance(100 * dayMs);
      const short = scenario.engine({ retention: { payloads: "1d" } });
      expect((await short.sweep()).payloads).toBe(1);
      await engine.metrics.update(metricId, { endpointConfig: { SHOP: "branch" } });
      await refreshDaily(scenario, engine, { json: { items: [{ day: "2026-03-08", amount: 8 }] } });
      expect((await short.sweep()).payloads).toBe(1);
      scenario.answer({ json: { items: [{ day: "2026-03-09", amount: 9 }] } });
      await refreshed(engine.refresh(metricId, { type: "hard-refresh" }));
      expect(await values(engine)).toEqual([8, 9]);
    });

    it("lets none go while a run works on the metric", async () => {
      const { scenario, engine } = await withSales(target);
      await failDaily(scenario, engine, 2);
      await refreshDaily(scenario, engine, sales(1));
      let isOpen = false;
      scenario.answer(async () => {
        await eventually(() => isOpen || undefined, "the gate to open");
        return sales(1);
      });
      const run = await engine.refresh(metricId);
      scenario.clock.advance(100 * dayMs);
      const strict = scenario.engine({ retention: { payloads: "1d", failedPayloads: 0 } });
      expect((await strict.sweep()).payloads).toBe(0);
      isOpen = true;
      await run.result();
      // Two failed, and two succeeded before the last one.
      expect((await strict.sweep()).payloads).toBe(4);
    });
  });

  describe(`archived responses of failed runs on ${target.name}`, () => {
    it("stay for the newest 5 of each metric of every organization", async () => {
      const { scenario, engine } = await withSales(target);
      const { run } = await engine.metrics.create({ ...shop, organizationId: "other", id: "of-other" });
      await run.result();
      await failDaily(scenario, engine, 7);
      await failDaily(scenario, engine, 6, "of-other");
      const before = await payloads(scenario);
      expect((await engine.sweep()).payloads).toBe(3);
      expect(await payloads(scenario)).toEqual(before.toSpliced(1, 2));
      expect(await payloads(scenario, "of-other")).toHaveLength(6);
      expect((await engine.sweep()).payloads).toBe(0);
      expect(await values(engine)).toEqual([1, 2, 3]);
    });

    it.each([
      [0, 3],
      [1, 2],
      [4, 0],
      ["forever", 0],
    ] as const)("stay as many as told: %s of 3", async (failedPayloads, deleted) => {
      const { scenario, engine } = await withSales(target);
      await failDaily(scenario, engine, 3);
      expect((await scenario.engine({ retention: { failedPayloads } }).sweep()).payloads).toBe(deleted);
      expect(await payloads(scenario)).toHaveLength(4 - deleted);
    });

    it("stay when points may be made of them, when the run was cancelled, and when nobody knows any more", async () => {
      const { scenario, engine } = await withSales(target);
      const strict = scenario.engine({ retention: { failedPayloads: 0 } });
      const saved = await engine.refresh(metricId, { wait: true });
      await scenario.storage.commit({
        writes: [{ operation: "update", table: "runs", id: saved.id, set: { status: "failed" } }],
      });
      expect((await strict.sweep()).payloads).toBe(0);
      await failDaily(scenario, engine, 2);
      const [newest, second] = await engine.runs.list({ limit: 2 });
      await scenario.storage.commit({
        writes: [
          { operation: "update", table: "runs", id: newest!.id, set: { status: "cancelled" } },
          { operation: "delete", table: "runs", id: second!.id },
        ],
      });
      expect((await strict.sweep()).payloads).toBe(0);
      expect(await payloads(scenario)).toHaveLength(4);
    });

    it("go before the runs that tell of their failure", async () => {
      const { scenario, engine } = await withSales(target);
      await failDaily(scenario, engine, 7);
      scenario.clock.advance(100 * dayMs);
      expect(await engine.sweep()).toMatchObject({ runs: 8, payloads: 2 });
    });
  });
}

async function refreshDaily(
  scenario: Scenario,
  engine: Engine,
  ...answers: readonly Extract<Parameters<Scenario["answer"]>[0], object>[]
): Promise<void> {
  for (const answer of answers) {
    scenario.clock.advance(dayMs);
    scenario.answer(answer);
    await refreshed(engine.refresh(metricId));
  }
}

async function failDaily(scenario: Scenario, engine: Engine, times: number, id: string = metricId): Promise<void> {
  scenario.answer(unreadable);
  for (let count = 0; count < times; count++) {
    scenario.clock.advance(dayMs);
    const run = await engine.refresh(id, { wait: true });
    expect((await run.result()).status).toBe("failed");
  }
}

/** Records of the metric's responses, oldest first. */
async function payloads({ storage }: Scenario, id: string = metricId): Promise<Payload[]> {
  return storage.records.find({ table: "payloads", where: { metricId: id }, limit: 100 });
}

function bodyOf({ storage }: Scenario, payload: Payload): Promise<Uint8Array | null> {
  return storage.payloads.get({ organizationId, sha256: payload.pages[0]!.sha256 });
}
