import type { ChartFacts } from "../acceptance/judge-chart-facts.js";
import { judgeChartPicture } from "../acceptance/judge-chart-picture.js";
import { buildChart } from "../charts/build-chart.js";
import type { Chart } from "../charts/chart.js";
import { type ChartConfig, parseChartConfig } from "../charts/chart-config.js";
import { chartPreferencesSchema } from "../charts/chart-preferences.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { StepContext } from "../running/step-context.js";
import type { Transformer } from "../transformers/transformer.js";
import type { JsonValue } from "../util/json.js";
import type { IngestingServices } from "./ingesting-services.js";
import { readChartRows } from "./read-chart-rows.js";
import { offsetsAround } from "./transform-payload.js";

/**
 * The chart's config from one generation of points, by the built-in function or by code in the sandbox.
 *
 * @throws {MetricsmithError} CHART_CONFIG_INVALID when code gives an unsafe or impossible config; TRANSFORM_ codes when it fails.
 */
export async function drawChart(
  context: StepContext,
  services: IngestingServices,
  input: {
    readonly metric: Metric;
    readonly chart: Chart;
    readonly generation: number;
    readonly timeKind: Metric["timeKind"];
    /** The chart's transformer; `null` for the built-in function. */
    readonly transformer: Pick<Transformer, "code" | "origin"> | null;
  },
): Promise<ChartConfig> {
  const { metric, chart, transformer } = input;
  const preferences = chartPreferencesSchema.parse(chart.preferences);
  const { window, rows } = await readChartRows({
    points: context.points,
    key: { metricId: metric.id, generation: input.generation },
    settings: {
      preferences,
      timezone: metric.timezone,
      timeKind: input.timeKind,
      now: context.startedAt,
      maximumChartPoints: services.maximumChartPoints,
    },
  });
  if (transformer === null) {
    const { name, measure } = metric;
    const described = { name, description: metric.description ?? undefined, unit: measure.unit };
    return buildChart({ rows, preferences, window, metric: described, chart });
  }
  const drawn: JsonValue = await context.sandbox.run({
    kind: "chart",
    code: transformer.code,
    input: Buffer.from(JSON.stringify(rows)),
    argument: preferences as JsonValue,
    context: {
      fetchedAtMs: context.startedAt.getTime(),
      timezone: window.timezone,
      offsets: offsetsAround(window.timezone, context.startedAt),
    },
    seed: 0,
    limits: services.limits,
  });
  const config = parseChartConfig(drawn);
  // Nobody vouches for what a model wrote: later points may bring what it was not tried on.
  if (transformer.origin !== "manual") {
    const texts = [chart.name, metric.name, metric.description, metric.measure.value, metric.measure.unit];
    const names = texts.filter((text) => text !== null && text !== undefined);
    assertFaithful(config, { rows, window, preferences, names });
  }
  return config;
}

function assertFaithful(config: ChartConfig, facts: ChartFacts): void {
  const failed = judgeChartPicture(config, facts).find(({ verdict }) => verdict === "fail");
  if (failed === undefined) return;
  throw new MetricsmithError(
    `The chart's code draws something else than the points: ${failed.message} The chart keeps its picture; ask for it again in words.`,
    { code: "CHART_CONFIG_INVALID", details: { check: failed.name } },
  );
}
