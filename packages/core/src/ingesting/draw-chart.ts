import { buildChart } from "../charts/build-chart.js";
import type { Chart } from "../charts/chart.js";
import { type ChartConfig, parseChartConfig } from "../charts/chart-config.js";
import { chartPreferencesSchema } from "../charts/chart-preferences.js";
import type { Metric } from "../metrics/metric.js";
import type { StepContext } from "../running/step-context.js";
import type { JsonValue } from "../util/json.js";
import type { IngestingServices } from "./ingesting-services.js";
import { readChartRows } from "./read-chart-rows.js";
import { offsetsAround } from "./transform-payload.js";

/**
 * The chart's config from one generation of points, by the built-in function or by the host's code in the sandbox.
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
    /** The code of the chart's transformer; `null` for the built-in function. */
    readonly code: string | null;
  },
): Promise<ChartConfig> {
  const { metric, chart, code } = input;
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
  if (code === null) {
    const { name, measure } = metric;
    const described = { name, description: metric.description ?? undefined, unit: measure.unit };
    return buildChart({ rows, preferences, window, metric: described, chart });
  }
  const drawn: JsonValue = await context.sandbox.run({
    kind: "chart",
    code,
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
  return parseChartConfig(drawn);
}
