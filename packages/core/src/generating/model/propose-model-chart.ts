import { chartPreferencesSchema, type ChartPreferences } from "../../charts/chart-preferences.js";
import type { ChartProposal, GenerateChartInput } from "../../ports/generator.js";
import type { ModelClient } from "../../ports/model.js";
import type { JsonValue } from "../../util/json.js";
import { type AnswerReading, converse } from "./converse.js";
import { fenceData } from "./fence-data.js";
import { createMasker, type Masker } from "./masking/create-masker.js";
import type { ResolvedModelOptions } from "./model-options.js";
import { chartSystemPrompt } from "./prompts/chart-system-prompt.js";
import { chartTaskPrompt } from "./prompts/chart-task-prompt.js";
import { type ChartAnswer, chartAnswerRequest, chartAnswerSchema, unfencedCode } from "./read-answer.js";
import { sampleResponse } from "./sampling/sample-response.js";
import { type SeededRandom, seededRandom } from "./seeded-random.js";
import { quotedText } from "./visible-text.js";
import { chartReasons, reasoningWords } from "./written-reasons.js";

const MAXIMUM_REQUEST = 2_000;
const FENCE_LENGTH = 100;
const SHOWN_CHART_ROWS = 3;

/**
 * How a model would draw what a user asks for: with other preferences, or with code and what acceptance says of it.
 *
 * @throws {MetricsmithError} MODEL_ codes and BUDGET_EXCEEDED; the signal's reason when it fires
 */
export async function proposeModelChart(
  client: ModelClient,
  options: ResolvedModelOptions,
  input: GenerateChartInput,
): Promise<ChartProposal> {
  const { signal, seed } = input;
  signal.throwIfAborted();
  const body = chartData(input);
  const masker = createMasker({ body, paths: [], detectors: options.detectors, seed });
  const random = seededRandom(seed ^ 0x5bd1e995);
  const ended = await converse<ChartAnswer, ChartProposal>({
    client,
    options,
    messages: [
      { role: "system", content: chartSystemPrompt.text },
      { role: "user", content: renderTask(input, options, { body, masker, random }) },
    ],
    answer: chartAnswerRequest,
    schema: chartAnswerSchema,
    interpret: (answer) => interpret(answer, input, masker),
    judge: input.judge,
    complete: input.complete,
    firstReason: "chart",
    maskText: masker.maskText,
    random,
    signal,
  });
  if ("end" in ended) return ended.end;
  const { judged } = ended;
  const reasons = chartReasons(judged, { model: client.modelId, rounds: options.rounds });
  return { outcome: "candidate", candidate: { code: judged.code, mapping: null, reasons }, report: judged.report };
}

/** Names of lines that the code compares with are the originals again: a chart may be of one line that the user names. */
function interpret(answer: ChartAnswer, input: GenerateChartInput, masker: Masker): AnswerReading<ChartProposal> {
  const reasons = reasoningWords(answer.reasoning);
  if (answer.decision === "impossible") {
    const reason = reasons[0] ?? "The chart cannot show what was asked for.";
    return { end: { outcome: "refused", reason } };
  }
  if (answer.decision === "code") return { code: masker.unmask(unfencedCode(answer.code ?? "")) };
  const changed = Object.fromEntries(
    Object.entries(answer.preferences ?? {}).filter(([, value]) => value !== null && value !== undefined),
  );
  const dimensions = answer.preferences?.dimensions?.map((name) => masker.unmask(name));
  const parsed = chartPreferencesSchema.safeParse({
    ...input.chart.preferences,
    ...changed,
    ...(dimensions === undefined ? {} : { dimensions }),
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `preferences.${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "unreadable"}.` };
  }
  const unknown = (dimensions ?? []).find((name) => !input.dimensionNames.includes(name));
  if (unknown !== undefined) {
    const name = quotedText(masker.maskText(unknown).slice(0, 60));
    return { problem: `preferences.dimensions: ${name} is not a numeric dimension of the metric.` };
  }
  return { end: { outcome: "preferences", preferences: parsed.data, reasons } };
}

function renderTask(
  input: GenerateChartInput,
  options: ResolvedModelOptions,
  { body, masker, random }: { readonly body: JsonValue; readonly masker: Masker; readonly random: SeededRandom },
): string {
  const request = quotedText(masker.maskText(input.request.slice(0, MAXIMUM_REQUEST)));
  const fencedRequest = fenceData(request, random).text;
  const render = (fencedData: string): string =>
    chartTaskPrompt.render({ input, maskText: masker.maskText, fencedRequest, fencedData });
  const frame = render("");
  const budget = options.promptBudget - chartSystemPrompt.text.length - frame.length - FENCE_LENGTH;
  const bytes = (input.rows.length + 1) * 200;
  const sample = sampleResponse({ body, bytes, budget, seed: input.seed, masker });
  return render(fenceData(sample.text, random, [frame]).text);
}

function chartData({ chart, seriesNames, dimensionNames, rows }: GenerateChartInput): JsonValue {
  const current = chart.chartConfig;
  return {
    preferences: ownPreferences(chart.preferences),
    seriesNames,
    dimensionNames,
    currentChart: current === null ? null : { ...current, chartData: current.chartData.slice(0, SHOWN_CHART_ROWS) },
    rows: rows as unknown as JsonValue,
  };
}

/** Other keys belong to the host, and are nobody else's business. */
function ownPreferences(preferences: ChartPreferences): JsonValue {
  return Object.fromEntries(
    Object.keys(chartPreferencesSchema.shape).flatMap((key) => {
      const value = preferences[key];
      return value === undefined ? [] : [[key, value as JsonValue]];
    }),
  );
}
