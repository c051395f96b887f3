import type { Chart } from "../charts/chart.js";
import type { Metric } from "../metrics/metric.js";
import type { FindInput } from "../ports/storage.js";
import type { StepContext } from "../running/step-context.js";
import type { Slot, Transformer } from "../transformers/transformer.js";
import { metricOf } from "./fetching-step.js";
import type { DefinedCode, MetricDefinition } from "./metric-definition.js";
import { remember } from "./remember.js";
import { rememberTransformer } from "./run-transformer.js";

/** The charts that a run draws, and the slots of their code. */
interface ChartsAndSlots {
  readonly charts: readonly Chart[];
  readonly slots: readonly Slot[];
}

const mostRows = 1_000;
/** One hash is stored again only when a definition goes back to what it was. */
const mostOfOneHash = 100;
const chartsKey = "charts";

/** The metric's charts, or the one that the run is narrowed to. Read once an attempt. */
export async function listCharts(context: StepContext): Promise<readonly Chart[]> {
  return (await chartsAndSlots(context)).charts;
}

/** The chart, `null` when it was deleted meanwhile. */
export async function getChart(context: StepContext, id: string): Promise<Chart | null> {
  return (await listCharts(context)).find((chart) => chart.id === id) ?? null;
}

/**
 * The metric's active transformer, when it is what the definition says or stands in for it, and any where the definition says nothing;
 * else `null`. Reads the charts with it, which later steps need.
 */
export async function findActiveIngestion(
  context: StepContext,
  metric: Metric,
  defined: DefinedCode | null,
): Promise<Transformer | null> {
  const ofMetric = { kind: "ingestion", scopeKey: metric.id } as const;
  const codeHash = defined?.codeHash;
  const { rows } = await context.records.read([
    ...chartQuestions(context),
    { table: "slots", where: ofMetric, limit: 1 },
    { table: "transformers", where: { ...ofMetric, codeHash }, order: "descending", limit: mostOfOneHash },
  ]);
  const [charts, slots, [slot], transformers] = rows;
  remember(context, chartsKey, { charts, slots });
  const activeId = slot?.activeTransformerId ?? null;
  if (activeId === null) return null;
  const found = transformers.find(({ id }) => id === activeId);
  if (found !== undefined) return found;
  if (codeHash !== undefined && slot?.pinnedCodeHash !== codeHash) return null;
  return context.records.get({ table: "transformers", id: activeId });
}

/** The transformer that metrics of the template may share; `null` when there is none, or they do not share. */
export async function findSharedTransformer(
  context: StepContext,
  { template, transformerScope }: MetricDefinition,
): Promise<Transformer | null> {
  if (transformerScope !== "template" || template === null) return null;
  const scopeKey = sharedScope(template.id);
  const [slot] = await context.records.find({ table: "slots", where: { kind: "ingestion", scopeKey }, limit: 1 });
  const id = slot?.activeTransformerId ?? null;
  return id === null ? null : context.records.get({ table: "transformers", id });
}

/** Scope key of what a template's metrics share. */
export function sharedScope(templateId: string): string {
  return `template:${templateId}`;
}

/** The active transformer of a chart with code of its own, `null` when there is none. All charts' are read at once. */
export async function findActiveChartTransformer(context: StepContext, chart: Chart): Promise<Transformer | null> {
  const found = await context.memo("chart-transformers", async () => {
    const { charts, slots } = await chartsAndSlots(context);
    const own = new Set(charts.filter(({ transform }) => transform !== null).map(({ id }) => id));
    const ids = slots.flatMap(({ scopeKey, activeTransformerId }) =>
      activeTransformerId !== null && own.has(scopeKey) ? [activeTransformerId] : [],
    );
    if (ids.length === 0) return [];
    return context.records.find({ table: "transformers", where: { id: { in: ids } }, limit: mostRows });
  });
  const transformer = found.find(({ scopeKey }) => scopeKey === chart.id) ?? null;
  if (transformer !== null) rememberTransformer(context, transformer);
  return transformer;
}

async function chartsAndSlots(context: StepContext): Promise<ChartsAndSlots> {
  return context.memo(chartsKey, async () => {
    const { rows } = await context.records.read(chartQuestions(context));
    const [charts, slots] = rows;
    return { charts, slots };
  });
}

function chartQuestions(context: StepContext): readonly [FindInput<"charts">, FindInput<"slots">] {
  const { id: metricId } = metricOf(context);
  const { chartId } = context.run.parameters;
  const only = typeof chartId === "string" ? chartId : undefined;
  return [
    { table: "charts", where: { metricId, id: only }, limit: mostRows },
    { table: "slots", where: { metricId, kind: "chart", scopeKey: only }, limit: mostRows },
  ];
}
