import type { ChartProposal, Generator } from "@metricsmith/core";
import { MetricsmithError } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { metricId, shop } from "../sales-metric.js";
import { createScenario, type PipelineTarget } from "../scenario.js";
import { sales, totalChart } from "../templates.js";
import { readState } from "../stored-state.js";

type ChartInput = Parameters<NonNullable<Generator["proposeChart"]>>[0];
type Answer = ChartProposal | Error | ((input: ChartInput) => ChartProposal);

/** Code of the total of all rows as a bar a day, and one where every bar is half as high. */
const dailyCode = `export const transform = (rows) => ({
  chartType: "bar",
  chartData: rows.map((row) => ({ day: row.label, amount: row.value })),
  chartConfig: { amount: { label: "Sales", color: "#336699" } },
  xAxisKey: "day", dataKeys: ["amount"], title: "Sales a day",
});`;
const halvedCode = dailyCode.replace("row.value }", "row.value / 2 }");

const code = (text: string): ChartProposal => ({
  outcome: "candidate",
  candidate: { code: text, mapping: null, reasons: ["It draws a bar a day."] },
});
const bars = ({ chart }: ChartInput): ChartProposal => ({
  outcome: "preferences",
  preferences: { ...chart.preferences, chartType: "bar", dateRange: "30d" },
  reasons: ["It is drawn as a bar chart."],
});

function reader(answer: Answer, model: string | null = null) {
  const inputs: ChartInput[] = [];
  const generator: Generator = {
    origin: model === null ? "rules" : "model",
    model,
    propose: async () => ({ outcome: "refused", reason: "It reads charts alone." }),
    proposeChart: async (input) => {
      inputs.push(input);
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(input) : answer;
    },
  };
  return { generator, inputs };
}

