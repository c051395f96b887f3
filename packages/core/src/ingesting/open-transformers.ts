import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { Write } from "../ports/storage.js";
import type { StepContext } from "../running/step-context.js";
import type { Transformer } from "../transformers/transformer.js";
import type { JsonObject } from "../util/json.js";
import { storeTransformer } from "./ensure-transformer.js";
import { type Generated, reasonOf } from "./generate-transformer.js";
import { usageLinks } from "./model-ledger.js";
import { newTransformer } from "./new-transformer.js";

type Open = Extract<Generated, { outcome: "open" }>;

/**
 * Stores what generators wrote and acceptance did not let in, marks the metric as needing a person, and gives the error with which the run
 * has to end. Nothing that was live changes.
 */
export async function storeOpenTransformers(
  context: StepContext,
  input: {
    readonly metric: Metric;
    readonly open: Open;
    readonly fingerprint: string | null;
    /** The accepted code for the polled response, when it is the historical one that is open. */
    readonly polledCode: string | null;
  },
): Promise<MetricsmithError> {
  const { metric, open, fingerprint, polledCode } = input;
  const { candidates, failure } = open;
  const isWaiting = candidates.some(({ report }) => report.result === "held");
  // An outage of the model says nothing about the metric, unless there is something to choose from without it.
  if (!isWaiting && failure !== null) return failure;
  const rows: Transformer[] = [];
  const writes: Write[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const row = await newTransformer(context, {
      metric,
      id: context.deriveId(`transformer:open:${index}`),
      kind: "ingestion",
      scopeKey: metric.id,
      code: polledCode ?? candidate.code,
      historicalCode: polledCode === null ? null : candidate.code,
      origin: candidate.origin,
      state: candidate.report.result === "held" ? "held" : "rejected",
      mapping: polledCode === null ? candidate.mapping : null,
      model: candidate.model,
      proposal: candidate.proposal,
      fingerprint,
      reports: [candidate.report],
      offset: index,
    });
    rows.push(row);
    writes.push(...storeTransformer(context, row));
  }
  const status: Write = {
    operation: "update",
    table: "metrics",
    id: metric.id,
    set: { status: metric.status === "paused" ? undefined : "needs-attention", updatedAt: context.now() },
  };
  const [first] = rows;
  const links = first === undefined ? [] : await usageLinks(context, first.id);
  await context.commit({ writes: [...writes, ...links, status] });
  return openError(open, rows);
}

function openError({ candidates, fallbacks }: Open, rows: readonly Transformer[]): MetricsmithError {
  const held = rows.flatMap((row, index) => {
    const candidate = candidates[index];
    if (row.state !== "held" || candidate === undefined) return [];
    const { label, reasons, samples } = candidate.proposal;
    const reason = reasonOf(candidate.report);
    return [{ transformerId: row.id, label, reasons, samples, reason } satisfies JsonObject];
  });
  const [first] = held;
  const reasons = fallbacks.map(({ generator, reason }) => `${generator}: ${reason}`);
  if (first === undefined) {
    return new MetricsmithError(
      `No transformer could be written for the response. ${reasons.join(" ")} Give the metric a mapping or a transform, or say more in its measure.`,
      { code: "TRANSFORMER_NOT_GENERATED", details: { reasons } },
    );
  }
  const question = candidates.find(({ proposal }) => proposal.question !== null)?.proposal.question ?? null;
  if (held.length > 1 || question !== null) {
    return new MetricsmithError(
      `${question ?? "The response can be read in several ways."} Nothing has gone live: choose one of details.candidates, or name the paths in the measure.`,
      { code: "MEASURE_AMBIGUOUS", details: { question, candidates: held, reasons } },
    );
  }
  return new MetricsmithError(
    `A transformer was written that is not proven. ${first.reason} Nothing has gone live: approve or reject ${first.transformerId}.`,
    { code: "TRANSFORMER_HELD", details: { transformerId: first.transformerId, candidates: held, reasons } },
  );
}
