import { expect, it } from "vitest";
import { memory } from "./memory.js";
import { metricId } from "./sales-metric.js";
import { createScenario, organizationId } from "./scenario.js";
import { generatedSales } from "./templates.js";

const hourMs = 3_600_000;

/** Creates a metric by rules on a response of so many bytes, more or less. */
async function createLarge(bytes: number) {
  const size = 200;
  const items = Array.from({ length: Math.round(bytes / size) }, (_, index) => ({
    id: `record-${index}-${"x".repeat(100)}`,
    day: new Date(Date.UTC(1990, 0, 1) + index * hourMs).toISOString(),
    amount: (index % 977) + 0.5,
  }));
  const scenario = await createScenario(memory);
  const text = JSON.stringify({ items });
  scenario.answer({ text });
  const engine = scenario.engineOf({
    // A point each: no words say how several of a day would be joined.
    templates: [{ ...generatedSales, measure: { value: "items.amount", time: "items.day" } }],
    limits: { timeoutMs: 60_000, maximumPoints: 1_000_000 },
  });
  const input = {
    organizationId,
    id: metricId,
    template: "generated-sales",
    endpointConfig: { SHOP: "main" },
  } as const;
  const { run } = await engine.metrics.create(input);
  const { error } = await run.result();
  const { count } = await engine.points.summarize({ metricId });
  const first = await engine.points.list({ metricId, limit: 3 });
  return {
    bytes: Buffer.byteLength(text),
    records: items.length,
    error,
    count,
    first: first.map(({ value }) => value),
  };
}

it("a response of 10 MB is read right", async () => {
  const { bytes, records, error, count, first } = await createLarge(12_000_000);
  expect(bytes).toBeGreaterThan(10_000_000);
  expect({ error, count, first }).toEqual({ error: null, count: records, first: [0.5, 1.5, 2.5] });
}, 240_000);
