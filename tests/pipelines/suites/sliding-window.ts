import { defineTemplate, type Generator } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { candidate, scriptedGenerator } from "../scripted-generator.js";
import { createScenario, organizationId, type PipelineTarget } from "../scenario.js";

/** An API that shows the latest events only, as "past week" feeds do. */
function events(...days: readonly [day: string, ...values: number[]][]) {
  return {
    json: { events: days.flatMap(([day, ...values]) => values.map((value) => ({ at: `${day}T10:00:00Z`, value }))) },
  };
}

function template(aggregation: "count" | "sum" | "min" | "max") {
  return defineTemplate({
    id: "events",
    provider: "feed",
    name: "Events",
    measure: { value: "events", per: "day" },
    parameters: z.object({}),
    request: { endpoint: "https://api.example.com/events" },
    mapping: {
      records: "events",
      time: { path: "at", format: "iso" },
      value: aggregation === "count" ? "count" : { path: "value" },
      groupBy: { bucket: "day", aggregation },
    },
  });
}

async function afterRefresh(
  target: PipelineTarget,
  aggregation: "count" | "sum" | "min" | "max",
  ...answers: ReturnType<typeof events>[]
) {
  return afterRefreshOf(target, { templates: [template(aggregation)] }, answers);
}

async function afterRefreshOf(
  target: PipelineTarget,
  options: { templates: [ReturnType<typeof template>]; generator?: Generator },
  answers: readonly ReturnType<typeof events>[],
) {
  const scenario = await createScenario(target);
  const engine = scenario.engineOf(options);
  const [first, ...later] = answers;
  if (first === undefined) throw new Error("An answer is needed.");
  scenario.answer(first);
  const { metric, run } = await engine.metrics.create({ organizationId, template: "events" });
  await run.result();
  for (const answer of later) {
    scenario.answer(answer);
    await (await engine.refresh(metric.id, { wait: true })).result();
  }
  const values = async () =>
    (await engine.points.list({ metricId: metric.id })).map(({ timestamp, value }) => [
      timestamp.toISOString().slice(0, 10),
      value,
    ]);
  const refreshed = await values();
  await (await engine.refresh(metric.id, { wait: true, type: "hard-refresh" })).result();
  return { refreshed, rebuilt: await values() };
}

/** Code as a model writes it, without a mapping. */
function codeFor(joined: string): string {
  return `export function transform({ events }) {
    const days = new Map();
    for (const { at, value } of events) days.set(at.slice(0, 10), [...(days.get(at.slice(0, 10)) ?? []), value]);
    return [...days].map(([timestamp, values]) => ({ timestamp, value: ${joined} }));
  }`;
}

const whole = events(["2026-03-01", 5, 9, 1], ["2026-03-02", 2]);

/** Feeds of the latest records: the oldest bucket of a response is cut off. */
export function describeSlidingWindow(target: PipelineTarget): void {
  describe(`the oldest bucket of a window that moves on, on ${target.name}`, () => {
    it.each([
      ["count", 3],
      ["sum", 15],
      ["max", 9],
      ["min", 1],
    ] as const)("keeps the %s of all records when the API has cut some of them off", async (aggregation, kept) => {
      const cut = events(["2026-03-01", 5], ["2026-03-02", 2, 2]);
      const { refreshed, rebuilt } = await afterRefresh(target, aggregation, whole, cut);
      expect(refreshed[0]).toEqual(["2026-03-01", kept]);
      expect(rebuilt).toEqual(refreshed);
    });

    it.each([
      ["count", "number of events", "values.length", 3],
      ["sum", "sum of value", "values.reduce((sum, value) => sum + value, 0)", 15],
      ["max", "highest value", "Math.max(...values)", 9],
      ["min", "lowest value", "Math.min(...values)", 1],
    ] as const)(
      "does the same for generated code, as acceptance has explained it: %s",
      async (_, words, joined, kept) => {
        const { mapping: _mapping, ...undescribed } = template("count");
        const described = { ...undescribed, measure: { value: words, per: "day" as const } };
        const generator = scriptedGenerator(candidate(codeFor(joined)));
        const first = events(["2026-03-01", 5, 9, 1], ["2026-03-02", 2, 4], ["2026-03-03", 8, 3, 6]);
        const cut = events(["2026-03-01", 5], ["2026-03-02", 2, 4], ["2026-03-03", 8, 3, 6]);
        const { refreshed, rebuilt } = await afterRefreshOf(target, { templates: [described], generator }, [
          first,
          cut,
        ]);
        expect(refreshed[0]).toEqual(["2026-03-01", kept]);
        expect(rebuilt).toEqual(refreshed);
      },
    );

    it("still takes a count that has grown, and every change of later buckets", async () => {
      const grown = events(["2026-03-01", 5, 9, 1, 1], ["2026-03-02", 2, 2, 2]);
      const { refreshed } = await afterRefresh(target, "count", whole, grown);
      expect(refreshed).toEqual([
        ["2026-03-01", 4],
        ["2026-03-02", 3],
      ]);
    });

    it("replaces the only bucket of a response, which is still growing", async () => {
      const { refreshed } = await afterRefresh(target, "sum", events(["2026-03-01", 5]), events(["2026-03-01", 5, 6]));
      expect(refreshed).toEqual([["2026-03-01", 11]]);
    });
  });
}
