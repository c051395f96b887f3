import type { Chart } from "../charts/chart.js";
import type { ChartConfig } from "../charts/chart-config.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { toMetricsmithError } from "../errors/to-metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { Write } from "../ports/storage.js";
import { type Step, step } from "../running/step.js";
import type { StepContext } from "../running/step-context.js";
import type { Transformer } from "../transformers/transformer.js";
import { canonicalJson } from "../util/json.js";
import { sha256 } from "../util/sha256.js";
import { getPayload } from "./archive-payload.js";
import { drawChart } from "./draw-chart.js";
import { activateTransformer, getActiveTransformer, newTransformer, storeTransformer } from "./ensure-transformer.js";
import { metricOf } from "./fetching-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import type { ChartTransformerState, MetricRunResult, SavedState } from "./metric-run-state.js";

type ChartState = ChartTransformerState["charts"][number];

/** Stores the code of charts that have their own, after it has drawn the new points once. Others use the built-in function. */
export function generatingChartTransformer(
  services: IngestingServices,
  input: { readonly displayName: string; readonly alwaysNew: boolean },
): Step<"generating-chart-transformer", SavedState, ChartTransformerState> {
  return step({
    name: "generating-chart-transformer",
    displayName: input.displayName,
    async run(state: SavedState, context): Promise<ChartTransformerState> {
      const charts: ChartState[] = [];
      for (const chart of await listCharts(context)) {
        charts.push(
          await tryChart(chart, () =>
            ensureChartTransformer(context, services, { state, chart, alwaysNew: input.alwaysNew }),
          ),
        );
      }
      return { ...state, charts };
    },
  });
}

/** Draws every chart from the points of this run's generation. One that fails stops neither the others nor the run. */
export function executingChartTransformer(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"executing-chart-transformer", ChartTransformerState, ChartTransformerState> {
  return step({
    name: "executing-chart-transformer",
    displayName: input.displayName,
    async run(state: ChartTransformerState, context): Promise<ChartTransformerState> {
      const charts: ChartState[] = [];
      for (const entry of state.charts) {
        if (entry.error !== null) {
          charts.push(entry);
          continue;
        }
        const chart = await getChart(context, entry.chartId);
        if (chart === null) continue;
        charts.push(
          await tryChart(chart, async () => {
            await loadChartConfig(context, services, state, chart, entry);
            return entry;
          }),
        );
      }
      return { ...state, charts };
    },
  });
}

/** The same for a soft refresh, which stores a chart's code only when it has none or when the host has changed it. */
export function executingCurrentChartTransformer(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"executing-chart-transformer", SavedState, ChartTransformerState> {
  return step({
    name: "executing-chart-transformer",
    displayName: input.displayName,
    async run(state: SavedState, context): Promise<ChartTransformerState> {
      const charts: ChartState[] = [];
      for (const chart of await listCharts(context)) {
        charts.push(
          await tryChart(chart, async () => {
            const ensured = await ensureChartTransformer(context, services, { state, chart, alwaysNew: false });
            if (ensured.transformer?.outcome !== "created") {
              await loadChartConfig(context, services, { ...state, charts: [] }, chart, ensured);
            }
            return ensured;
          }),
        );
      }
      return { ...state, charts };
    },
  });
}

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
      context.atBoundary(await liveWrites(context, metric, { ...state, charts }));
      return { points: state.points, transformer: state.transformer, charts: { updated, failed } };
    },
  });
}

async function liveWrites(context: StepContext, metric: Metric, state: ChartTransformerState): Promise<Write[]> {
  const now = context.now();
  const writes: Write[] = [];
  const isFlip = state.generation !== metric.liveGeneration;
  const { fetchedAt } = await getPayload(context, state.payloads.at(-1)?.payloadId ?? "");
  writes.push({
    operation: "update",
    table: "metrics",
    id: metric.id,
    set: {
      ...(isFlip ? { liveGeneration: state.generation, liveSince: now, timeKind: timeKindOf(metric, state) } : {}),
      status: statusAfter(metric, state),
      lastFetchedAt: fetchedAt,
      updatedAt: now,
    },
  });
  const { id: transformerId, outcome } = state.transformer;
  if (outcome === "created") {
    writes.push(
      ...(await activateTransformer(context, { metric, kind: "ingestion", scopeKey: metric.id, transformerId })),
    );
  }
  if (state.deleting === null) return writes;
  // A chart that could not be drawn keeps its code as it keeps its picture.
  const redrawn = new Set(state.charts.filter((entry) => entry.error === null).map((entry) => entry.chartId));
  const gone = state.deleting.chartTransformers.filter(({ chartId }) => redrawn.has(chartId)).map(({ id }) => id);
  for (const id of [...state.deleting.transformerIds, ...gone])
    writes.push({ operation: "delete", table: "transformers", id });
  return writes;
}

