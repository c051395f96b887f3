import { countRecords } from "../acceptance/count-records.js";
import { judgeCandidate } from "../acceptance/judge-candidate.js";
import type { MetricsmithError } from "../errors/metricsmith-error.js";
import { toMetricsmithError } from "../errors/to-metricsmith-error.js";
import type { DataPoint } from "../metrics/data-point.js";
import type { Metric } from "../metrics/metric.js";
import type { Payload } from "../metrics/payload.js";
import type { Candidate, Generator, GeneratorSubject, Proposal } from "../ports/generator.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { StepContext } from "../running/step-context.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import type { TransformerProposal } from "../transformers/proposal.js";
import { listPlaceholders } from "../fetching/list-template-names.js";
import type { IngestingServices } from "./ingesting-services.js";
import type { MetricDefinition } from "./metric-definition.js";
import { callModel } from "./model-ledger.js";
import { sandboxContext, seedOf } from "./transform-payload.js";

/** Code that a generator wrote for one response, with what acceptance says of it. */
export interface GeneratedCode extends Candidate {
  readonly origin: "rules" | "model";
  readonly model: string | null;
  readonly report: AcceptanceReport;
  /** What the code gave; `null` when it was rejected. */
  readonly points: PointColumns | null;
  readonly proposal: TransformerProposal;
}

export type Generated =
  | { readonly outcome: "accepted"; readonly generated: GeneratedCode }
  | { readonly outcome: "no-data" }
  /** Nothing is proven. What waits for a person comes first, best first; then what was rejected. */
  | {
      readonly outcome: "open";
      readonly candidates: readonly GeneratedCode[];
      readonly fallbacks: TransformerProposal["fallbacks"];
      /** What kept the last generator from answering at all. */
      readonly failure: MetricsmithError | null;
    };

export interface GenerateTransformerInput {
  readonly metric: Metric;
  readonly definition: MetricDefinition;
  readonly payload: Payload;
  /** The archived response, as the UTF-8 bytes of JSON text. */
  readonly json: Uint8Array;
  /** Live points that a new transformer has to come to as well; `[]` when it may differ. */
  readonly stored: readonly DataPoint[];
}

/** Code for one response, through acceptance. */
export async function judgePayload(
  context: StepContext,
  services: IngestingServices,
  { metric, definition, payload, json, stored }: GenerateTransformerInput,
  code: string,
): Promise<{ report: AcceptanceReport; points: PointColumns | null }> {
  return judgeCandidate({
    sandbox: context.sandbox,
    code,
    input: json,
    endpointConfig: payload.endpointConfig,
    context: sandboxContext(payload),
    limits: services.limits,
    kind: metric.kind,
    seed: seedOf(payload),
    measure: metric.measure,
    stored,
    review: definition.review === "manual" ? "manual" : undefined,
    expect: definition.expect ?? undefined,
    signal: context.signal,
  });
}

/**
 * Asks the generators one after the other until one writes code that acceptance proves right.
 *
 * @throws {MetricsmithError} what a generator throws that is not its own failure to answer; the signal's reason when it fires.
 */
