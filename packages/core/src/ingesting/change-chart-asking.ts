import { type ChartPreferences, chartPreferencesSchema } from "../charts/chart-preferences.js";
import type { MetricsmithError } from "../errors/metricsmith-error.js";
import { toMetricsmithError } from "../errors/to-metricsmith-error.js";
import type { Candidate, ChartProposal, Generator } from "../ports/generator.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import type { ChartQuestionInput } from "./change-chart-question.js";

/** Why a generator gave nothing that can be drawn. */
export interface UnreadReason {
  readonly generator: string;
  readonly reason: string;
}

export type ChartAnswer =
  | { readonly outcome: "preferences"; readonly preferences: ChartPreferences; readonly reasons: readonly string[] }
  | {
      readonly outcome: "code";
      readonly candidate: Candidate;
      readonly report: AcceptanceReport;
      readonly generator: Pick<Generator, "origin" | "model">;
    }
  | {
      readonly outcome: "unread";
      readonly reasons: readonly UnreadReason[];
      /** What kept the last generator from answering at all. */
      readonly failure: MetricsmithError | null;
    };

/**
 * Asks generators one after the other what a request for a chart means, until one gives preferences that fit the metric or code that
 * acceptance proves right.
 *
 * @throws {MetricsmithError} what a generator throws that is not its own failure to answer; the signal's reason when it fires.
 */
export async function askForChart(
  generators: readonly Generator[],
  { input, judge }: ChartQuestionInput,
): Promise<ChartAnswer> {
  const reasons: UnreadReason[] = [];
  let failure: MetricsmithError | null = null;
  for (const generator of generators) {
    if (generator.proposeChart === undefined) continue;
    let proposal: ChartProposal;
    try {
      proposal = await generator.proposeChart(input);
    } catch (error) {
      input.signal.throwIfAborted();
      failure = toMetricsmithError(error, "STEP_FAILED");
      if (!failure.code.startsWith("MODEL_") && failure.code !== "BUDGET_EXCEEDED") throw error;
      reasons.push({ generator: nameOf(generator), reason: failure.message });
      continue;
    }
    failure = null;
    if (proposal.outcome === "preferences") {
      const read = readPreferences(proposal.preferences, input);
      if (typeof read !== "string") return { outcome: "preferences", preferences: read, reasons: proposal.reasons };
      reasons.push({ generator: nameOf(generator), reason: read });
    } else if (proposal.outcome === "candidate") {
      const { candidate } = proposal;
      // What a generator says of its own code does not count.
      const report = await judge(candidate.code);
      if (report.result === "accepted") return { outcome: "code", candidate, report, generator };
      reasons.push({ generator: nameOf(generator), reason: openSentences(report) });
    } else {
      reasons.push({ generator: nameOf(generator), reason: proposal.reason });
    }
  }
  return { outcome: "unread", reasons, failure };
}

/** Preferences that the metric can be drawn with, the host's own keys kept; a sentence where it cannot. */
function readPreferences(
  preferences: unknown,
  { chart, seriesNames, dimensionNames }: ChartQuestionInput["input"],
): ChartPreferences | string {
  if (typeof preferences !== "object" || preferences === null) return "It gave no preferences.";
  const parsed = chartPreferencesSchema.safeParse({ ...chart.preferences, ...preferences });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `It gave preferences that do not fit: ${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}.`;
  }
  const { series, excludedSeries, dimensions } = parsed.data;
  const absentSeries = [...(series ?? []), ...(excludedSeries ?? [])].find((name) => !seriesNames.includes(name));
  if (absentSeries !== undefined) return `The metric has no series ${JSON.stringify(absentSeries)}.`;
  const wasDrawn = new Set(chart.preferences.dimensions);
  const absent = dimensions.find((name) => !dimensionNames.includes(name) && !wasDrawn.has(name));
  return absent === undefined ? parsed.data : `The metric has no numeric dimension ${JSON.stringify(absent)}.`;
}

function openSentences({ checks }: AcceptanceReport): string {
  const failed = checks.filter(({ verdict }) => verdict === "fail");
  const needed = checks.filter(({ verdict, isNeeded }) => isNeeded === true && verdict !== "pass");
  return (failed.length > 0 ? failed : needed).map(({ name, message }) => `${name}: ${message}`).join(" ");
}

function nameOf({ origin, model }: Generator): string {
  return model === null ? origin : `${origin} ${model}`;
}
