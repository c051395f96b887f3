import { type Proposal, rules } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { candidate, scriptedGenerator } from "../scripted-generator.js";
import { rightCode } from "../generated-sales.js";
import { metricId } from "../sales-metric.js";
import { createScenario, organizationId, type PipelineTarget, rejectionOf } from "../scenario.js";
import { readState } from "../stored-state.js";
import { generatedSales, sales, twoAmounts, vagueSales } from "../templates.js";

const metric = { organizationId, id: metricId, template: "generated-sales", endpointConfig: { SHOP: "main" } } as const;
const vague = { ...metric, template: "vague-sales" } as const;

/** Another way to write the same. */
const otherCode = `export const transform = ({ items }) => items.map(({ day, amount }) => ({ timestamp: day, value: amount }));`;

/** What people decide: approve, choose, reject and restore. */
export function describeGeneratedReviews(target: PipelineTarget): void {
  async function held(proposal: Proposal | Proposal[] = candidate(rightCode)) {
    const scenario = await createScenario(target);
    scenario.answer(sales(11, 22, 7));
    const reviewed = { ...generatedSales, review: "manual" as const };
    const generator = scriptedGenerator(proposal);
    const engine = scenario.engineOf({ templates: [reviewed], generator });
    const { run } = await engine.metrics.create(metric);
    const { error } = await run.result();
    scenario.clock.advance(60_000);
    const [waiting] = await engine.transformers.candidates({ metricId });
    const transformerId = waiting?.id ?? "";
    const values = async () => (await engine.points.list({ metricId })).map(({ value }) => value);
    return { scenario, engine, generator, error, transformerId, values };
  }

  describe(`reviews on ${target.name}`, () => {
    it("what is held waits for a person, and goes live when one approves", async () => {
      const { scenario, engine, generator, error, transformerId, values } = await held();
      expect(error).toMatchObject({ code: "TRANSFORMER_HELD", category: "config" });
      expect(await values()).toEqual([]);
      expect(await engine.transformers.get(transformerId)).toMatchObject({ state: "held", reviewedBy: null });
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "needs-attention", liveGeneration: 0 });
      const run = await engine.transformers.approve(transformerId, { reviewedBy: "ada" });
      expect(await run.result()).toMatchObject({
        status: "completed",
        result: { transformer: { outcome: "activated" } },
      });
      expect(await values()).toEqual([11, 22, 7]);
      expect(await engine.transformers.active({ metricId })).toMatchObject({
        id: transformerId,
        state: "accepted",
        reviewedBy: "ada",
      });
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "active", liveGeneration: 1 });
      scenario.clock.advance(60_000);
      scenario.answer(sales(11, 22, 7, 3));
      expect((await (await engine.refresh(metricId)).result()).error).toBeNull();
      expect(await values()).toEqual([11, 22, 7, 3]);
      expect(generator.inputs).toHaveLength(1);
    });

    it("while it waits, refreshes ask nobody again, and say the same", async () => {
      const { scenario, engine, generator, transformerId } = await held();
      for (let refreshes = 0; refreshes < 3; refreshes++) {
        const { error } = await (await engine.refresh(metricId)).result();
        expect(error).toMatchObject({ code: "TRANSFORMER_HELD", message: expect.stringContaining(transformerId) });
        scenario.clock.advance(60_000);
      }
      await engine.transformers.reject(transformerId);
      const { error } = await (await engine.refresh(metricId)).result();
      expect(error).toMatchObject({
        code: "TRANSFORMER_NOT_GENERATED",
        message: expect.stringContaining("refresh it hard"),
      });
      expect(generator.inputs).toHaveLength(1);
      await (await engine.refresh(metricId, { type: "hard-refresh" })).result();
      expect(generator.inputs).toHaveLength(2);
      expect(await engine.transformers.candidates({ metricId })).toHaveLength(1);
    });

    it("an approval whose run fails changes nothing", async () => {
      const { scenario, engine, transformerId, values } = await held();
      scenario.answer({ json: { error: "down" } });
      const run = await engine.transformers.approve(transformerId);
      expect((await run.result()).status).toBe("failed");
      expect(await engine.transformers.get(transformerId)).toMatchObject({ state: "held" });
      expect(await engine.transformers.active({ metricId })).toBeNull();
      scenario.answer(sales(11));
      await (await engine.transformers.approve(transformerId)).result();
      expect(await values()).toEqual([11]);
    });

    it("what is rejected cannot be approved", async () => {
      const { engine, transformerId } = await held();
      expect(await engine.transformers.reject(transformerId, { reviewedBy: "ada" })).toMatchObject({
        state: "rejected",
      });
      for (const call of ["approve", "choose", "restore", "reject"] as const) {
        expect(await rejectionOf(engine.transformers[call](transformerId))).toMatchObject({
          code: "TRANSFORMER_STATE",
        });
      }
      expect(await rejectionOf(engine.transformers.approve("none"))).toMatchObject({ code: "TRANSFORMER_NOT_FOUND" });
    });

    it("another tenant can neither approve nor reject", async () => {
      const { engine, transformerId } = await held();
      const other = engine.forOrganization("other");
      for (const call of ["approve", "choose", "restore", "reject"] as const) {
        expect(await rejectionOf(other.transformers[call](transformerId))).toMatchObject({
          code: "TRANSFORMER_NOT_FOUND",
        });
      }
      expect(await engine.transformers.get(transformerId)).toMatchObject({ state: "held" });
    });

    it("the rules ask which of two amounts is meant, and the answer is remembered", async () => {
      const scenario = await createScenario(target);
      scenario.answer(twoAmounts(100, 200, 300));
      const engine = scenario.engineOf({ templates: [vagueSales], generator: [rules()] });
      const { run } = await engine.metrics.create(vague);
      const { error } = await run.result();
      expect(error?.code).toBe("MEASURE_AMBIGUOUS");
      const candidates = await engine.transformers.candidates({ metricId });
      const labels = candidates.map(({ proposal }) => proposal?.label ?? "");
      expect(labels.some((label) => label.includes("net"))).toBe(true);
      const gross = candidates[labels.findIndex((label) => label.includes("gross"))]!;
      expect(gross.proposal).toMatchObject({ samples: [{ value: 119 }, { value: 238 }, { value: 357 }] });
      scenario.clock.advance(60_000);
      const chosen = await engine.transformers.choose(gross.id);
      expect((await chosen.result()).error).toBeNull();
      expect((await engine.points.list({ metricId })).map(({ value }) => value)).toEqual([119, 238, 357]);
      expect((await engine.metrics.get(metricId))?.measure.value).toContain("gross_amount");
      expect(await engine.transformers.history({ metricId })).toEqual(
        expect.arrayContaining([expect.objectContaining({ state: "rejected" })]),
      );
      scenario.clock.advance(60_000);
      const rebuilt = await (await engine.refresh(metricId, { type: "hard-refresh" })).result();
      expect(rebuilt.error).toBeNull();
      expect((await engine.points.list({ metricId })).map(({ value }) => value)).toEqual([119, 238, 357]);
    });

    it("an earlier version can be made active again", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(11, 22, 7));
      const generator = scriptedGenerator([candidate(rightCode), candidate(otherCode)]);
      const engine = scenario.engineOf({ templates: [generatedSales], generator });
      const { run } = await engine.metrics.create(metric);
      await run.result();
      const first = (await engine.transformers.active({ metricId }))!;
      // Another version beside it: the slot is emptied by hand, as a person who deletes the active version would.
      const [slot] = (await readState(scenario.storage)).rows.slots.filter(({ kind }) => kind === "ingestion");
      const set = { activeTransformerId: null };
      await scenario.storage.commit({ writes: [{ operation: "update", table: "slots", id: slot!.id, set }] });
      scenario.clock.advance(60_000);
      expect((await (await engine.refresh(metricId)).result()).error).toBeNull();
      const second = (await engine.transformers.active({ metricId }))!;
      expect(second).toMatchObject({ version: 2, code: otherCode });
      scenario.clock.advance(60_000);
      expect((await (await engine.transformers.restore(first.id)).result()).error).toBeNull();
      expect((await engine.transformers.active({ metricId }))?.id).toBe(first.id);
      scenario.clock.advance(60_000);
      expect((await (await engine.refresh(metricId)).result()).error).toBeNull();
      expect((await engine.transformers.active({ metricId }))?.id).toBe(first.id);
      expect(await engine.transformers.get(second.id)).toMatchObject({ state: "accepted" });
    });

    it("a transformer is shared with its template once three other metrics prove it", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(11, 22, 7));
      const shared = { ...generatedSales, transformerScope: "template" as const };
      const generator = scriptedGenerator(candidate(rightCode));
      const engine = scenario.engineOf({ templates: [shared], generator });
      for (const id of ["one", "two", "three"]) {
        const { run } = await engine.metrics.create({ ...metric, id, endpointConfig: { SHOP: id } });
        await run.result();
        scenario.clock.advance(60_000);
      }
      const own = (await engine.transformers.active({ metricId: "one" }))!;
      const refused = await rejectionOf(engine.transformers.promote(own.id));
      expect(refused).toMatchObject({ code: "TRANSFORMER_NOT_PROMOTED" });
      const four = await engine.metrics.create({ ...metric, id: "four", endpointConfig: { SHOP: "four" } });
      await four.run.result();
      scenario.clock.advance(60_000);
      const promoted = await engine.transformers.promote(own.id);
      expect(promoted).toMatchObject({ organizationId: null, metricId: null, outputExample: null, proposal: null });
      expect(JSON.stringify(promoted)).not.toContain("2026-03-01");
      const asked = generator.inputs.length;
      const five = await engine.metrics.create({
        organizationId: "other",
        id: "five",
        template: "generated-sales",
        endpointConfig: { SHOP: "five" },
      });
      expect(await five.run.result()).toMatchObject({
        status: "completed",
        result: { transformer: { id: promoted.id, outcome: "reused" } },
      });
      scenario.clock.advance(60_000);
      expect(await (await engine.refresh("five")).result()).toMatchObject({
        result: { transformer: { id: promoted.id, outcome: "reused" } },
      });
      expect(generator.inputs.length).toBe(asked);
      expect(await rejectionOf(engine.forOrganization("acme").transformers.promote(own.id))).toMatchObject({
        code: "TRANSFORMER_NOT_FOUND",
      });
    });
  });
}
