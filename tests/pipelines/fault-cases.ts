import type { MetricsmithOptions } from "@metricsmith/core";
import type { Engine, Scenario } from "./scenario.js";
import { organizationId } from "./scenario.js";
import { sales, totalChart, twoAmounts } from "./templates.js";

/** One run that is cut off at every storage call. */
export interface FaultCase {
  readonly name: string;
  /** Storage calls of a run that nobody disturbs are at least this many. */
  readonly minimumCalls: number;
  /** Asked before the run starts. @defaultValue none */
  readonly policies?: MetricsmithOptions<[]>["policies"];
  /** Builds what is there before the run. */
  readonly prepare: (scenario: Scenario, engine: Engine) => Promise<void>;
  /** What the API answers the run. */
  readonly answer: Parameters<Scenario["answer"]>[0];
  /** The host's call that starts the run. */
  readonly start: (engine: Engine) => Promise<unknown>;
}

const metricId = "metric";
const dayMs = 86_400_000;
const shop = { organizationId, id: metricId, template: "daily-sales", endpointConfig: { SHOP: "main" } } as const;

async function prepareHistory(scenario: Scenario, engine: Engine): Promise<void> {
  await engine.metrics.create({ ...shop, start: false });
  await engine.charts.create({ metricId, name: "Total", transform: totalChart });
  scenario.answer(sales(1, 2, 3));
  await (await engine.run("metricsmith/metric/create", {}, { organizationId, metricId })).result();
  scenario.clock.advance(dayMs);
  scenario.answer({ json: { items: [{ day: "2026-02-01", amount: 7 }] } });
  await (await engine.refresh(metricId)).result();
  // Points of an archived response that no longer fits are carried over by a hard refresh.
  const [, newest] = await scenario.storage.records.find({ table: "payloads", limit: 10 });
  if (newest === undefined) throw new Error("There should be two payloads.");
  await scenario.storage.commit({
    writes: [
      {
        operation: "update",
        table: "payloads",
        id: newest.id,
        set: { pages: [{ ...newest.pages[0]!, sha256: "0".repeat(64) }] },
      },
    ],
  });
  scenario.clock.advance(dayMs);
}

function prepareKind(template: "queue-length" | "open-orders") {
  return async (scenario: Scenario, engine: Engine): Promise<void> => {
    scenario.answer({ json: template === "queue-length" ? { length: 4 } : [{ order: 1 }, { order: 2 }] });
    const { run } = await engine.metrics.create({ organizationId, id: metricId, template });
    await run.result();
    scenario.clock.advance(dayMs);
  };
}

export const faultCases: readonly FaultCase[] = [
  {
    name: "create",
    minimumCalls: 20,
    prepare: async () => undefined,
    answer: (endpoint) => (endpoint.endsWith("archive") ? { json: [["2026-02-01", 9]] } : sales(1, 2)),
    start: (engine) => engine.metrics.create({ organizationId, id: metricId, template: "archived-sales" }),
  },
  {
    name: "create by rules",
    minimumCalls: 18,
    prepare: async () => undefined,
    answer: sales(11, 22, 7),
    start: (engine) => engine.metrics.create({ ...shop, template: "generated-sales" }),
  },
  {
    name: "create that ends with a question",
    minimumCalls: 8,
    prepare: async () => undefined,
    answer: twoAmounts(100, 200, 300),
    start: (engine) => engine.metrics.create({ ...shop, template: "vague-sales" }),
  },
  {
    name: "activate what was chosen",
    minimumCalls: 20,
    async prepare(scenario, engine) {
      scenario.answer(twoAmounts(100, 200, 300));
      await (await engine.metrics.create({ ...shop, template: "vague-sales" })).run.result();
      scenario.clock.advance(dayMs);
    },
    answer: twoAmounts(100, 200, 300, 50),
    async start(engine) {
      const [best] = await engine.transformers.candidates({ metricId });
      return engine.transformers.choose(best?.id ?? "", { reviewedBy: "ada" });
    },
  },
  {
    name: "create with a chart of the host's own code",
    minimumCalls: 22,
    async prepare(_scenario, engine) {
      await engine.metrics.create({ ...shop, start: false });
      await engine.charts.create({ metricId, name: "Total", transform: totalChart });
    },
    answer: sales(1, 2, 3),
    start: (engine) => engine.run("metricsmith/metric/create", {}, { organizationId, metricId }),
  },
  {
    name: "soft-refresh",
    minimumCalls: 14,
    prepare: prepareHistory,
    answer: sales(1, 20, 3, 4),
    start: (engine) => engine.refresh(metricId),
  },
  {
    name: "soft-refresh that a policy allows",
    minimumCalls: 15,
    policies: [{ name: "allowing", check: () => true }],
    prepare: prepareHistory,
    answer: sales(1, 20, 3, 4),
    start: (engine) => engine.refresh(metricId),
  },
  {
    name: "hard-refresh",
    minimumCalls: 30,
    prepare: prepareHistory,
    answer: sales(1, 20, 3, 4),
    start: (engine) => engine.refresh(metricId, { type: "hard-refresh" }),
  },
  {
    name: "soft-refresh of a gauge",
    minimumCalls: 11,
    prepare: prepareKind("queue-length"),
    answer: { json: { length: 6 } },
    start: (engine) => engine.refresh(metricId),
  },
  {
    name: "soft-refresh of a snapshot",
    minimumCalls: 14,
    prepare: prepareKind("open-orders"),
    answer: { json: [{ order: 2 }] },
    start: (engine) => engine.refresh(metricId),
  },
];