/** The status that the run's data gives the metric; `undefined` when it says nothing new. */
function statusAfter(metric: Metric, { pointCount }: SavedState): Metric["status"] | undefined {
  if (metric.status === "awaiting-data" && pointCount > 0) return "active";
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
  const activation =
    entry.transformer === null
      ? []
      : await activateTransformer(context, {
          metric,
          kind: "chart",
          scopeKey: chart.id,
          transformerId: entry.transformer.id,
        });
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

async function ensureChartTransformer(
  context: StepContext,
  services: IngestingServices,
  input: { readonly state: SavedState; readonly chart: Chart; readonly alwaysNew: boolean },
): Promise<ChartState> {
  const { state, chart, alwaysNew } = input;
  if (chart.transform === null) return { chartId: chart.id, transformer: null, error: null };
  const codeHash = sha256(canonicalJson({ code: chart.transform, origin: "manual" }));
  const active = await getActiveTransformer(context, "chart", chart.id);
  if (!alwaysNew && active?.codeHash === codeHash) {
    void context.memo(codeKey(active.id), () => Promise.resolve(active));
    return { chartId: chart.id, transformer: { id: active.id, outcome: "reused" }, error: null };
  }
  const id = context.deriveId(`transformer:chart:${chart.id}`);
  const transformer = await newTransformer(context, {
    id,
    kind: "chart",
    scopeKey: chart.id,
    metric: metricOf(context),
    code: chart.transform,
    historicalCode: null,
    origin: "manual",
    codeHash,
    acceptance: {
      checks: [{ name: "chart-config", verdict: "pass", message: "It drew the points of the run that stored it." }],
    },
  });
  void context.memo(codeKey(id), () => Promise.resolve(transformer));
  const entry: ChartState = { chartId: chart.id, transformer: { id, outcome: "created" }, error: null };
  await loadChartConfig(context, services, { ...state, charts: [] }, chart, entry);
  context.atBoundary(storeTransformer(context, transformer));
  return entry;
}

/** The chart's config: drawn once an attempt, and again in an attempt that begins behind the drawing. */
async function loadChartConfig(
  context: StepContext,
  services: IngestingServices,
  state: ChartTransformerState,
  chart: Chart,
  entry: ChartState,
): Promise<ChartConfig> {
  const metric = metricOf(context);
  return context.memo(`chart-config:${chart.id}`, async () =>
    drawChart(context, services, {
      metric,
      chart,
      generation: state.generation,
      timeKind: timeKindOf(metric, state),
      code: entry.transformer === null ? null : await loadCode(context, entry.transformer.id),
    }),
  );
}

async function loadCode(context: StepContext, id: string): Promise<string> {
  const transformer = await context.memo<Transformer | null>(codeKey(id), () =>
    context.records.get({ table: "transformers", id }),
  );
  if (transformer !== null) return transformer.code;
  throw new MetricsmithError(`Transformer ${id} was deleted while a run used it. Refresh the metric.`, {
    code: "TRANSFORMER_NOT_FOUND",
    details: { transformerId: id },
  });
}

/** A new generation says itself whether its times are calendar dates; points added to a live one change nothing. */
function timeKindOf(metric: Metric, state: SavedState): Metric["timeKind"] {
  if (state.generation === metric.liveGeneration) return metric.timeKind;
  return state.datesOnly ? "date" : "instant";
}

/** Failures of a chart's own code or config stay with the chart; everything else is the run's. */
async function tryChart(chart: Chart, draw: () => Promise<ChartState>): Promise<ChartState> {
  try {
    return await draw();
  } catch (error) {
    const coded = toMetricsmithError(error, "STEP_FAILED");
    if (coded.category !== "data" && coded.category !== "config") throw error;
    return { chartId: chart.id, transformer: null, error: { code: coded.code, message: coded.message } };
  }
}

/** The metric's charts, or the one that the run is narrowed to. */
async function listCharts(context: StepContext): Promise<Chart[]> {
  const { id: metricId } = metricOf(context);
  const { chartId } = context.run.parameters;
  const charts = await context.records.find({ table: "charts", where: { metricId }, limit: 1_000 });
  const chosen = typeof chartId === "string" ? charts.filter((chart) => chart.id === chartId) : charts;
  for (const chart of chosen) void context.memo(chartKey(chart.id), () => Promise.resolve(chart));
  return chosen;
}

async function getChart(context: StepContext, id: string): Promise<Chart | null> {
  return context.memo(chartKey(id), () => context.records.get({ table: "charts", id }));
}

function chartKey(id: string): string {
  return `chart:${id}`;
}

function codeKey(id: string): string {
  return `chart-code:${id}`;
}
