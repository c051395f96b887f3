import { MetricsmithError } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { candidate, scriptedGenerator } from "../scripted-generator.js";
import { rightCode, wrongCode } from "../generated-sales.js";
import { metricId } from "../sales-metric.js";
import { createScenario, eventually, organizationId, type PipelineTarget, rejectionOf } from "../scenario.js";
import { readState } from "../stored-state.js";
import { archivedSales, generatedSales, sales } from "../templates.js";

const metric = { organizationId, id: metricId, template: "generated-sales", endpointConfig: { SHOP: "main" } } as const;
const reviewed = { ...generatedSales, review: "manual" as const };
const shared = { ...generatedSales, transformerScope: "template" as const };
const { mapping: _mapping, historical: _historical, ...undescribedArchive } = archivedSales;

/** What happens to generated transformers at the worst moment, and what must not reach others. */
export function describeGeneratedRaces(target: PipelineTarget): void {
  /** An API that waits, once, until it is let go. */
  function gated() {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    return { open: () => open(), opened, reach: () => reach(), reached };
  }

  async function held() {
    const scenario = await createScenario(target);
    scenario.answer(sales(11, 22, 7));
    const engine = scenario.engineOf({ templates: [reviewed], generator: scriptedGenerator(candidate(rightCode)) });
    await (await engine.metrics.create(metric)).run.result();
    scenario.clock.advance(60_000);
    const [waiting] = await engine.transformers.candidates({ metricId });
    return { scenario, engine, transformerId: waiting?.id ?? "" };
  }

  describe(`generated transformers at the worst moment on ${target.name}`, () => {
    it("what is being approved cannot be rejected beside it", async () => {
      const { scenario, engine, transformerId } = await held();
      const gate = gated();
      scenario.answer(async () => {
        gate.reach();
        await gate.opened;
        return sales(11, 22, 7);
      });
      const run = await engine.transformers.approve(transformerId);
      await gate.reached;
      expect(await rejectionOf(engine.transformers.reject(transformerId))).toMatchObject({
        code: "TRANSFORMER_STATE",
        details: { runId: run.id },
      });
      gate.open();
      expect((await run.result()).error).toBeNull();
      expect(await engine.transformers.get(transformerId)).toMatchObject({ state: "accepted" });
    });

    it("of two approvals at once the second finds the first one's answer", async () => {
      const { engine, transformerId } = await held();
      const imported = await engine.transformers.import({ metricId, source: rightCode });
      const [first, second] = await Promise.all([
        engine.transformers.approve(transformerId),
        engine.transformers.approve(imported.id),
      ]);
      const results = [await first.result(), await second.result()];
      const codes = results.map(({ error }) => error?.code ?? null);
      expect(new Set(codes)).toEqual(new Set(["TRANSFORMER_STATE", null]));
      const active = await engine.transformers.active({ metricId });
      expect(active).toMatchObject({ state: "accepted" });
      const states = (await engine.transformers.history({ metricId })).map(({ state }) => state).toSorted();
      expect(states).toEqual(["accepted", "rejected"]);
    });

    it("a metric that is paused meanwhile stays paused, whatever comes of the run", async () => {
      for (const code of [rightCode, wrongCode]) {
        const scenario = await createScenario(target);
        scenario.answer({ json: { items: [] } });
        const generator = scriptedGenerator(async () => {
          await engine.metrics.update(metricId, { status: "paused" });
          return candidate(code);
        });
        const engine = scenario.engineOf({ templates: [generatedSales], generator });
        await (await engine.metrics.create(metric)).run.result();
        scenario.answer(sales(11, 22, 7));
        await (await engine.refresh(metricId)).result();
        expect(generator.inputs).toHaveLength(1);
        expect((await engine.metrics.get(metricId))?.status).toBe("paused");
      }
    });

    it("code that a person has handed in waits on when a generator writes other code", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(11, 22, 7));
      const engine = scenario.engineOf({ templates: [reviewed], generator: scriptedGenerator(candidate(rightCode)) });
      await engine.metrics.create({ ...metric, start: false });
      const imported = await engine.transformers.import({ metricId, source: rightCode });
      const { error } = await (await engine.refresh(metricId)).result();
      expect(error?.code).toMatch(/TRANSFORMER_HELD|MEASURE_AMBIGUOUS/);
      expect(await engine.transformers.get(imported.id)).toMatchObject({ state: "held" });
      expect(await engine.transformers.candidates({ metricId })).toHaveLength(2);
    });

    it("candidates are stored also when another version takes their number", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(11, 22, 7));
      let refused = 0;
      const storage = {
        ...scenario.storage,
        async commit(input: Parameters<typeof scenario.storage.commit>[0]) {
          const isFirst = input.writes.some((write) => write.table === "transformers" && write.operation === "insert");
          if (isFirst && refused++ === 0) return false;
          return scenario.storage.commit(input);
        },
      };
      const generator = scriptedGenerator(candidate(rightCode));
      const engine = scenario.engineOf({ templates: [reviewed], generator, storage });
      const { error } = await (await engine.metrics.create(metric)).run.result();
      const [waiting] = await engine.transformers.candidates({ metricId });
      expect(error).toMatchObject({
        code: "TRANSFORMER_HELD",
        message: expect.stringContaining(waiting?.id ?? "none"),
      });
      expect(generator.inputs).toHaveLength(1);
    });

    it.each(["no code", "MODEL_REFUSED", "MODEL_ANSWER_INVALID"] as const)(
      "a model that was asked and gave nothing is not paid again at every refresh: %s",
      async (answer) => {
        const scenario = await createScenario(target);
        scenario.answer(sales(11, 22, 7));
        const client = {
          specVersion: 1 as const,
          modelId: "large",
          complete: async () => ({ text: "{}", usage: { inputTokens: 1, outputTokens: 1 } }),
        };
        const generator = scriptedGenerator(
          async ({ complete }) => {
            const request = {
              messages: [],
              answer: { name: "code", schema: {} },
              maximumOutputTokens: 5,
              timeoutMs: 9,
            };
            await complete(client, request, "transformer");
            if (answer === "no code") return { outcome: "refused", reason: "The model gave no code." };
            throw new MetricsmithError("It did not answer.", { code: answer });
          },
          { origin: "model", model: "large" },
        );
        const engine = scenario.engineOf({ templates: [generatedSales], generator });
        await (await engine.metrics.create(metric)).run.result();
        for (let refreshes = 0; refreshes < 2; refreshes++) {
          scenario.clock.advance(60_000);
          const { error } = await (await engine.refresh(metricId)).result();
          expect(error?.code).toBe("TRANSFORMER_NOT_GENERATED");
        }
        expect(generator.inputs).toHaveLength(1);
        await (await engine.refresh(metricId, { type: "hard-refresh" })).result();
        expect(generator.inputs).toHaveLength(2);
      },
    );

    it("a historical response that holds nothing yet, in another shape, keeps the metric from nothing", async () => {
      const scenario = await createScenario(target);
      scenario.answer((endpoint) => (endpoint.endsWith("archive") ? { json: [] } : sales(11, 22, 7)));
      const template = { ...undescribedArchive, measure: { value: "amount sold", time: "day of the sale" } };
      const generator = scriptedGenerator(candidate(rightCode));
      const engine = scenario.engineOf({ templates: [template], generator });
      const { run } = await engine.metrics.create({ organizationId, id: metricId, template: "archived-sales" });
      expect((await run.result()).error).toBeNull();
      expect((await engine.points.list({ metricId })).map(({ value }) => value)).toEqual([11, 22, 7]);
    });

    it("a run that begins again under another definition keeps the transformer that it has made", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(11, 22, 7));
      const generator = scriptedGenerator(candidate(rightCode));
      const options = { templates: [generatedSales] as const, generator };
      await (await scenario.engineOf(options).metrics.create(metric)).run.result();
      scenario.clock.advance(60_000);
      let isDead = false;
      const dying = {
        ...scenario.storage,
        commit: async (input: Parameters<typeof scenario.storage.commit>[0]) => {
          if (isDead) throw new MetricsmithError("The process is dead.", { code: "RUN_LEASE_LOST" });
          const isDone = await scenario.storage.commit(input);
          isDead = input.writes.some((write) => write.table === "transformers" && write.operation === "insert");
          return isDone;
        },
      };
      const run = await scenario.engineOf({ ...options, storage: dying }).refresh(metricId, { type: "hard-refresh" });
      await eventually(() => isDead || undefined, "the process to die");
      const set = { definitionHash: "of another release", leaseExpiresAt: new Date(0) };
      await scenario.storage.commit({ writes: [{ operation: "update", table: "runs", id: run.id, set }] });
      const engine = scenario.engineOf(options);
      await engine.start();
      for await (const _event of engine.watch(run.id));
      await engine.stop();
      expect(await engine.transformers.active({ metricId })).toMatchObject({ state: "accepted", code: rightCode });
      expect(await engine.transformers.history({ metricId })).toHaveLength(1);
    });
  });

  describe(`generated transformers and others on ${target.name}`, () => {
    it("another tenant's transformer cannot be activated, and is not told of", async () => {
      const { engine, transformerId } = await held();
      const other = engine.forOrganization("other");
      await other.metrics.create({
        id: "theirs",
        template: "generated-sales",
        endpointConfig: metric.endpointConfig,
        start: false,
      });
      const run = await other.run("metricsmith/metric/activate", { transformerId }, { metricId: "theirs" });
      const { error } = await run.result();
      expect(error?.code).toBe("TRANSFORMER_NOT_FOUND");
      expect(JSON.stringify(error)).not.toMatch(/held|acme|"metric"/);
    });

    async function promotable(code: string) {
      const scenario = await createScenario(target);
      scenario.answer(sales(11, 22, 7));
      const engine = scenario.engineOf({ templates: [shared], generator: scriptedGenerator(candidate(code)) });
      const ids = ["one", "two", "three", "four"];
      for (const id of ids) {
        // What stands in the response of the last one alone.
        const { json } = sales(11, 22, 7);
        scenario.answer({ json: id === "four" ? { ...json, owner: "Mrs Smith" } : json });
        await (await engine.metrics.create({ ...metric, id, endpointConfig: { SHOP: id } })).run.result();
        scenario.clock.advance(60_000);
      }
      return { scenario, engine };
    }

    it("what is promoted holds nothing of the response that it was written for, whichever metrics prove it", async () => {
      const { engine } = await promotable(`const owner = "Mrs Smith";\n${rightCode}`);
      const own = (await engine.transformers.active({ metricId: "four" }))!;
      const refused = await rejectionOf(engine.transformers.promote(own.id));
      expect(refused).toMatchObject({ code: "TRANSFORMER_NOT_PROMOTED" });
      expect(refused.message).toContain("literals");
      expect(refused.message).not.toContain("Smith");
    });

    it("nor does its code for the historical response, nor who approved it", async () => {
      const { scenario, engine } = await promotable(rightCode);
      const own = (await engine.transformers.active({ metricId: "four" }))!;
      const change = (set: object) =>
        scenario.storage.commit({ writes: [{ operation: "update", table: "transformers", id: own.id, set }] });
      await change({ historicalCode: `const owner = "Mrs Smith";\n${rightCode}`, reviewedBy: "ada" });
      expect((await rejectionOf(engine.transformers.promote(own.id))).message).toContain("literals");
      await change({ historicalCode: null });
      expect(await engine.transformers.promote(own.id)).toMatchObject({ reviewedBy: null, historicalCode: null });
    });

    it("a metric without records proves nothing, and keeps nobody from sharing", async () => {
      const { scenario, engine } = await promotable(rightCode);
      const own = (await engine.transformers.active({ metricId: "four" }))!;
      scenario.answer({ json: { items: [] } });
      await (await engine.refresh("two")).result();
      expect((await rejectionOf(engine.transformers.promote(own.id))).message).toContain("proven on 2 other metrics");
      scenario.answer(sales(11, 22, 7));
      await (await engine.metrics.create({ ...metric, id: "five" })).run.result();
      expect(await engine.transformers.promote(own.id)).toMatchObject({ state: "accepted", version: 1 });
    });

    it("of several that are promoted at once each is a version of its own, or is refused", async () => {
      const { engine } = await promotable(rightCode);
      const ids = await Promise.all(
        ["one", "two", "three"].map(async (metricId) => (await engine.transformers.active({ metricId }))?.id ?? ""),
      );
      const results = await Promise.allSettled(ids.map((id) => engine.transformers.promote(id)));
      const promoted = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      expect(promoted.length).toBeGreaterThan(0);
      expect(new Set(promoted.map(({ version }) => version)).size).toBe(promoted.length);
      for (const result of results) {
        if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "STORAGE_CONFLICT" });
      }
    });

    it("the host's own check counts on every metric that has to prove it", async () => {
      const { scenario, engine } = await promotable(rightCode);
      const own = (await engine.transformers.active({ metricId: "one" }))!;
      const picky = { ...shared, expect: () => "It is not what was expected." };
      const refused = await rejectionOf(scenario.engineOf({ templates: [picky] }).transformers.promote(own.id));
      expect(refused.code).toBe("TRANSFORMER_NOT_PROMOTED");
    });

    it("a hard refresh makes a transformer of the metric's own, and one that fails leaves the slot alone", async () => {
      const { scenario, engine } = await promotable(rightCode);
      const own = (await engine.transformers.active({ metricId: "one" }))!;
      const promoted = await engine.transformers.promote(own.id);
      const before = (await readState(scenario.storage)).rows.slots;
      const failing = scriptedGenerator(candidate(wrongCode));
      const failed = await scenario
        .engineOf({ templates: [shared], generator: failing })
        .refresh("two", { type: "hard-refresh" });
      expect((await failed.result()).error?.code).toBe("TRANSFORMER_NOT_GENERATED");
      expect((await readState(scenario.storage)).rows.slots).toEqual(before);
      scenario.clock.advance(60_000);
      expect((await (await engine.refresh("two", { type: "hard-refresh" })).result()).error).toBeNull();
      const active = await engine.transformers.active({ metricId: "two" });
      expect(active).toMatchObject({ metricId: "two" });
      expect(active?.id).not.toBe(promoted.id);
    });

    it("a metric's name cannot get out of its place in an ejected file", async () => {
      const { engine } = await promotable(rightCode);
      await engine.metrics.update("one", { name: "Sales\u2028throw new Error('out');\u2029//#region transform\n" });
      const [file] = await engine.transformers.eject({ metricId: "one" });
      expect(file?.source).not.toMatch(/[\u2028\u2029]/);
      const imported = await engine.transformers.import({ metricId: "one", source: file?.source ?? "" });
      expect(imported.code.trim()).toBe(rightCode.trim());
    });
  });
}