export async function generateTransformer(
  context: StepContext,
  services: IngestingServices,
  input: GenerateTransformerInput,
): Promise<Generated> {
  const { metric, payload, json } = input;
  if (metric.kind !== "gauge" && countRecords(json) === 0) return { outcome: "no-data" };
  const held: GeneratedCode[] = [];
  const rejected: GeneratedCode[] = [];
  const fallbacks: { generator: string; reason: string }[] = [];
  let failure: MetricsmithError | null = null;
  for (const generator of services.generators) {
    let proposal: Proposal;
    try {
      proposal = await generator.propose({
        subject: subjectOf(metric, input.definition, payload),
        payload: json,
        endpointConfig: payload.endpointConfig,
        context: sandboxContext(payload),
        seed: seedOf(payload),
        judge: async (code) => (await judgePayload(context, services, input, code)).report,
        complete: (client, request, reason) => callModel(context, services.ledger, { metric, client, request, reason }),
        signal: context.signal,
      });
    } catch (error) {
      context.signal.throwIfAborted();
      failure = toMetricsmithError(error, "STEP_FAILED");
      if (!failure.code.startsWith("MODEL_") && failure.code !== "BUDGET_EXCEEDED") throw error;
      fallbacks.push({ generator: nameOf(generator), reason: failure.message });
      continue;
    }
    failure = null;
    if (proposal.outcome === "no-data") return { outcome: "no-data" };
    if (proposal.outcome === "refused") {
      fallbacks.push({ generator: nameOf(generator), reason: proposal.reason });
      continue;
    }
    const judged = await judgeProposal(context, services, input, { generator, proposal, fallbacks: [...fallbacks] });
    const [first] = judged;
    if (proposal.outcome === "candidate" && first?.report.result === "accepted") {
      return { outcome: "accepted", generated: first };
    }
    for (const code of judged) (code.report.result === "rejected" ? rejected : held).push(code);
    const reason = proposal.outcome === "ambiguous" ? proposal.question : ((first && reasonOf(first.report)) ?? "");
    fallbacks.push({ generator: nameOf(generator), reason });
  }
  return { outcome: "open", candidates: [...held, ...rejected], fallbacks, failure };
}

/** Readings between which a person has to choose are never accepted, however well each of them is proven. */
async function judgeProposal(
  context: StepContext,
  services: IngestingServices,
  input: GenerateTransformerInput,
  made: {
    readonly generator: Generator;
    readonly proposal: Extract<Proposal, { outcome: "candidate" | "ambiguous" }>;
    readonly fallbacks: TransformerProposal["fallbacks"];
  },
): Promise<GeneratedCode[]> {
  const { generator, proposal, fallbacks } = made;
  const { origin, model } = generator;
  if (proposal.outcome === "candidate") {
    const { candidate } = proposal;
    const { report, points } = await judgePayload(context, services, input, candidate.code);
    const said: TransformerProposal = {
      reasons: [...candidate.reasons],
      label: null,
      rank: null,
      samples: [],
      question: null,
      fallbacks,
    };
    return [{ ...candidate, origin, model, report, points, proposal: said }];
  }
  const judged: GeneratedCode[] = [];
  for (const [index, candidate] of proposal.candidates.entries()) {
    const { report } = await judgePayload(context, services, input, candidate.code);
    const { reasons, label, samples } = candidate;
    const said: TransformerProposal = {
      reasons: [...reasons],
      label,
      rank: index + 1,
      samples: [...samples],
      question: proposal.question,
      fallbacks,
    };
    judged.push({ ...candidate, origin, model, report: heldAtBest(report), points: null, proposal: said });
  }
  return judged;
}

function heldAtBest(report: AcceptanceReport): AcceptanceReport {
  return report.result === "accepted" ? { ...report, result: "held" } : report;
}

/** Why a report did not let the code in, in its own sentences. */
export function reasonOf({ checks }: AcceptanceReport): string {
  const open = checks.filter((check) => check.verdict === "fail");
  const needed = checks.filter((check) => check.isNeeded === true && check.verdict !== "pass");
  return (open.length > 0 ? open : needed).map(({ name, message }) => `${name}: ${message}`).join(" ");
}

function nameOf({ origin, model }: Generator): string {
  return model === null ? origin : `${origin} ${model}`;
}

function subjectOf(metric: Metric, definition: MetricDefinition, payload: Payload): GeneratorSubject {
  const { template, request, historicalRequest } = definition;
  const asked = payload.kind === "historical" && historicalRequest !== null ? historicalRequest : request;
  return {
    name: metric.name,
    description: metric.description,
    measure: metric.measure,
    kind: metric.kind,
    timezone: metric.timezone,
    provider: template?.provider ?? null,
    template: template === null ? null : { id: template.id, name: template.name, description: template.description },
    request: {
      method: asked.method ?? "GET",
      endpoint: asked.endpoint,
      parameterNames: listPlaceholders(asked),
    },
  };
}
