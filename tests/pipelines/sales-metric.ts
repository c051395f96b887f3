import type { MetricRunResult, RunEvent, RunHandle } from "@metricsmith/core";
import {
  createScenario,
  type Engine,
  eventually,
  organizationId,
  pause,
  type PipelineTarget,
  type Scenario,
} from "./scenario.js";
import { sales } from "./templates.js";

/** The metric that most suites work on. */
export const metricId = "metric";
export const shop = {
  organizationId,
  id: metricId,
  template: "daily-sales",
  endpointConfig: { SHOP: "main" },
} as const;

/** A metric that has fetched three points, a minute ago. */
export async function withSales(target: PipelineTarget): Promise<{ scenario: Scenario; engine: Engine }> {
  const scenario = await createScenario(target);
  scenario.answer(sales(1, 2, 3));
  const engine = scenario.engine();
  const { run } = await engine.metrics.create(shop);
  await run.result();
  scenario.clock.advance(60_000);
  return { scenario, engine };
}

/** The same; its next fetches wait until the gate is opened. */
export async function withGate(target: PipelineTarget) {
  const { scenario, engine } = await withSales(target);
  let isOpen = false;
  let isReached = false;
  scenario.answer(async () => {
    isReached = true;
    await eventually(() => isOpen || undefined, "the gate to open");
    return sales(1, 2, 3);
  });
  const gate = {
    reached: async (): Promise<void> => {
      await eventually(() => isReached || undefined, "a fetch");
      await pause(0);
    },
    open: (): void => void (isOpen = true),
  };
  return { scenario, engine, gate };
}

/** The result of a run that is expected to complete. */
export async function refreshed(starting: Promise<RunHandle>): Promise<MetricRunResult> {
  const { error, result } = await (await starting).result();
  if (error !== null) throw new Error(`The run was expected to complete: ${error.message}`);
  return result as MetricRunResult;
}

/** Values of the live points, by time. */
export async function values(engine: Pick<Engine, "points">): Promise<number[]> {
  return (await engine.points.list({ metricId })).map(({ value }) => value);
}

export async function collectEvents(engine: Pick<Engine, "watch">, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of engine.watch(runId)) events.push(event);
  return events;
}
