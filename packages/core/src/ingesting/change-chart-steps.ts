import type { Chart } from "../charts/chart.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Generator } from "../ports/generator.js";
import type { Write } from "../ports/storage.js";
import { type Step, step } from "../running/step.js";
import type { StepContext } from "../running/step-context.js";
import type { JsonObject } from "../util/json.js";
import { activateTransformer } from "./activate-transformer.js";
import { askForChart, type ChartAnswer, type UnreadReason } from "./change-chart-asking.js";
import { chartQuestion } from "./change-chart-question.js";
import { drawChart } from "./draw-chart.js";
import { metricOf } from "./fetching-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import { usageLinks } from "./model-ledger.js";
import { newTransformer, storeTransformer } from "./new-transformer.js";
import { getTransformer, rememberTransformer } from "./run-transformer.js";

/** Parameters of the pipeline. */
export interface ChangeChartParameters {
  readonly chartId: string;
  readonly request: string;
}

/** How a request was read; `null` while nobody has understood it. */
interface ChartReading {
  readonly preferences: JsonObject;
  readonly transformer: { readonly id: string; readonly version: number } | null;
  readonly reasons: readonly string[];
}

export interface ReadState extends ChangeChartParameters {
  readonly reading: ChartReading | null;
  readonly unread: readonly UnreadReason[];
}

export interface DrawableState extends ChangeChartParameters {
  readonly reading: ChartReading;
}

/** What a request in words has changed. */
export interface ChangeChartResult {
  readonly chartId: string;
  /** The chart function's preferences, or code of its own. */
  readonly outcome: "preferences" | "code";
  /** Sentences that say how the request was read. */
  readonly reasons: readonly string[];
  /** The transformer that draws the chart now; `null` for the built-in function. */
  readonly transformer: { readonly id: string; readonly version: number } | null;
}

