import type { z } from "zod";
import { MetricsmithError } from "../../errors/metricsmith-error.js";
import type { ModelClient, ModelCompletion, ModelMessage, ModelRequest } from "../../ports/model.js";
import type { AcceptanceReport } from "../../transformers/acceptance-report.js";
import type { UsageReason } from "../../usage/usage-entry.js";
import { completeWithRetries } from "./complete-with-retries.js";
import { describeFindings, isImprovable, openChecks } from "./describe-findings.js";
import { fenceData } from "./fence-data.js";
import type { ResolvedModelOptions } from "./model-options.js";
import { invalidAnswerPrompt } from "./prompts/invalid-answer-prompt.js";
import { rejectedCodePrompt } from "./prompts/rejected-code-prompt.js";
import { readAnswer } from "./read-answer.js";
import type { SeededRandom } from "./seeded-random.js";

/** What an answer comes to: code to be judged, an end without code, or a problem that the model is told of. */
export type AnswerReading<End> = { readonly code: string } | { readonly end: End } | { readonly problem: string };

export interface ConversationInput<Answer, End> {
  readonly client: ModelClient;
  readonly options: ResolvedModelOptions;
  readonly messages: readonly ModelMessage[];
  readonly answer: ModelRequest["answer"];
  readonly schema: z.ZodType<Answer>;
  readonly interpret: (answer: Answer) => AnswerReading<End>;
  readonly judge: (code: string) => Promise<AcceptanceReport>;
  readonly complete: (client: ModelClient, request: ModelRequest, reason: UsageReason) => Promise<ModelCompletion>;
  readonly firstReason: UsageReason;
  /** Makes sentences that may quote the response fit to be shown. */
  readonly maskText: (text: string) => string;
  /** Draws boundaries. */
  readonly random: SeededRandom;
  readonly signal: AbortSignal;
}

/** Code of one round with what acceptance says of it. */
export interface JudgedAnswer<Answer> {
  readonly answer: Answer;
  readonly code: string;
  readonly report: AcceptanceReport;
  /** From 1. */
  readonly round: number;
}

export type ConversationEnd<Answer, End> = { readonly judged: JudgedAnswer<Answer> } | { readonly end: End };

const MAXIMUM_REPEATED_ANSWER = 40_000;

/**
 * Asks a model until its code is accepted or the rounds are used up, in one conversation that tells it what is wrong. Gives the accepted
 * code; else the held one with the fewest open checks; else the last one. An answer that is not the JSON asked for is repaired once.
 *
 * @throws {MetricsmithError} MODEL_ANSWER_INVALID when no answer could be read; MODEL_ codes and BUDGET_EXCEEDED when nothing is held
 * yet; the signal's reason when it fires
 */
export async function converse<Answer, End>(
  input: ConversationInput<Answer, End>,
): Promise<ConversationEnd<Answer, End>> {
  const { client, options, signal } = input;
  const messages = [...input.messages];
  const judged: JudgedAnswer<Answer>[] = [];
  let problem: string | null = null;
  for (let round = 1; round <= options.rounds; round++) {
    const reason = round === 1 ? input.firstReason : "repair";
    let text: string;
    try {
      const request = requestOf(input, messages, round);
      ({ text } = await completeWithRetries(() => input.complete(client, request, reason), signal, options));
    } catch (error) {
      signal.throwIfAborted();
      const held = bestOf(judged);
      // What is plausible already waits for a person rather than be lost.
      if (held?.report.result === "held" && isOwnError(error)) return { judged: held };
      throw error;
    }
    const reading = readConversation(text, input);
    if ("end" in reading) return reading;
    if ("problem" in reading) {
      if (problem !== null) break;
      ({ problem } = reading);
      messages.push(
        ...turn(text, invalidAnswerPrompt.render({ problem: reading.problem, propertyNames: propertyNames(input) })),
      );
      continue;
    }
    const previous = judged.at(-1);
    const isRepeated = previous?.code === reading.code;
    const report = isRepeated ? previous.report : await input.judge(reading.code);
    signal.throwIfAborted();
    judged.push({ answer: reading.answer, code: reading.code, report, round });
    if (report.result === "accepted" || !isImprovable(report)) break;
    if (previous !== undefined && report.result === "held" && hasSameFindings(previous.report, report)) break;
    const findings = fenceData(describeFindings(report, input.maskText), input.random).text;
    messages.push(...turn(text, rejectedCodePrompt.render({ fencedFindings: findings, isRepeated })));
  }
  const best = bestOf(judged);
  if (best !== null) return { judged: best };
  throw new MetricsmithError(
    `The answer of ${client.modelId} was not what was asked for, also after it was told so: ${problem ?? "it is empty."} Choose a model that follows schemas, or give a mapping or a transform.`,
    { code: "MODEL_ANSWER_INVALID", details: { model: client.modelId } },
  );
}

function requestOf<Answer, End>(
  { options, answer, signal }: ConversationInput<Answer, End>,
  messages: readonly ModelMessage[],
  round: number,
): ModelRequest {
  const { temperatures, maximumOutputTokens, timeoutMs } = options;
  const temperature = temperatures[Math.min(round, temperatures.length) - 1];
  return {
    messages: [...messages],
    answer,
    ...(temperature === undefined ? {} : { temperature }),
    maximumOutputTokens,
    timeoutMs,
    signal,
  };
}

type ConversationReading<Answer, End> =
  | { readonly answer: Answer; readonly code: string }
  | { readonly end: End }
  | { readonly problem: string };

function readConversation<Answer, End>(
  text: string,
  { schema, interpret }: ConversationInput<Answer, End>,
): ConversationReading<Answer, End> {
  const read = readAnswer(text, schema);
  if ("problem" in read) return read;
  const interpreted = interpret(read.answer);
  return "code" in interpreted ? { answer: read.answer, code: interpreted.code } : interpreted;
}

/** The first accepted one; else the held one with the fewest open checks, the earliest of equals; else the last. */
function bestOf<Answer>(judged: readonly JudgedAnswer<Answer>[]): JudgedAnswer<Answer> | null {
  const accepted = judged.find(({ report }) => report.result === "accepted");
  if (accepted !== undefined) return accepted;
  const held = judged.filter(({ report }) => report.result === "held");
  const [best] = held.sort((left, right) => openChecks(left.report).length - openChecks(right.report).length);
  return best ?? judged.at(-1) ?? null;
}

function hasSameFindings(left: AcceptanceReport, right: AcceptanceReport): boolean {
  const messages = (report: AcceptanceReport): string =>
    openChecks(report)
      .map(({ message }) => message)
      .join("\n");
  return messages(left) === messages(right);
}

function turn(answer: string, question: string): ModelMessage[] {
  return [
    { role: "assistant", content: answer.trim() === "" ? "(no answer)" : answer.slice(0, MAXIMUM_REPEATED_ANSWER) },
    { role: "user", content: question },
  ];
}

function propertyNames<Answer, End>({ answer }: ConversationInput<Answer, End>): string[] {
  const { properties } = answer.schema;
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

function isOwnError(error: unknown): boolean {
  return MetricsmithError.isInstance(error) && (error.code.startsWith("MODEL_") || error.code === "BUDGET_EXCEEDED");
}
