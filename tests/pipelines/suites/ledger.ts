import { MetricsmithError, type ModelClient, type ModelRequest } from "@metricsmith/core";
import type { StorageAdapter } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { rightCode, wrongCode } from "../generated-sales.js";
import { metricId } from "../sales-metric.js";
import { candidate, scriptedGenerator } from "../scripted-generator.js";
import { createScenario, organizationId, pause, type PipelineTarget, rejectionOf } from "../scenario.js";
import { generatedSales, sales } from "../templates.js";

const metric = { organizationId, template: "generated-sales", endpointConfig: { SHOP: "main" } } as const;
const request: ModelRequest = {
  messages: [{ role: "user", content: "x".repeat(800) }],
  answer: { name: "code", schema: {} },
  maximumOutputTokens: 500,
  timeoutMs: 1_000,
};
/** What the call above may use at most: its 802 bytes at two a token, 100, and the answer. */
const most = 401 + 100 + 500;

/** A model that answers after a moment, and counts its calls. */
function slowModel(usage = { inputTokens: 200, outputTokens: 50 }): ModelClient & { calls: number } {
  const client = {
    specVersion: 1 as const,
    modelId: "large",
    calls: 0,
    async complete() {
      client.calls++;
      await pause(5);
      return { text: "{}", usage };
    },
  };
  return client;
}

