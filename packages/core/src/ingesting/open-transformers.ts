import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { StepContext } from "../running/step-context.js";
import { transformerProposalSchema } from "../transformers/proposal.js";
import type { Transformer } from "../transformers/transformer.js";
import { type Generated, type GeneratedCode, reasonOf } from "./generate-transformer.js";
import { usageLinks } from "./model-ledger.js";
import { newTransformer } from "./new-transformer.js";
import { reportsOf } from "./transform-payload.js";

const storeTries = 5;

type Open = Extract<Generated, { outcome: "open" }>;

/**
 * Stores what generators wrote and acceptance did not let in, in place of what waited before, marks the metric as needing a person, and
 * gives the error with which the run has to end. Nothing that was live changes.
 */
export async function storeOpenTransformers(
  context: StepContext,
  input: {
    readonly metric: Metric;
    readonly open: Open;
    readonly fingerprint: string;
    /** The accepted code for the polled response, when it is the historical one that is open. */
    readonly polled: GeneratedCode | null;
  },
): Promise<MetricsmithError> {
  const { metric, open } = input;
  const { candidates, fallbacks, failure } = open;
  const isWaiting = candidates.some(({ report }) => report.result === "held");
  // An outage of the model says nothing about the metric, unless there is something to choose from without it.
  if (!isWaiting && failure !== null && !isAnswer(failure)) return failure;
  for (let tryNumber = 1; tryNumber <= storeTries; tryNumber++) {
    const rows = await openRows(context, input);
    if (!(await storeRows(context, metric, rows))) continue;
    if (!isWaiting && failure !== null) return failure;
    return openError(
      metric,
      rows,
      fallbacks.map(({ generator, reason }) => `${generator}: ${reason}`),
    );
  }
  return new MetricsmithError(
    `What was written for metric ${metric.id} could not be stored: its transformers were changed at the same time. Refresh it again.`,
    { code: "STORAGE_CONFLICT", details: { metricId: metric.id } },
  );
}

/** The model has answered, and nothing came of it: asking again would cost as much, and come to the same. */
function isAnswer({ code }: MetricsmithError): boolean {
  return code === "MODEL_REFUSED" || code === "MODEL_TRUNCATED" || code === "MODEL_ANSWER_INVALID";
}

async function openRows(
  context: StepContext,
  { metric, open, fingerprint, polled }: Parameters<typeof storeOpenTransformers>[1],
): Promise<Transformer[]> {
  const { candidates, fallbacks } = open;
  const slot = { metric, kind: "ingestion", scopeKey: metric.id, fingerprint } as const;
  const rows: Transformer[] = [];
  for (const [index, candidate] of candidates.entries()) {
    rows.push(
      await newTransformer(context, {
        ...slot,
        id: context.deriveId(`transformer:open:${index}`),
        code: (polled ?? candidate).code,
        historicalCode: polled === null ? null : candidate.code,
        origin: candidate.origin,
        state: candidate.report.result === "held" ? "held" : "rejected",
        mapping: (polled ?? candidate).mapping,
        model: candidate.model,
        proposal: candidate.proposal,
        reports: polled === null ? [candidate.report] : [polled.report, candidate.report],
        offset: index,
      }),
    );
  }
  if (rows.length > 0) return rows;
  const [call] = await context.records.find({ table: "usageEntries", where: { runId: context.run.id }, limit: 1 });
  if (call === undefined) return [];
  // No code came of what was paid for: the row says so, and keeps refreshes from paying again.
  const proposal = { reasons: [], label: null, rank: null, samples: [], question: null, fallbacks };
  const none = { code: "", historicalCode: null, origin: "model", state: "rejected", reports: [] } as const;
  const id = context.deriveId("transformer:open:0");
  return [await newTransformer(context, { ...slot, ...none, id, model: call.model, proposal })];
}

