import { judgeChart } from "../acceptance/judge-chart.js";
import type { ChartFacts } from "../acceptance/judge-chart-facts.js";
import type { Chart } from "../charts/chart.js";
import { chartPreferencesSchema } from "../charts/chart-preferences.js";
import { listPlaceholders } from "../fetching/list-template-names.js";
import type { Metric } from "../metrics/metric.js";
import type { GenerateChartInput, GeneratorSubject } from "../ports/generator.js";
import type { GenerationKey } from "../ports/points.js";
import type { SandboxContext } from "../ports/sandbox.js";
import type { StepContext } from "../running/step-context.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import { compareCodePoints } from "../util/compare-code-points.js";
import type { IngestingServices } from "./ingesting-services.js";
import type { MetricDefinition } from "./metric-definition.js";
import { callModel } from "./model-ledger.js";
import { readChartRows } from "./read-chart-rows.js";
import { offsetsAround } from "./transform-payload.js";

/** Points that are looked at for the names of numeric dimensions, from either end of a history. */
const sampledPoints = 500;
const mostDimensions = 100;

/** What generators are asked about a chart, and how what they write is judged. */
export interface ChartQuestionInput {
  readonly input: GenerateChartInput;
  readonly judge: (code: string) => Promise<AcceptanceReport>;
}

/** Everything that a request in words may speak of, read from the live points. */
export async function chartQuestion(
  context: StepContext,
  services: IngestingServices,
  { metric, chart, request }: { readonly metric: Metric; readonly chart: Chart; readonly request: string },
): Promise<ChartQuestionInput> {
  const preferences = chartPreferencesSchema.parse(chart.preferences);
  const key: GenerationKey = { metricId: metric.id, generation: metric.liveGeneration };
  const { timezone, timeKind } = metric;
  const now = context.startedAt;
  const { maximumChartPoints, limits } = services;
  const settings = { preferences, timezone, timeKind, now, maximumChartPoints };
  const { rows, window } = await readChartRows({ points: context.points, key, settings });
  const { seriesNames, dimensionNames } = await lineNames(context, key);
  const definition = services.definitionOf(metric);
  const facts: ChartFacts = { rows, window, preferences, names: knownTexts(metric, chart, definition) };
  const sandboxContext: SandboxContext = {
    fetchedAtMs: now.getTime(),
    timezone: window.timezone,
    offsets: offsetsAround(window.timezone, now),
  };
  const { sandbox, signal } = context;
  const judge = async (code: string): Promise<AcceptanceReport> =>
    judgeChart({ ...facts, sandbox, code, context: sandboxContext, limits, seed: 0, signal });
  return {
    judge,
    input: {
      subject: subjectOf(metric, definition),
      request,
      chart: { name: chart.name, preferences, chartConfig: chart.chartConfig },
      seriesNames,
      dimensionNames,
      rows,
      context: sandboxContext,
      seed: 0,
      judge,
      complete: (client, asked, reason) =>
        callModel(context, services.ledger, { metric, client, request: asked, reason }),
      signal,
    },
  };
}

/** Names of all lines of the metric, and of the dimensions with numbers, in binary order. */
async function lineNames(
  { points }: StepContext,
  key: GenerationKey,
): Promise<{ seriesNames: string[]; dimensionNames: string[] }> {
  const { count, first, last } = await points.summarize(key);
  if (first === null || last === null) return { seriesNames: [], dimensionNames: [] };
  const whole = await points.aggregate({ ...key, boundaries: [first, new Date(last.getTime() + 1)] });
  const spanMs = last.getTime() - first.getTime();
  const latestFrom = new Date(last.getTime() - spanMs * Math.min(1, sampledPoints / count));
  const names = new Set<string>();
  for (const from of count > sampledPoints ? [first, latestFrom] : [first]) {
    for (const { dimensions } of await points.list({ ...key, from, limit: sampledPoints })) {
      if (typeof dimensions !== "object" || dimensions === null || Array.isArray(dimensions)) continue;
      for (const [name, value] of Object.entries(dimensions))
        if (typeof value === "number" && name !== "" && name.length <= 200) names.add(name);
    }
  }
  return {
    seriesNames: [...new Set(whole.map(({ series }) => series))].sort(compareCodePoints),
    dimensionNames: [...names].sort(compareCodePoints).slice(0, mostDimensions),
  };
}

/** Texts of the host and the user, which a picture may repeat. */
function knownTexts(metric: Metric, chart: Chart, { template }: MetricDefinition): string[] {
  const { name, description, measure } = metric;
  const texts = [chart.name, name, description, measure.value, measure.unit, template?.name, template?.description];
  return texts.filter((text): text is string => typeof text === "string" && text !== "");
}

function subjectOf(metric: Metric, { template, request }: MetricDefinition): GeneratorSubject {
  return {
    name: metric.name,
    description: metric.description,
    measure: metric.measure,
    kind: metric.kind,
    timezone: metric.timezone,
    provider: template?.provider ?? null,
    template: template === null ? null : { id: template.id, name: template.name, description: template.description },
    request: {
      method: request.method ?? "GET",
      endpoint: request.endpoint,
      parameterNames: listPlaceholders(request),
    },
  };
}