/** Asks the generators that need no model, as far as they come before one. */
export function readingRequest(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"reading-request", ChangeChartParameters, ReadState> {
  return step({
    name: "reading-request",
    displayName: input.displayName,
    async run({ chartId, request }: ChangeChartParameters, context): Promise<ReadState> {
      const { plain } = splitGenerators(services.generators);
      const answer = await ask(context, services, { chartId, request }, plain);
      if (answer.outcome === "unread") return { chartId, request, reading: null, unread: answer.reasons };
      const reading = await readingOf(context, await getOwnChart(context, chartId), answer);
      return { chartId, request, reading, unread: [] };
    },
  });
}

/** Asks the other generators where those before did not understand. Code that they write is stored, and not active yet. */
export function generatingChangedChart(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"generating-chart-transformer", ReadState, DrawableState> {
  return step({
    name: "generating-chart-transformer",
    displayName: input.displayName,
    async run({ chartId, request, reading, unread }: ReadState, context): Promise<DrawableState> {
      if (reading !== null) return { chartId, request, reading };
      const { rest } = splitGenerators(services.generators);
      const answer = await ask(context, services, { chartId, request }, rest);
      if (answer.outcome === "unread") {
        if (answer.failure !== null) throw answer.failure;
        throw notUnderstood(chartId, [...unread, ...answer.reasons]);
      }
      return { chartId, request, reading: await readingOf(context, await getOwnChart(context, chartId), answer) };
    },
  });
}

/** Draws the chart as it will be, from the live points. */
export function executingChangedChart(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"executing-chart-transformer", DrawableState, DrawableState> {
  return step({
    name: "executing-chart-transformer",
    displayName: input.displayName,
    async run(state: DrawableState, context): Promise<DrawableState> {
      await draw(context, services, state);
      return state;
    },
  });
}

/** The last step: preferences, request, code and picture of the chart change in one commit. */
export function savingChangedChart(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"saving-chart-config", DrawableState, ChangeChartResult> {
  return step({
    name: "saving-chart-config",
    displayName: input.displayName,
    async run(state: DrawableState, context): Promise<ChangeChartResult> {
      const { chartId, request, reading } = state;
      const { preferences, transformer, reasons } = reading;
      const chartConfig = await draw(context, services, state);
      // Somebody may have deleted it since.
      await getOwnChart(context, chartId);
      const now = context.now();
      const change: Write = {
        operation: "update",
        table: "charts",
        id: chartId,
        set: {
          preferences,
          userPrompt: request,
          transform: null,
          chartConfig,
          chartConfigUpdatedAt: now,
          lastError: null,
          lastErrorCode: null,
          staleSince: null,
          updatedAt: now,
        },
      };
      context.atBoundary([change, ...(await activation(context, chartId, transformer?.id ?? null))]);
      return { chartId, outcome: transformer === null ? "preferences" : "code", reasons, transformer };
    },
  });
}

async function ask(
  context: StepContext,
  services: IngestingServices,
  { chartId, request }: ChangeChartParameters,
  generators: readonly Generator[],
): Promise<ChartAnswer> {
  if (generators.every((generator) => generator.proposeChart === undefined))
    return { outcome: "unread", reasons: [], failure: null };
  const metric = metricOf(context);
  const chart = await getOwnChart(context, chartId);
  return askForChart(generators, await chartQuestion(context, services, { metric, chart, request }));
}

async function readingOf(
  context: StepContext,
  chart: Chart,
  answer: Exclude<ChartAnswer, { outcome: "unread" }>,
): Promise<ChartReading> {
  if (answer.outcome === "preferences") {
    const preferences = JSON.parse(JSON.stringify(answer.preferences)) as JsonObject;
    return { preferences, transformer: null, reasons: [...answer.reasons] };
  }
  const { candidate, generator, report } = answer;
  const transformer = await newTransformer(context, {
    id: context.deriveId(`transformer:chart:${chart.id}`),
    kind: "chart",
    scopeKey: chart.id,
    metric: metricOf(context),
    code: candidate.code,
    historicalCode: null,
    origin: generator.origin,
    model: generator.model,
    proposal: { reasons: [...candidate.reasons], label: null, rank: null, samples: [], question: null, fallbacks: [] },
    reports: [report],
  });
  rememberTransformer(context, transformer);
  context.atBoundary(storeTransformer(context, transformer));
  if (generator.model !== null) context.atBoundary(await usageLinks(context, transformer.id));
  const { id, version } = transformer;
  return { preferences: chart.preferences, transformer: { id, version }, reasons: [...candidate.reasons] };
}

async function draw(context: StepContext, services: IngestingServices, { chartId, reading }: DrawableState) {
  return context.memo(`changed-chart:${chartId}`, async () => {
    const metric = metricOf(context);
    const chart = { ...(await getOwnChart(context, chartId)), preferences: reading.preferences };
    const transformer = reading.transformer === null ? null : await getTransformer(context, reading.transformer.id);
    const { liveGeneration: generation, timeKind } = metric;
    return drawChart(context, services, { metric, chart, generation, timeKind, transformer });
  });
}

/** The built-in function draws a chart whose slot has no active transformer. */
async function activation(context: StepContext, chartId: string, transformerId: string | null): Promise<Write[]> {
  const slot = { metric: metricOf(context), kind: "chart", scopeKey: chartId, transformerId } as const;
  if (transformerId !== null) return activateTransformer(context, slot);
  const where = { kind: "chart", scopeKey: chartId } as const;
  const isThere = (await context.records.count({ table: "slots", where })) > 0;
  return isThere ? activateTransformer(context, slot) : [];
}

/** Generators without a model that come before the first one with one, and all others. */
function splitGenerators(generators: readonly Generator[]): {
  plain: readonly Generator[];
  rest: readonly Generator[];
} {
  const first = generators.findIndex(({ model }) => model !== null);
  const end = first < 0 ? generators.length : first;
  return { plain: generators.slice(0, end), rest: generators.slice(end) };
}

async function getOwnChart(context: StepContext, chartId: string): Promise<Chart> {
  const chart = await context.records.get({ table: "charts", id: chartId });
  if (chart !== null && chart.metricId === metricOf(context).id) return chart;
  throw new MetricsmithError(`Chart not found: ${chartId}`, { code: "CHART_NOT_FOUND", details: { chartId } });
}

function notUnderstood(chartId: string, reasons: readonly UnreadReason[]): MetricsmithError {
  const said =
    reasons.length === 0
      ? "no generator reads requests"
      : reasons.map(({ generator, reason }) => `${generator}: ${reason}`).join(" ");
  return new MetricsmithError(`The request was not understood: ${said.replace(/\.$/, "")}. The chart is as it was.`, {
    code: "CHART_REQUEST_NOT_UNDERSTOOD",
    details: { chartId, reasons: reasons.map(({ generator, reason }) => ({ generator, reason })) },
  });
}
