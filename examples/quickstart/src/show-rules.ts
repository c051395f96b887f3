import type { Chart, CreateAdHocMetric, Metric, MetricRunResult, RunHandle } from "@metricsmith/core";
import { toText } from "@metricsmith/charts";
import { type Stage, viewMetric } from "./stage.js";
import { amount, formatNumber, pointName, wrap } from "./words.js";

/** Creates a metric that says what it measures, and nothing about where that is. */
export type CreateUndescribed = (
  input: Pick<CreateAdHocMetric, "name" | "measure" | "request" | "chart">,
) => Promise<{ metric: Metric; chart: Chart; run: RunHandle<MetricRunResult> }>;

const weather = { endpoint: "{{api}}/weather/seattle.csv", format: "csv" } as const;
/** Read from the file in `data/` with other tools. */
const knownWind = { at: "2012-01-01", value: 4.7 };
const knownLow = { at: "2012-01-01", value: 5 };

/** Nobody says where the numbers are: the rules find them, prove it, and ask where two columns fit. Returns the metrics' ids. */
export async function showRules(stage: Stage, create: CreateUndescribed): Promise<string[]> {
  return [await showFound(stage, create), await showQuestion(stage, create)];
}

async function showFound(stage: Stage, create: CreateUndescribed): Promise<string> {
  const { smith, terminal, claims } = stage;
  const { metric, run } = await create({
    name: "Wind in Seattle",
    measure: { value: "wind", time: "date", per: "day", unit: "m/s" },
    request: weather,
    chart: { preferences: { chartType: "area", aggregation: "max", bucket: "month" } },
  });
  const { error } = await run.result();
  const { points } = await viewMetric(stage, metric.id);
  const transformer = await smith.transformers.active({ metricId: metric.id });
  claims.check(`the rules find the wind: ${error?.message ?? "done"}`, transformer?.state === "accepted");
  claims.check("the wind is what the file says", valueAt(points, knownWind.at) === knownWind.value);
  terminal.line(`  "${metric.measure.value}" in the response: ${amount(points.length, "point")}, because`);
  for (const reason of transformer?.proposal?.reasons ?? [])
    for (const line of wrap(reason, terminal.width - 6)) terminal.line(`    ${terminal.faint(line)}`);
  terminal.line();
  return metric.id;
}

async function showQuestion(stage: Stage, create: CreateUndescribed): Promise<string> {
  const { smith, terminal, claims } = stage;
  const { metric, chart, run } = await create({
    name: "Temperature in Seattle",
    measure: { value: "temperature", time: "date", per: "day", unit: "°C" },
    request: weather,
    chart: { preferences: { chartType: "line", aggregation: "avg", bucket: "month" } },
  });
  const { error } = await run.result();
  claims.check("an ambiguous measure is asked about", error?.code === "MEASURE_AMBIGUOUS");
  claims.check("nothing went live", (await smith.points.summarize({ metricId: metric.id })).count === 0);
  terminal.line(`  "${metric.measure.value}" could be either of two columns, so nothing goes live. The candidates:`);
  const candidates = await smith.transformers.candidates({ metricId: metric.id });
  for (const { proposal } of candidates) {
    const samples = (proposal?.samples ?? []) as readonly { time?: string; value?: number }[];
    const shown = samples.map(({ time, value }) => `${time ?? ""}: ${formatNumber(value ?? Number.NaN)}`).join(", ");
    terminal.line(`    ${proposal?.label ?? ""}  ${terminal.faint(shown)}`);
  }
  const low = candidates.find(({ proposal }) => proposal?.label?.includes("temp_min"));
  claims.check("the daily low is among the candidates", low !== undefined);
  if (low === undefined) return metric.id;
  const chosen = await (await smith.transformers.choose(low.id, { reviewedBy: "the demo" })).result();
  const { points, chartConfig } = await viewMetric(stage, metric.id);
  claims.check(`what was chosen goes live: ${chosen.error?.message ?? "done"}`, chosen.error === null);
  claims.check("the low is what the file says", valueAt(points, knownLow.at) === knownLow.value);
  const last = points.at(-1);
  terminal.line();
  terminal.line(
    `  ${terminal.good("✓")} temp_min was chosen: ${amount(points.length, "point")}, the last ${last === undefined ? "none" : `${pointName(last)}: ${formatNumber(last.value)}`}`,
  );
  claims.check("the chart of the choice is drawn", chart.id !== "" && chartConfig.chartData.length > 0);
  terminal.line();
  terminal.line(toText(chartConfig, { width: terminal.width, height: 8 }));
  return metric.id;
}

function valueAt(
  points: readonly { readonly timestamp: Date; readonly value: number }[],
  at: string,
): number | undefined {
  return points.find(({ timestamp }) => timestamp.getTime() === Date.parse(at))?.value;
}
