import { describe, expect, it } from "vitest";
import { candidate, scriptedGenerator } from "../scripted-generator.js";
import { rightCode, wrongCode } from "../generated-sales.js";
import { metricId } from "../sales-metric.js";
import { createScenario, organizationId, type PipelineTarget } from "../scenario.js";
import { archivedSales, generatedSales, sales } from "../templates.js";
import { readState } from "../stored-state.js";

const metric = { organizationId, id: metricId, template: "generated-sales", endpointConfig: { SHOP: "main" } } as const;
const { mapping: _mapping, historical: _historical, ...undescribedArchive } = archivedSales;

/** Transformers that nobody has written: generators are asked in order, and only what is proven goes live. */
export function describeGenerated(target: PipelineTarget): void {
  async function setUp(generator: ReturnType<typeof scriptedGenerator> | ReturnType<typeof scriptedGenerator>[]) {
    const scenario = await createScenario(target);
    scenario.answer(sales(11, 22, 7));
    const engine = scenario.engineOf({ templates: [generatedSales], generator });
    const values = async () => (await engine.points.list({ metricId })).map(({ value }) => value);
    return { scenario, engine, values };
  }

  describe(`generated transformers on ${target.name}`, () => {
    it("one that is proven goes live, and later refreshes ask nobody", async () => {
      const generator = scriptedGenerator(candidate(rightCode));
      const { scenario, engine, values } = await setUp(generator);
      const { run } = await engine.metrics.create(metric);
      expect(await run.result()).toMatchObject({
        status: "completed",
        result: { transformer: { outcome: "created" } },
      });
      expect(await values()).toEqual([11, 22, 7]);
      expect(await engine.transformers.active({ metricId })).toMatchObject({
        origin: "rules",
        state: "accepted",
        code: rightCode,
        proposal: { reasons: ["It is named so."], fallbacks: [] },
        fingerprint: expect.stringMatching(/./),
        outputExample: [{ value: 11 }, { value: 22 }, { value: 7 }],
        acceptance: {
          reports: [{ result: "accepted", support: { value: ["items[].amount"], time: ["items[].day"] } }],
        },
      });
      scenario.clock.advance(60_000);
      scenario.answer(sales(11, 22, 7, 30));
      const refreshed = await (await engine.refresh(metricId)).result();
      expect(refreshed).toMatchObject({ status: "completed", result: { transformer: { outcome: "reused" } } });
      expect(await values()).toEqual([11, 22, 7, 30]);
      expect(generator.inputs).toHaveLength(1);
      expect(generator.inputs[0]?.subject).toMatchObject({
        name: "Daily sales",
        kind: "history",
        provider: "shop",
        template: { id: "generated-sales" },
        request: { method: "GET", parameterNames: ["SHOP"] },
      });
    });

    it("one that is wrong never goes live, and the run says why", async () => {
      const { scenario, engine, values } = await setUp(scriptedGenerator(candidate(wrongCode)));
      const { run } = await engine.metrics.create(metric);
      const { error } = await run.result();
      expect(error).toMatchObject({ code: "TRANSFORMER_NOT_GENERATED", category: "config" });
      expect(await values()).toEqual([]);
      expect(await engine.transformers.active({ metricId })).toBeNull();
      expect(await engine.transformers.history({ metricId })).toMatchObject([{ state: "rejected", code: wrongCode }]);
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "needs-attention", liveGeneration: 0 });
      scenario.clock.advance(60_000);
    });

    it("generators are asked in order, and why each gave nothing is kept", async () => {
      const first = scriptedGenerator({ outcome: "refused", reason: "There is no list of records." });
      const second = scriptedGenerator(candidate(wrongCode), { origin: "model", model: "small" });
      const third = scriptedGenerator(candidate(rightCode), { origin: "model", model: "large" });
      const { engine, values } = await setUp([first, second, third]);
      const { run } = await engine.metrics.create(metric);
      expect((await run.result()).error).toBeNull();
      expect(await values()).toEqual([11, 22, 7]);
      const active = await engine.transformers.active({ metricId });
      expect(active).toMatchObject({ origin: "model", model: "large" });
      expect(active?.proposal).toMatchObject({
        fallbacks: [
          { generator: "rules", reason: "There is no list of records." },
          { generator: "model small", reason: expect.stringMatching(/./) },
        ],
      });
    });

    it("a response without records waits for data, without asking anybody", async () => {
      const generator = scriptedGenerator(candidate(rightCode));
      const { scenario, engine, values } = await setUp(generator);
      scenario.answer({ json: { items: [] } });
      const { run } = await engine.metrics.create(metric);
      expect(await run.result()).toMatchObject({ status: "completed", result: { transformer: null } });
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "awaiting-data" });
      expect(generator.inputs).toHaveLength(0);
      scenario.clock.advance(60_000);
      scenario.answer(sales(5, 8));
      expect((await (await engine.refresh(metricId)).result()).error).toBeNull();
      expect(await values()).toEqual([5, 8]);
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "active" });
    });

    it("a hard refresh that finds nothing better leaves everything as it was", async () => {
      const { scenario, engine, values } = await setUp(scriptedGenerator([candidate(rightCode), candidate(wrongCode)]));
      const { run } = await engine.metrics.create(metric);
      await run.result();
      const before = await readState(scenario.storage);
      scenario.clock.advance(60_000);
      scenario.answer(sales(12, 22, 7));
      const { error } = await (await engine.refresh(metricId, { type: "hard-refresh" })).result();
      expect(error?.code).toBe("TRANSFORMER_NOT_GENERATED");
      const after = await readState(scenario.storage);
      expect(await values()).toEqual([11, 22, 7]);
      expect(after.points).toEqual(before.points);
      expect(after.rows.slots).toEqual(before.rows.slots);
      expect(after.rows.charts).toEqual(before.rows.charts);
    });

    it("a historical response of another shape gets code of its own", async () => {
      const template = { ...undescribedArchive, measure: { value: "amount sold", time: "day of the sale" } };
      const historicalCode =
        "export const transform = (rows) => rows.map(([timestamp, value]) => ({ timestamp, value }));";
      const generator = scriptedGenerator(({ subject }) =>
        candidate(subject.request.endpoint.endsWith("archive") ? historicalCode : rightCode),
      );
      const scenario = await createScenario(target);
      scenario.answer((endpoint) =>
        endpoint.endsWith("archive")
          ? {
              json: [
                ["2026-02-01", 3],
                ["2026-02-02", 9],
              ],
            }
          : sales(11, 22),
      );
      const engine = scenario.engineOf({ templates: [template], generator });
      const { run } = await engine.metrics.create({ organizationId, id: metricId, template: "archived-sales" });
      expect((await run.result()).error).toBeNull();
      expect((await engine.points.list({ metricId })).map(({ value }) => value)).toEqual([3, 9, 11, 22]);
      expect(await engine.transformers.active({ metricId })).toMatchObject({ code: rightCode, historicalCode });
      expect(generator.inputs).toHaveLength(2);
    });

    it("an outage of the model fails the run as one, and stores no transformer", async () => {
      const { MetricsmithError } = await import("@metricsmith/core");
      const outage = new MetricsmithError("The model's server answered 503.", { code: "MODEL_UNAVAILABLE" });
      const generator = scriptedGenerator([outage, candidate(rightCode)], { origin: "model", model: "large" });
      const { engine, values } = await setUp(generator);
      const { run } = await engine.metrics.create(metric);
      expect((await run.result()).error).toMatchObject({ code: "MODEL_UNAVAILABLE", category: "transient" });
      expect(await engine.transformers.history({ metricId })).toEqual([]);
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "active" });
      expect((await (await engine.refresh(metricId)).result()).error).toBeNull();
      expect(await values()).toEqual([11, 22, 7]);
    });
  });
}
