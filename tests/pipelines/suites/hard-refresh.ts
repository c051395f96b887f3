import { describe, expect, it } from "vitest";
import { metricId, refreshed, values, withSales } from "../sales-metric.js";
import { createScenario, type Engine, organizationId, pause, type PipelineTarget, type Scenario } from "../scenario.js";
import { sales } from "../templates.js";

/** What hard refreshes rebuild, carry over and drop. */
export function describeHardRefresh(target: PipelineTarget): void {
  describe(`hard refreshes on ${target.name}`, () => {
    it("rebuilds points that the API no longer shows from archived responses", async () => {
      const { scenario, engine } = await withSales(target);
      scenario.answer({ json: { items: [{ day: "2026-03-09", amount: 9 }] } });
      const before = (await engine.transformers.active({ metricId }))!.id;
      expect(await refreshed(engine.refresh(metricId, { type: "hard-refresh" }))).toMatchObject({
        points: { inserted: 4, carriedOver: 0, deleted: 3 },
        transformer: { outcome: "created", version: 2 },
      });
      expect(await values(engine)).toEqual([1, 2, 3, 9]);
      expect(await engine.metrics.get(metricId)).toMatchObject({ liveGeneration: 2, liveSince: scenario.clock.now() });
      expect(await engine.transformers.get(before)).toBeNull();
      expect(await engine.charts.list({ metricId })).toHaveLength(1);
    });

    it("drops them when told to", async () => {
      const { scenario, engine } = await withSales(target);
      scenario.answer({ json: { items: [{ day: "2026-03-09", amount: 9 }] } });
      expect(await refreshed(engine.refresh(metricId, { type: "hard-refresh", history: "discard" }))).toMatchObject({
        points: { inserted: 1, deleted: 3 },
      });
      expect(await values(engine)).toEqual([9]);
    });

    it("carries points over whose response is gone or no longer fits", async () => {
      const { scenario, engine } = await withSales(target);
      await scenario.storage.payloads.delete({
        organizationId,
        sha256: (await storedPages(scenario))[0]!,
        putBefore: new Date("9000-01-01"),
      });
      scenario.answer({ json: { items: [{ day: "2026-03-03", amount: 30 }] } });
      expect(await refreshed(engine.refresh(metricId, { type: "hard-refresh" }))).toMatchObject({
        points: { inserted: 1, carriedOver: 2 },
      });
      expect(await values(engine)).toEqual([1, 2, 30]);
    });

    it("drops points of other parameters", async () => {
      const { scenario, engine } = await withSales(target);
      await engine.metrics.update(metricId, { endpointConfig: { SHOP: "branch" } });
      expect(await values(engine)).toEqual([1, 2, 3]);
      scenario.answer({ json: { items: [{ day: "2026-03-09", amount: 9 }] } });
      expect(await refreshed(engine.refresh(metricId, { type: "hard-refresh" }))).toMatchObject({
        points: { inserted: 1, carriedOver: 0 },
      });
      expect(await values(engine)).toEqual([9]);
      expect(scenario.fetcher.calls.at(-1)?.endpointConfig).toEqual({ SHOP: "branch" });
    });

    it("asks for the historical response as well, with its own code, and prefers the polled one", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      scenario.answer((endpoint) =>
        endpoint.endsWith("archive")
          ? {
              json: [
                ["2026-02-01", 7],
                ["2026-03-01", 0],
              ],
            }
          : sales(1, 2),
      );
      const { run } = await engine.metrics.create({ organizationId, id: metricId, template: "archived-sales" });
      expect((await run.result()).result).toMatchObject({ points: { inserted: 3 } });
      expect(await values(engine)).toEqual([7, 1, 2]);
      await refreshed(engine.refresh(metricId));
      expect(scenario.fetcher.calls).toHaveLength(3);
      await refreshed(engine.refresh(metricId, { type: "hard-refresh" }));
      expect(scenario.fetcher.calls).toHaveLength(5);
      expect(await values(engine)).toEqual([7, 1, 2]);
      // Also when it rebuilds them from the archive, where both arrived at once.
      scenario.clock.advance(60_000);
      scenario.answer((endpoint) => (endpoint.endsWith("archive") ? { json: [] } : sales()));
      await refreshed(engine.refresh(metricId, { type: "hard-refresh" }));
      expect(await values(engine)).toEqual([7, 1, 2]);
    });

    it("shows readers all old or all new points, and nothing between", async () => {
      const { scenario, engine } = await withSales(target);
      scenario.answer(sales(10, 20, 30, 40));
      const seen = new Set<string>();
      let isReading = true;
      const reader = (async () => {
        const other = scenario.engine();
        while (isReading) {
          seen.add((await values(other)).join());
          await pause(0);
        }
      })();
      await refreshed(engine.refresh(metricId, { type: "hard-refresh" }));
      isReading = false;
      await reader;
      seen.add((await values(engine)).join());
      expect([...seen]).toEqual(["1,2,3", "10,20,30,40"]);
    });

    it("sweeps the old generation after an hour, and not before", async () => {
      const { scenario, engine } = await withSales(target);
      await refreshed(engine.refresh(metricId, { type: "hard-refresh" }));
      const old = () => scenario.storage.points.summarize({ metricId, generation: 1 });
      scenario.clock.advance(3_599_000);
      expect((await engine.sweep()).points).toBe(0);
      expect((await old()).count).toBe(3);
      scenario.clock.advance(1_000);
      expect((await engine.sweep()).points).toBe(3);
      expect((await old()).count).toBe(0);
      expect(await values(engine)).toEqual([1, 2, 3]);
      expect(await engine.sweep()).toEqual({ points: 0, runs: 0, payloads: 0, bodies: 0 });
    });

    it("leaves everything live as it was when it fails at any of its steps", async () => {
      const { scenario, engine } = await withSales(target);
      const before = await live(engine);
      for (const answer of [
        new Error("down"),
        { text: "not data" },
        { json: { items: [{ day: "soon", amount: 1 }] } },
      ] as const) {
        scenario.answer(answer);
        expect((await (await engine.refresh(metricId, { type: "hard-refresh", wait: true })).result()).status).toBe(
          "failed",
        );
        expect(await live(engine)).toEqual(before);
      }
    });
  });
}

async function live(engine: Engine): Promise<unknown> {
  const [chart] = await engine.charts.list({ metricId });
  return {
    points: await engine.points.list({ metricId }),
    chart: chart?.chartConfig,
    transformer: await engine.transformers.active({ metricId }),
  };
}

/** Hashes of the archived bodies, oldest first. */
async function storedPages({ storage }: Scenario): Promise<string[]> {
  const payloads = await storage.records.find({ table: "payloads", limit: 100 });
  return payloads.flatMap(({ pages }) => pages.map(({ sha256 }) => sha256));
}
