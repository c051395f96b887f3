import { describe, expect, it } from "vitest";
import type { FaultCase } from "./fault-cases.js";
import { everyCall, failAt, killAt, type PreparedCase, prepareCase } from "./fault-injection.js";
import { memory } from "./memory.js";
import { metricId, shop } from "./sales-metric.js";
import { sales } from "./templates.js";

const changed: FaultCase = {
  name: "a chart changed in words",
  minimumCalls: 12,
  answer: sales(1, 2, 3),
  prepare: async (scenario, engine) => {
    scenario.answer(sales(1, 2, 3));
    const { run } = await engine.metrics.create(shop);
    await run.result();
    scenario.clock.advance(86_400_000);
  },
  start: async (engine) => {
    const [chart] = await engine.charts.list({ metricId });
    return engine.charts.change(chart?.id ?? "", { request: "bars, last 30 days" });
  },
};

/** A process that dies, or whose storage fails, at any storage call leaves what an undisturbed one would have. */
describe(changed.name, () => {
  let preparing: Promise<PreparedCase> | undefined;
  const prepare = () => (preparing ??= prepareCase(memory, changed));

  it("makes enough storage calls to be worth cutting", async () => {
    expect((await prepare()).calls).toBeGreaterThanOrEqual(changed.minimumCalls);
  });

  it.each(["before", "after"] as const)(
    "ends the same when the process dies just %s any storage call",
    async (when) => {
      const prepared = await prepare();
      expect(await everyCall(memory, prepared, (call) => killAt(memory, prepared, call, when))).toEqual([]);
    },
  );

  it.each(["before", "after"] as const)(
    "ends by itself when any two storage calls fail %s they are applied",
    async (when) => {
      const prepared = await prepare();
      expect(await everyCall(memory, prepared, (call) => failAt(memory, prepared, call, when))).toEqual([]);
    },
  );
});