/** False when a version of the same number was stored meanwhile, or the metric was paused. */
async function storeRows(context: StepContext, metric: Metric, rows: readonly Transformer[]): Promise<boolean> {
  const ids = new Set(rows.map(({ id }) => id));
  // What a person has handed in waits on.
  const outdated = (await listOpen(context, metric)).filter(
    ({ id, state, origin }) => state === "held" && origin !== "manual" && !ids.has(id),
  );
  const [first] = rows;
  const now = await context.records.get({ table: "metrics", id: metric.id });
  const isPaused = now?.status === "paused";
  return context.commit({
    expect: now === null ? [] : [{ table: "metrics", id: metric.id, where: { status: now.status } }],
    writes: [
      ...outdated.map(({ id }) => ({ operation: "delete", table: "transformers", id }) as const),
      // A commit that landed, and whose answer was lost, is done again.
      ...rows.flatMap((row) => [
        { operation: "delete", table: "transformers", id: row.id } as const,
        { operation: "insert", table: "transformers", row } as const,
      ]),
      ...(first === undefined ? [] : await usageLinks(context, first.id)),
      {
        operation: "update",
        table: "metrics",
        id: metric.id,
        set: { status: isPaused ? undefined : "needs-attention", updatedAt: context.now() },
      },
    ],
  });
}

/**
 * What an earlier run wrote for a response of this shape and acceptance or a person did not let in, as the error it ended with; `null`
 * when there is none. Only a person's answer, or a rebuild that somebody asks for, can change it.
 */
export async function openSince(
  context: StepContext,
  metric: Metric,
  fingerprint: string,
): Promise<MetricsmithError | null> {
  const rows = (await listOpen(context, metric)).filter((row) => row.fingerprint === fingerprint);
  if (rows.length === 0) return null;
  const isWithoutCode = rows.every(({ code }) => code === "");
  return openError(metric, rows, [
    isWithoutCode ? "A model was asked for an earlier run, and gave no code." : "It was written for an earlier run.",
  ]);
}

/** Best first. */
async function listOpen(context: StepContext, metric: Metric): Promise<Transformer[]> {
  const where = { kind: "ingestion", scopeKey: metric.id, state: { in: ["held", "rejected"] } } as const;
  const found = await context.records.find({ table: "transformers", where, limit: 1_000 });
  return found.sort((a, b) => a.version - b.version);
}

function openError(metric: Metric, rows: readonly Transformer[], reasons: readonly string[]): MetricsmithError {
  const held = rows.filter(({ state }) => state === "held");
  const [first] = held;
  const details = { metricId: metric.id, reasons };
  if (first === undefined) {
    return new MetricsmithError(
      `No transformer could be written for the response. ${reasons.join(" ")} Say more in the metric's measure, give it a mapping or a transform, or refresh it hard to try again.`,
      { code: "TRANSFORMER_NOT_GENERATED", details },
    );
  }
  const proposals = held.map(({ proposal }) => transformerProposalSchema.safeParse(proposal).data);
  const question = proposals.find((proposal) => typeof proposal?.question === "string")?.question ?? null;
  const transformerIds = held.map(({ id }) => id);
  if (held.length > 1 || question !== null) {
    return new MetricsmithError(
      `${question ?? "The response can be read in several ways."} Nothing has gone live: choose one of transformers.candidates({ metricId: "${metric.id}" }), or name the paths in the measure.`,
      { code: "MEASURE_AMBIGUOUS", details: { ...details, question, transformerIds } },
    );
  }
  return new MetricsmithError(
    `A transformer was written that is not proven. ${heldReason(first)} Nothing has gone live: approve or reject transformer ${first.id}.`,
    { code: "TRANSFORMER_HELD", details: { ...details, transformerIds } },
  );
}

function heldReason(transformer: Transformer): string {
  const open = reportsOf(transformer).find(({ result }) => result !== "accepted");
  return open === undefined ? "" : reasonOf(open);
}