/** The ledger of model calls, and budgets that hold. */
export function describeLedger(target: PipelineTarget): void {
  async function setUp(
    client: ModelClient,
    options: { budgets?: object[]; prices?: Record<string, { inputPerMillion: number; outputPerMillion: number }> },
    code = rightCode,
  ) {
    const scenario = await createScenario(target);
    scenario.answer(sales(11, 22, 7));
    const generator = scriptedGenerator(
      async ({ complete }) => {
        await complete(client, request, "transformer");
        return candidate(code);
      },
      { origin: "model", model: "large" },
    );
    const engine = scenario.engineOf({ templates: [generatedSales], generator, concurrency: 20, ...options } as never);
    return { scenario, engine };
  }

  describe(`the ledger on ${target.name}`, () => {
    it("has an entry for every call, with its tokens, cost, reason and outcome", async () => {
      const prices = { large: { inputPerMillion: 2, outputPerMillion: 10 } };
      const { engine } = await setUp(slowModel(), { prices });
      const { run } = await engine.metrics.create({ ...metric, id: metricId });
      expect((await run.result()).error).toBeNull();
      expect(await engine.usage.list({ metricId })).toMatchObject([
        {
          organizationId,
          metricId,
          runId: run.id,
          model: "large",
          reason: "transformer",
          outcome: "answered",
          errorCode: null,
          inputTokens: 200,
          outputTokens: 50,
          cost: 0.0009,
        },
      ]);
      expect(await engine.usage.summarize({ organizationId })).toEqual([
        { model: "large", calls: 1, inputTokens: 200, outputTokens: 50, cost: 0.0009 },
      ]);
      expect(await engine.forOrganization("other").usage.list()).toEqual([]);
    });

    it("enters calls that fail, with what they have cost", async () => {
      const refusal = new MetricsmithError("The model refused.", {
        code: "MODEL_REFUSED",
        details: { usage: { inputTokens: 30, outputTokens: 2 } },
      });
      const client: ModelClient = { specVersion: 1, modelId: "large", complete: () => Promise.reject(refusal) };
      const { engine } = await setUp(client, {});
      const { run } = await engine.metrics.create({ ...metric, id: metricId });
      expect((await run.result()).error?.code).toBe("MODEL_REFUSED");
      expect(await engine.usage.list({ metricId })).toMatchObject([
        { outcome: "refused", errorCode: "MODEL_REFUSED", inputTokens: 30, outputTokens: 2, cost: null },
      ]);
    });

    it("names the transformer that came of a call, also one that was not let in", async () => {
      for (const [code, state] of [
        [rightCode, "accepted"],
        [wrongCode, "rejected"],
      ] as const) {
        const { engine } = await setUp(slowModel(), {}, code);
        const { run } = await engine.metrics.create({ ...metric, id: metricId });
        await run.result();
        const [stored] = await engine.transformers.history({ metricId });
        expect(stored?.state).toBe(state);
        expect(await engine.usage.list({ metricId })).toMatchObject([{ transformerId: stored?.id }]);
      }
    });

    it.each(["metric", "organization", "total"] as const)("makes no call over the budget of a %s", async (scope) => {
      const client = slowModel();
      const budgets = [{ scope, window: "day", tokens: most - 1 }];
      const { scenario, engine } = await setUp(client, { budgets });
      const { run } = await engine.metrics.create({ ...metric, id: metricId });
      expect((await run.result()).error).toMatchObject({ code: "BUDGET_EXCEEDED", category: "config" });
      expect(client.calls).toBe(0);
      expect(await engine.usage.list()).toEqual([]);
      expect(await engine.usage.budgets(metricId)).toMatchObject([{ unit: "tokens", used: 0, committed: 0 }]);
      scenario.clock.advance(1);
    });

    it("settles what a call did use, so that the rest can be used, and begins anew with the next day", async () => {
      const client = slowModel();
      const { scenario, engine } = await setUp(client, {
        budgets: [{ scope: "organization", window: "day", tokens: most + 250 }],
      });
      const create = async (id: string) => (await (await engine.metrics.create({ ...metric, id })).run.result()).error;
      expect(await create("one")).toBeNull();
      expect(await engine.usage.budgets("one")).toMatchObject([{ used: 250, committed: 250, limit: most + 250 }]);
      expect(await create("two")).toBeNull();
      expect(await create("three")).toMatchObject({ code: "BUDGET_EXCEEDED" });
      scenario.clock.advance(24 * 3_600_000);
      expect(await create("four")).toBeNull();
      expect(client.calls).toBe(3);
    });

    it("sets no more aside than there is, however many ask at once", async () => {
      const client = slowModel({ inputTokens: 401, outputTokens: 500 });
      const { engine } = await setUp(client, { budgets: [{ scope: "total", window: "all", tokens: most * 3 }] });
      const errors = await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const { run } = await engine.metrics.create({ ...metric, id: `metric-${index}` });
          return (await run.result()).error?.code ?? null;
        }),
      );
      expect(client.calls).toBe(errors.filter((code) => code === null).length);
      expect(client.calls).toBeLessThanOrEqual(3);
      expect(client.calls).toBeGreaterThanOrEqual(1);
      const [status] = await engine.usage.budgets("metric-0");
      expect(status!.committed).toBe(client.calls * 901);
      expect(status!.committed).toBeLessThanOrEqual(status!.limit);
    });

    it("counts once where two budgets limit the same, by the lower one", async () => {
      const client = slowModel();
      const budgets = [most * 2, most].map((tokens) => ({ scope: "total", window: "day", tokens }));
      const { engine } = await setUp(client, { budgets });
      const create = async (id: string) => (await (await engine.metrics.create({ ...metric, id })).run.result()).error;
      expect(await create("one")).toBeNull();
      expect(await engine.usage.budgets("one")).toMatchObject([{ used: 250, committed: 250, limit: most }]);
      expect(await create("two")).toMatchObject({ code: "BUDGET_EXCEEDED" });
    });

    it("settles in every window that is left when one of them was swept during the call", async () => {
      const client = slowModel();
      const budgets = ["day", "month"].map((window) => ({ scope: "total", window, tokens: most * 9 }));
      const { scenario, engine } = await setUp(
        {
          ...client,
          complete: async () => {
            scenario.clock.advance(13 * 3_600_000 + 1);
            await engine.sweep();
            return { text: "{}", usage: { inputTokens: 200, outputTokens: 50 } };
          },
        },
        { budgets },
      );
      const { run } = await engine.metrics.create({ ...metric, id: metricId });
      expect((await run.result()).error).toBeNull();
      expect(await scenario.storage.records.find({ table: "counters", limit: 10 })).toMatchObject([
        { window: "2026-03", used: 250, committed: 250 },
      ]);
      expect(await engine.usage.list()).toMatchObject([{ outcome: "answered", inputTokens: 200 }]);
    });

    it("settles a call once, also when the storage's answer to it is lost", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(11, 22, 7));
      let lost = 0;
      const storage: StorageAdapter = {
        ...scenario.storage,
        async commit(input) {
          const isDone = await scenario.storage.commit(input);
          const isSettling = input.writes.some(
            (write) => write.table === "usageEntries" && write.operation === "update",
          );
          if (!isSettling || input.writes.length < 2 || lost++ > 0) return isDone;
          throw new Error("The connection was lost.");
        },
      };
      const client = slowModel();
      const generator = scriptedGenerator(
        async ({ complete }) => {
          await complete(client, request, "transformer");
          return candidate(rightCode);
        },
        { origin: "model", model: "large" },
      );
      const budgets = [{ scope: "total", window: "all", tokens: most * 9 }] as const;
      const engine = scenario.engineOf({ templates: [generatedSales], generator, storage, budgets });
      await (await engine.metrics.create({ ...metric, id: metricId })).run.result();
      expect(lost).toBeGreaterThan(0);
      expect(await engine.usage.budgets(metricId)).toMatchObject([
        { used: client.calls * 250, committed: client.calls * 250 },
      ]);
      const entries = await engine.usage.list();
      expect(entries.map(({ outcome }) => outcome)).toEqual(entries.map(() => "answered"));
    });

    it("goes on counting when a step is repeated because its boundary met changed rows", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(11, 22, 7));
      const client = slowModel();
      const generator = scriptedGenerator(
        async ({ complete }) => {
          for (let round = 0; round < 4; round++) await complete(client, request, "transformer");
          return candidate(rightCode);
        },
        { origin: "model", model: "large" },
      );
      const storage: StorageAdapter = {
        ...scenario.storage,
        async commit(input) {
          const isFirst = input.writes.some((write) => write.table === "transformers" && write.operation === "insert");
          // As when somebody else has stored a version of this number.
          if (isFirst && input.fence !== undefined && refused++ === 0) return false;
          return scenario.storage.commit(input);
        },
      };
      let refused = 0;
      const engine = scenario.engineOf({ templates: [generatedSales], generator, storage });
      const { run } = await engine.metrics.create({ ...metric, id: metricId });
      expect((await run.result()).error).toBeNull();
      expect((await engine.usage.list()).map(({ outcome }) => outcome)).toEqual(Array(8).fill("answered"));
    });

    it("a budget of cost needs the model's price", async () => {
      const budgets = [{ scope: "total", window: "month", cost: 1 }];
      await expect(setUp(slowModel(), { budgets })).rejects.toMatchObject({ code: "OPTION_INVALID" });
      const prices = { large: { inputPerMillion: 1_000_000, outputPerMillion: 0 } };
      const { engine } = await setUp(slowModel(), { budgets, prices });
      const { run } = await engine.metrics.create({ ...metric, id: metricId });
      expect((await run.result()).error?.code).toBe("BUDGET_EXCEEDED");
    });

    it("names the budget that is wrong", async () => {
      const error = await rejectionOf(setUp(slowModel(), { budgets: [{ scope: "total", window: "day" }] }));
      expect(error).toMatchObject({ code: "OPTION_INVALID" });
      expect(error.message).toContain("budgets.0");
    });
  });
}
