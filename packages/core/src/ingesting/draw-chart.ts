import { buildChart } from "../charts/build-chart.js";
import type { Chart } from "../charts/chart.js";
import { type ChartConfig, parseChartConfig } from "../charts/chart-config.js";
import { type ChartPreferences, chartPreferencesSchema } from "../charts/chart-preferences.js";
import { type ChartBucket, type ChartRow, rowsFromBuckets, rowsFromPoints } from "../charts/chart-row.js";
import { type ChartWindow, resolveChartWindow } from "../charts/chart-window.js";
import type { Metric } from "../metrics/metric.js";
import type { GenerationKey, PointBucket } from "../ports/points.js";
import type { StepContext } from "../running/step-context.js";
import type { JsonValue } from "../util/json.js";
import type { IngestingServices } from "./ingesting-services.js";
import { generationPoints } from "./save-points.js";
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
  const key: GenerationKey = { metricId: metric.id, generation: input.generation };
  const window = await chartWindow(context, services, { key, metric, preferences, timeKind: input.timeKind });
  const rows = await chartRows(context, { key, window, preferences });
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

async function chartWindow(
  context: StepContext,
  services: IngestingServices,
  input: { key: GenerationKey; metric: Metric; preferences: ChartPreferences; timeKind: Metric["timeKind"] },
): Promise<ChartWindow> {
  const { key, metric, preferences, timeKind } = input;
  const facts = {
    preferences,
    timezone: metric.timezone,
    timeKind,
    now: context.startedAt,
    maximumChartPoints: services.maximumChartPoints,
  };
  const whole = await context.points.summarize(key);
  if (preferences.dateRange === "all") {
    return resolveChartWindow({ ...facts, ...whole, pointCount: whole.count });
  }
  // How many points lie in the range decides whether they are drawn as they are.
  const { from, to } = resolveChartWindow({ ...facts, ...whole, pointCount: 0 });
  const inRange = await context.points.summarize({ ...key, from, to });
  return resolveChartWindow({ ...facts, ...whole, pointCount: inRange.count, seriesCount: inRange.seriesCount });
}

async function chartRows(
  context: StepContext,
  input: { key: GenerationKey; window: ChartWindow; preferences: ChartPreferences },
): Promise<ChartRow[]> {
  const { key, window, preferences } = input;
  const { boundaries } = window;
  if (boundaries !== null) {
    const buckets: readonly PointBucket[] = await context.points.aggregate({ ...key, boundaries });
    return rowsFromBuckets(await withDimensions(context, key, boundaries, buckets, preferences.dimensions), window);
  }
  const points = [];
  for await (const point of generationPoints(context, { ...key, from: window.from, to: window.to })) points.push(point);
  return rowsFromPoints(points, window, preferences.dimensions);
}

/** Adds the same summaries of each numeric dimension to the buckets of the value. */
async function withDimensions(
  context: StepContext,
  key: GenerationKey,
  boundaries: readonly Date[],
  buckets: readonly PointBucket[],
  dimensions: readonly string[],
): Promise<readonly ChartBucket[]> {
  if (dimensions.length === 0) return buckets;
  const byPlace = new Map<string, Record<string, PointBucket>>();
  for (const dimension of dimensions) {
    for (const bucket of await context.points.aggregate({ ...key, boundaries, dimension })) {
      const place = `${bucket.bucket}:${bucket.series}`;
      byPlace.set(place, { ...byPlace.get(place), [dimension]: bucket });
    }
  }
  return buckets.map((bucket) => ({ ...bucket, dimensions: byPlace.get(`${bucket.bucket}:${bucket.series}`) }));
}