/** Charts that their users change in words. */
export function describeChartRequests(target: PipelineTarget): void {
  async function setUp(...readers: readonly ReturnType<typeof reader>[]) {
    const scenario = await createScenario(target);
    scenario.answer(sales(10, 20, 30));
    const engine = scenario.engine({ generator: readers.map(({ generator }) => generator) });
    const { chart, run } = await engine.metrics.create(shop);
    await run.result();
    scenario.clock.advance(60_000);
    const change = async (request: string) => (await engine.charts.change(chart.id, { request })).result();
    const chartNow = async () => (await engine.charts.get(chart.id))!;
    return { scenario, engine, chart, change, chartNow };
  }

  describe(`charts changed in words on ${target.name}`, () => {
    it("a request says nothing of the metric's data: its last error is neither set nor forgotten", async () => {
      const refusing = reader({ outcome: "refused", reason: "Nobody knows." });
      const { scenario, engine, change } = await setUp(refusing);
      expect((await change("something else")).status).toBe("failed");
      expect(await engine.metrics.get(metricId)).toMatchObject({ lastError: null, status: "active" });
      scenario.answer(new MetricsmithError("The API is down.", { code: "FETCH_UNAVAILABLE" }));
      await (await engine.refresh(metricId)).result();
      const { lastError } = (await engine.metrics.get(metricId))!;
      expect(lastError).toContain("down");
      await change("something else");
      expect((await engine.metrics.get(metricId))?.lastError).toBe(lastError);
    });

    it("take preferences that fit, and the built-in function draws the live points with them", async () => {
      const rules = reader(bars);
      const { scenario, engine, chart, change, chartNow } = await setUp(rules);
      const fetches = scenario.fetcher.calls.length;
      expect(await change("last 30 days as bars")).toMatchObject({
        status: "completed",
        result: {
          chartId: chart.id,
          outcome: "preferences",
          reasons: ["It is drawn as a bar chart."],
          transformer: null,
        },
      });
      expect(scenario.fetcher.calls).toHaveLength(fetches);
      expect(await chartNow()).toMatchObject({
        userPrompt: "last 30 days as bars",
        preferences: { chartType: "bar", dateRange: "30d" },
        chartConfig: { chartType: "bar" },
        chartConfigUpdatedAt: scenario.clock.now(),
      });
      expect(rules.inputs[0]).toMatchObject({
        request: "last 30 days as bars",
        subject: { name: "Daily sales" },
        seriesNames: [""],
        dimensionNames: [],
        rows: [{ value: 10 }, { value: 20 }, { value: 30 }],
      });
      expect(await engine.transformers.active({ chartId: chart.id })).toBeNull();
    });

    it("are read by the rules where no model is given", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(10, 20, 30));
      const engine = scenario.engine();
      const { chart, run } = await engine.metrics.create(shop);
      await run.result();
      scenario.clock.advance(60_000);
      const change = async (request: string) => (await engine.charts.change(chart.id, { request })).result();
      expect(await change("Weekly sum of the amount sold as bars, this month")).toMatchObject({ error: null });
      expect((await engine.charts.get(chart.id))?.chartConfig).toMatchObject({
        chartType: "bar",
        chartData: [{ date: "2026-W09" }, { date: "2026-W10" }, { date: "2026-W11" }],
        description: expect.stringContaining("This month") as string,
      });
      expect((await change("weekly median")).error).toMatchObject({
        code: "CHART_REQUEST_NOT_UNDERSTOOD",
        message: expect.stringContaining(
          'The request was not understood: rules: "median" was not understood. The chart is as it was.',
        ) as string,
      });
    });

    it("tell how far they are in their own words", async () => {
      const { engine, chart } = await setUp(reader(bars));
      const run = await engine.charts.change(chart.id, { request: "bars", wait: true, createdBy: "ada" });
      expect(run.pipeline).toBe("metricsmith/metric/change-chart");
      expect((await engine.runs.get(run.id))?.createdBy).toBe("ada");
      expect((await engine.progress(metricId))?.completedSteps.map(({ displayName }) => displayName)).toEqual([
        "Understanding your request...",
        "Generating chart...",
        "Creating visualization...",
        "Finalizing...",
      ]);
    });

    it("take code of a model that acceptance proves, and keep it through refreshes", async () => {
      const refusing = reader({ outcome: "refused", reason: "The word sparkling was not understood." });
      const { scenario, engine, chart, change, chartNow } = await setUp(refusing, reader(code(dailyCode), "large"));
      expect(await change("something sparkling")).toMatchObject({
        status: "completed",
        result: { outcome: "code", transformer: { version: 1 } },
      });
      const active = await engine.transformers.active({ chartId: chart.id });
      expect(active).toMatchObject({
        origin: "model",
        model: "large",
        state: "accepted",
        kind: "chart",
        code: dailyCode,
        acceptance: { reports: [{ result: "accepted" }] },
      });
      expect((await chartNow()).chartConfig).toMatchObject({ title: "Sales a day", dataKeys: ["amount"] });
      for (const [type, amounts] of [
        ["soft-refresh", [10, 20, 30, 40]],
        ["hard-refresh", [10, 20, 30, 40, 50]],
        ["soft-refresh", [10, 20, 30, 40, 50, 60]],
      ] as const) {
        scenario.answer(sales(...amounts));
        expect((await (await engine.refresh(metricId, { type })).result()).error).toBeNull();
        const { chartConfig, lastError } = await chartNow();
        expect([lastError, chartConfig?.title, chartConfig?.chartData.length]).toEqual([
          null,
          "Sales a day",
          amounts.length,
        ]);
        expect((await engine.transformers.active({ chartId: chart.id }))?.id).toBe(active?.id);
        scenario.clock.advance(60_000);
      }
    });

    it("never take code that draws something else than the points", async () => {
      const { scenario, engine, chart, change, chartNow } = await setUp(reader(code(halvedCode), "large"));
      const before = await readState(scenario.storage);
      const { status, error } = await change("half of it");
      expect([status, error?.code]).toEqual(["failed", "CHART_REQUEST_NOT_UNDERSTOOD"]);
      expect(error?.message).toContain("chart-sums");
      const after = await readState(scenario.storage);
      expect(after.rows.charts).toEqual(before.rows.charts);
      expect(after.rows.slots).toEqual(before.rows.slots);
      expect(after.rows.transformers).toEqual(before.rows.transformers);
      expect((await chartNow()).id).toBe(chart.id);
      expect(await engine.points.list({ metricId })).toHaveLength(3);
    });

    it("name what was not understood, and leave the chart as it was", async () => {
      const { engine, change, chartNow } = await setUp(
        reader({ outcome: "refused", reason: '"sparkling" was not understood.' }),
        reader({ outcome: "refused", reason: "No chart shows that." }, "large"),
      );
      const before = await chartNow();
      const { error } = await change("sparkling");
      expect(error).toMatchObject({
        code: "CHART_REQUEST_NOT_UNDERSTOOD",
        category: "config",
        message: expect.stringContaining('"sparkling" was not understood.') as string,
      });
      expect(await chartNow()).toEqual(before);
      expect((await (await engine.refresh(metricId)).result()).error).toBeNull();
    });

    it("refuse preferences that speak of series or dimensions that are not there", async () => {
      for (const preferences of [{ series: ["Atlantis"] }, { dimensions: ["wind"] }, { dateRange: "soon" }]) {
        const { change, chartNow } = await setUp(
          reader({ outcome: "preferences", preferences: preferences as never, reasons: [] }, "large"),
        );
        const before = await chartNow();
        expect((await change("anything")).error?.code).toBe("CHART_REQUEST_NOT_UNDERSTOOD");
        expect(await chartNow()).toEqual(before);
      }
    });

    it("fail as an outage when the model is away, and ask the next one before", async () => {
      const outage = new MetricsmithError("The model's server answered 503.", { code: "MODEL_UNAVAILABLE" });
      const alone = await setUp(reader(outage, "large"));
      expect((await alone.change("bars")).error).toMatchObject({ code: "MODEL_UNAVAILABLE", category: "transient" });
      const both = await setUp(reader(outage, "large"), reader(bars, "small"));
      expect((await both.change("bars")).error).toBeNull();
    });

    it("go back to the built-in function with the next request, and with changes of the user's own", async () => {
      for (const goBack of ["request", "update"] as const) {
        const answers: ChartProposal[] = [code(dailyCode)];
        const model = reader((input) => answers.shift() ?? bars(input), "large");
        const { engine, chart, change, chartNow } = await setUp(model);
        await change("a bar a day");
        expect(await engine.transformers.active({ chartId: chart.id })).not.toBeNull();
        if (goBack === "request") await change("plain bars");
        else await engine.charts.update(chart.id, { preferences: { chartType: "bar" } });
        expect(await engine.transformers.active({ chartId: chart.id })).toBeNull();
        expect((await (await engine.refresh(metricId)).result()).error).toBeNull();
        const { chartConfig, userPrompt } = await chartNow();
        expect([userPrompt, chartConfig?.chartType]).toEqual([goBack === "request" ? "plain bars" : null, "bar"]);
        expect(chartConfig?.title).not.toBe("Sales a day");
      }
    });

    it("replace a chart function of the host's own", async () => {
      const { engine, chart, change, chartNow } = await setUp(reader(bars));
      await engine.charts.update(chart.id, { transform: totalChart });
      await (await engine.refresh(metricId)).result();
      expect((await chartNow()).chartConfig?.chartType).toBe("kpi");
      expect((await change("bars")).error).toBeNull();
      expect(await chartNow()).toMatchObject({ transform: null, chartConfig: { chartType: "bar" } });
      await (await engine.refresh(metricId)).result();
      expect((await chartNow()).chartConfig?.chartType).toBe("bar");
    });

    it("refuse what is no request, and charts that are not there", async () => {
      const { engine, chart, change } = await setUp(reader(bars));
      await expect(change("  ")).rejects.toMatchObject({ code: "PARAMETERS_INVALID" });
      await expect(change("x".repeat(2_001))).rejects.toMatchObject({ code: "PARAMETERS_INVALID" });
      await expect(engine.charts.change("absent", { request: "bars" })).rejects.toMatchObject({
        code: "CHART_NOT_FOUND",
      });
      const other = engine.forOrganization("other");
      await expect(other.charts.change(chart.id, { request: "bars" })).rejects.toMatchObject({
        code: "CHART_NOT_FOUND",
      });
    });
  });
}
