import { type ChartPreferencesInput, defineTemplate } from "@metricsmith/core";
import type { UpsertCounts } from "@metricsmith/core/adapter";
import { faultyStorage } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { interceptedStorage } from "../intercepted-storage.js";
import { metricId } from "../sales-metric.js";
import { createScenario, organizationId, type PipelineTarget, startTime } from "../scenario.js";
import { templates, totalChart } from "../templates.js";

const hourMs = 3_600_000;

const hourly = defineTemplate({
  id: "hourly",
  provider: "shop",
  name: "Hourly",
  measure: { value: "amount" },
  parameters: z.object({}),
  request: { endpoint: "https://api.example.com/hourly" },
  mapping: { records: "items", time: { path: "at", format: "iso" }, value: { path: "amount" } },
});

const hourlyCounts = defineTemplate({
  ...hourly,
  id: "hourly-counts",
  mapping: { ...hourly.mapping!, value: "count", groupBy: { bucket: "hour", aggregation: "count" } },
});

/** One amount an hour, the last one at the start of the scenario. */
function amounts(count: number) {
  const last = Date.parse(startTime);
  const at = (hoursAgo: number) => new Date(last - hoursAgo * hourMs).toISOString();
  return { json: { items: Array.from({ length: count }, (_, index) => ({ at: at(index), amount: index })) } };
}

interface Case {
  readonly template?: "hourly" | "hourly-counts" | "queue-length" | "open-orders";
  readonly answer?: ReturnType<typeof amounts> | { readonly json: unknown };
  readonly preferences?: ChartPreferencesInput;
  readonly chart?: "built-in" | "own";
  readonly maximumChartPoints?: number;
}

/** Names of the storage calls of one refresh, to the end of its result. */
async function callsOf(target: PipelineTarget, input: Case): Promise<readonly string[]> {
  const {
    template = "hourly",
    answer = amounts(120),
    preferences = {},
    chart = "built-in",
    maximumChartPoints,
  } = input;
  const scenario = await createScenario(target);
  const options = { templates: [...templates, hourly, hourlyCounts], maximumChartPoints } as const;
  const engine = scenario.engineOf(options);
  scenario.answer(answer as ReturnType<typeof amounts>);
  const created = await engine.metrics.create({ organizationId, id: metricId, template, start: false });
  const transform = chart === "own" ? totalChart : null;
  await engine.charts.update(created.chart.id, { preferences, transform });
  await (await engine.run("metricsmith/metric/create", {}, { organizationId, metricId, wait: true })).result();
  scenario.clock.advance(60_000);
  const storage = faultyStorage(scenario.storage);
  const run = await scenario.engineOf({ ...options, storage }).refresh(metricId, { wait: true });
  expect(await run.result()).toMatchObject({ status: "completed", result: { charts: { updated: 1, failed: [] } } });
  return storage.names;
}

const starting = ["records.read", "commit"];
const fetching = ["payloads.put", "commit"];
const executing = ["records.read", "commit"];
const saving = ["points.upsert", "commit"];
const goingLive = ["commit"];
const before = [...starting, ...fetching, ...executing];
const last30Days = { dateRange: "30d" } as const;

/** What a soft refresh asks of the storage: in a database each call is a statement. */
export function describeStorageCalls(target: PipelineTarget): void {
  describe(`storage calls of a soft refresh on ${target.name}`, () => {
    it.each<[calls: number, of: string, input: Case, drawing: string[]]>([
      [11, "points of 30 days", { preferences: last30Days }, ["points.list"]],
      [
        12,
        "more points of 30 days than a chart has room for",
        { preferences: last30Days, maximumChartPoints: 100 },
        ["points.list", "points.aggregate"],
      ],
      [11, "daily sums of 30 days", { preferences: { ...last30Days, aggregation: "sum" } }, ["points.aggregate"]],
      [
        12,
        "a pie of 30 days, which must know how many series there are",
        { preferences: { ...last30Days, chartType: "pie" } },
        ["points.aggregate", "points.list"],
      ],
      [12, "all points", {}, ["points.summarize", "points.list"]],
      [
        12,
        "points of 30 days with the host's own code",
        { preferences: last30Days, chart: "own" },
        ["records.find", "points.list"],
      ],
      [
        12,
        "all points of a gauge",
        { template: "queue-length", answer: { json: { length: 4 } } },
        ["points.summarize", "points.list"],
      ],
    ])("are %i for a chart of %s", async (count, _of, input, drawing) => {
      const calls = await callsOf(target, input);
      expect(calls).toEqual([...before, ...saving, ...drawing, "commit", ...goingLive]);
      expect(calls).toHaveLength(count);
    });

    it("are one more for points that are buckets of time, whose oldest is compared", async () => {
      const calls = await callsOf(target, { template: "hourly-counts", preferences: last30Days });
      expect(calls).toEqual([...before, "points.list", ...saving, "points.list", "commit", ...goingLive]);
      expect(calls).toHaveLength(12);
    });

    it("are 15 for a snapshot, which is written and counted as a whole", async () => {
      const answer = { json: [{ order: 1 }, { order: 2 }] };
      const calls = await callsOf(target, { template: "open-orders", answer });
      const replacing = ["points.delete", "points.upsert", "points.summarize", "points.summarize", "commit"];
      expect(calls).toEqual([...before, ...replacing, "points.summarize", "points.list", "commit", ...goingLive]);
      expect(calls).toHaveLength(15);
    });

    it("write no point when the response is the same bytes", async () => {
      const scenario = await createScenario(target);
      scenario.answer(amounts(120));
      const written: UpsertCounts[] = [];
      const storage = interceptedStorage(scenario.storage, async ({ name }, apply) => {
        const answer = await apply();
        if (name === "points.upsert") written.push(answer as UpsertCounts);
        return answer;
      });
      const engine = scenario.engineOf({ templates: [hourly], storage });
      const { run } = await engine.metrics.create({ organizationId, id: metricId, template: "hourly" });
      await run.result();
      const before = await scenario.storage.points.list({ metricId, generation: 1, limit: 1_000 });
      written.length = 0;
      scenario.clock.advance(60_000);
      await engine.refresh(metricId, { wait: true });
      expect(written).toEqual([{ inserted: 0, replaced: 0, unchanged: 120 }]);
      expect(await scenario.storage.points.list({ metricId, generation: 1, limit: 1_000 })).toEqual(before);
    });
  });
}
