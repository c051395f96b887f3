import type { Chart } from "../charts/chart.js";
import type { Metric } from "../metrics/metric.js";
import type { Write } from "../ports/storage.js";
import { type Step, step } from "../running/step.js";
import type { StepContext } from "../running/step-context.js";
import { getPayload } from "./archive-payload.js";
import { activateTransformer } from "./activate-transformer.js";
import { approvalWrites } from "./approve-transformer.js";
import { metricOf } from "./fetching-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import { type ChartState, loadChartConfig, timeKindOf, tryChart } from "./metric-charts.js";
import { getChart } from "./metric-rows.js";
import type { ChartTransformerState, MetricRunResult, SavedState } from "./metric-run-state.js";

/**
 * The last step: in one commit the generation, the transformers and the chart configs of this run go live, and what a hard refresh
 * takes away goes.
 */
export function savingChartConfig(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"saving-chart-config", ChartTransformerState, MetricRunResult> {
  return step({
    name: "saving-chart-config",
    displayName: input.displayName,
    async run(state: ChartTransformerState, context): Promise<MetricRunResult> {
      const metric = metricOf(context);
      const failed: { chartId: string; code: string; message: string }[] = [];
      const charts: ChartState[] = [];
      let updated = 0;
      for (const entry of state.charts) {
        const chart = await getChart(context, entry.chartId);
        if (chart === null) continue;
        const drawn = await tryChart(chart, async () => {
          if (entry.error === null) context.atBoundary(await chartWrites(context, services, state, chart, entry));
          return entry;
        });
        charts.push(drawn);
        if (drawn.error === null) {
          updated++;
          continue;
        }
        failed.push({ chartId: chart.id, ...drawn.error });
        context.atBoundary([chartFailure(context, chart, drawn.error)]);
      }
      context.atBoundary(await liveWrites(context, services, metric, { ...state, charts }));
      return { points: state.points, transformer: state.transformer, charts: { updated, failed } };
    },
  });
}

async function liveWrites(
  context: StepContext,
  services: IngestingServices,
  metric: Metric,
  state: ChartTransformerState,
): Promise<Write[]> {
  const now = context.now();
  const writes: Write[] = [];
  const isFlip = state.generation !== metric.liveGeneration;
  const { fetchedAt } = await getPayload(context, state.payloads.at(-1)?.payloadId ?? "");
  const status = statusAfter(metric, state);
  // It may have been paused since the run began.
  const stored = status === undefined ? null : await context.records.get({ table: "metrics", id: metric.id });
  writes.push({
    operation: "update",
    table: "metrics",
    id: metric.id,
    set: {
      ...(isFlip ? { liveGeneration: state.generation, liveSince: now, timeKind: timeKindOf(metric, state) } : {}),
      status: stored?.status === "paused" ? undefined : status,
      lastFetchedAt: fetchedAt,
      updatedAt: now,
    },
  });
  if (state.transformer?.outcome === "created") {
    const { id: transformerId } = state.transformer;
    writes.push(
      ...(await activateTransformer(context, { metric, kind: "ingestion", scopeKey: metric.id, transformerId })),
    );
  }
  if (state.transformer?.outcome === "activated")
    writes.push(...(await approvalWrites(context, services, metric, state.transformer.id)));
  if (state.deleting === null) return writes;
  // A chart that could not be drawn keeps its code as it keeps its picture.
  const redrawn = new Set(state.charts.filter((entry) => entry.error === null).map((entry) => entry.chartId));
  const gone = state.deleting.chartTransformers.filter(({ chartId }) => redrawn.has(chartId)).map(({ id }) => id);
  // Without records to write a new one for, the old one stays.
  const replaced = state.transformer === null ? [] : state.deleting.transformerIds;
  // An attempt before this one, under another definition of the pipeline, may have stored what this one uses.
  const used = new Set([state.transformer?.id, ...state.charts.map((entry) => entry.transformer?.id)]);
  for (const id of [...replaced, ...gone].filter((id) => !used.has(id)))
    writes.push({ operation: "delete", table: "transformers", id });
  return writes;
}

/** The status that the run's data gives the metric; `undefined` when it says nothing new. */
function statusAfter(metric: Metric, { pointCount }: SavedState): Metric["status"] | undefined {
  if ((metric.status === "awaiting-data" || metric.status === "needs-attention") && pointCount > 0) return "active";
  if (metric.status === "active" && pointCount === 0 && metric.liveGeneration === 0) return "awaiting-data";
  return undefined;
}

async function chartWrites(
  context: StepContext,
  services: IngestingServices,
  state: ChartTransformerState,
  chart: Chart,
  entry: ChartState,
): Promise<Write[]> {
  const chartConfig = await loadChartConfig(context, services, state, chart, entry);
  const now = context.now();
  const metric = metricOf(context);
  const { id: transformerId, outcome } = entry.transformer ?? {};
  const activation =
    transformerId === undefined || outcome === "reused"
      ? []
      : await activateTransformer(context, { metric, kind: "chart", scopeKey: chart.id, transformerId });
  return [
    {
      operation: "update",
      table: "charts",
      id: chart.id,
      set: {
        chartConfig,
        chartConfigUpdatedAt: now,
        lastError: null,
        lastErrorCode: null,
        staleSince: null,
        updatedAt: now,
      },
    },
    ...activation,
  ];
}

/** A chart that failed keeps its config, and says since when it is older than the points. */
function chartFailure(context: StepContext, chart: Chart, error: { code: string; message: string }): Write {
  const now = context.now();
  return {
    operation: "update",
    table: "charts",
    id: chart.id,
    set: { lastError: error.message, lastErrorCode: error.code, staleSince: chart.staleSince ?? now, updatedAt: now },
  };
}
