import type { Chart } from "../charts/chart.js";
import type { ChartConfig } from "../charts/chart-config.js";
import { toMetricsmithError } from "../errors/to-metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { StepContext } from "../running/step-context.js";
import type { Transformer } from "../transformers/transformer.js";
import { canonicalJson } from "../util/json.js";
import { sha256 } from "../util/sha256.js";
import { drawChart } from "./draw-chart.js";
import { metricOf } from "./fetching-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import { findActiveChartTransformer } from "./metric-rows.js";
import type { ChartTransformerState, SavedState } from "./metric-run-state.js";
import { newTransformer, storeTransformer } from "./new-transformer.js";
import { getTransformer, rememberTransformer } from "./run-transformer.js";

/** What a run knows of one chart. */
export type ChartState = ChartTransformerState["charts"][number];

/**
 * The transformer of a chart with its own code: the active one while the code is the same, else a new version that has drawn this run's
 * points. Charts without code of their own have none, but for what a request in words led to.
 */
export async function ensureChartTransformer(
  context: StepContext,
  services: IngestingServices,
  input: { readonly state: SavedState; readonly chart: Chart; readonly alwaysNew: boolean },
): Promise<ChartState> {
  const { state, chart, alwaysNew } = input;
  if (chart.transform === null) {
    const kept = await findWordsTransformer(context, chart);
    return { chartId: chart.id, transformer: kept === null ? null : { id: kept.id, outcome: "reused" }, error: null };
  }
  const codeHash = sha256(canonicalJson({ code: chart.transform, origin: "manual" }));
  const active = alwaysNew ? null : await findActiveChartTransformer(context, chart);
  if (active?.codeHash === codeHash) {
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
    reports: [
      { checks: [{ name: "chart-config", verdict: "pass", message: "It drew the points of the run that stored it." }] },
    ],
  });
  rememberTransformer(context, transformer);
  const entry: ChartState = { chartId: chart.id, transformer: { id, outcome: "created" }, error: null };
  await loadChartConfig(context, services, state, chart, entry);
  context.atBoundary(storeTransformer(context, transformer));
  return entry;
}

/** The code that a request in words led to: it stays until the user changes the chart, also when everything else is made anew. */
async function findWordsTransformer(context: StepContext, chart: Chart): Promise<Transformer | null> {
  if (chart.userPrompt === null) return null;
  return context.memo(`words-transformer:${chart.id}`, async () => {
    const where = { kind: "chart", scopeKey: chart.id } as const;
    const [slot] = await context.records.find({ table: "slots", where, limit: 1 });
    const id = slot?.activeTransformerId ?? null;
    const transformer = id === null ? null : await context.records.get({ table: "transformers", id });
    if (transformer === null || transformer.origin === "manual" || transformer.state !== "accepted") return null;
    rememberTransformer(context, transformer);
    return transformer;
  });
}

/** The chart's config: drawn once an attempt, and again in an attempt that begins behind the drawing. */
export async function loadChartConfig(
  context: StepContext,
  services: IngestingServices,
  state: SavedState,
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
      transformer: entry.transformer === null ? null : await getTransformer(context, entry.transformer.id),
    }),
  );
}

/** A new generation says itself whether its times are calendar dates; points added to a live one change nothing. */
export function timeKindOf(metric: Metric, state: SavedState): Metric["timeKind"] {
  if (state.generation === metric.liveGeneration) return metric.timeKind;
  return state.datesOnly ? "date" : "instant";
}

/** Failures of a chart's own code or config stay with the chart; everything else is the run's. */
export async function tryChart(chart: Chart, draw: () => Promise<ChartState>): Promise<ChartState> {
  try {
    return await draw();
  } catch (error) {
    const coded = toMetricsmithError(error, "STEP_FAILED");
    if (coded.category !== "data" && coded.category !== "config") throw error;
    return { chartId: chart.id, transformer: null, error: { code: coded.code, message: coded.message } };
  }
}
