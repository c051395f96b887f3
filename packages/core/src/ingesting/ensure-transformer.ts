import { acceptTransformer } from "../acceptance/accept-transformer.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { Write } from "../ports/storage.js";
import type { StepContext } from "../running/step-context.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import type { Slot, Transformer, TransformerKind } from "../transformers/transformer.js";
import { deriveId } from "../util/uuid.js";
import { getPayload, loadPayloadJson } from "./archive-payload.js";
import type { IngestingServices } from "./ingesting-services.js";
import { definedCode } from "./metric-definition.js";
import { findActiveIngestion } from "./metric-rows.js";
import type { FetchedState } from "./metric-run-state.js";
import { codeFor, rememberColumns, sandboxContext, seedOf } from "./transform-payload.js";

/** A transformer that this run may use. A created one is stored at the step's boundary, and not active yet. */
export interface EnsuredTransformer {
  readonly transformer: Transformer;
  readonly outcome: "created" | "reused";
}

/**
 * The active ingestion transformer when it still is what the definition says, else a new version that has passed acceptance on this
 * run's payloads.
 *
 * @throws {MetricsmithError} TRANSFORMER_REJECTED with the failed checks; TRANSFORMER_MISSING, MAPPING_INVALID.
 */
export async function ensureIngestionTransformer(
  context: StepContext,
  services: IngestingServices,
  input: { readonly metric: Metric; readonly payloads: FetchedState["payloads"]; readonly alwaysNew: boolean },
): Promise<EnsuredTransformer> {
  const { metric } = input;
  const definition = services.definitionOf(metric);
  const defined = definedCode(definition);
  const active = input.alwaysNew ? null : await findActiveIngestion(context, metric, defined.codeHash);
  if (active !== null) return { transformer: active, outcome: "reused" };

  const id = context.deriveId("transformer:ingestion");
  const reports: AcceptanceReport[] = [];
  for (const { payloadId, kind } of input.payloads) {
    const payload = await getPayload(context, payloadId);
    const { report, points } = await acceptTransformer({
      sandbox: context.sandbox,
      code: codeFor(defined, kind),
      input: await loadPayloadJson(context, payload, { remember: true }),
      endpointConfig: payload.endpointConfig,
      context: sandboxContext(payload),
      limits: services.limits,
      kind: metric.kind,
      seed: seedOf(payload),
      expect: definition.expect ?? undefined,
      allowEmpty: defined.mayBeEmpty,
    });
    if (report.result === "rejected") throw transformerRejected(report);
    if (points !== null) rememberColumns(context, payload, { id }, points);
    reports.push(report);
  }
  const transformer = await newTransformer(context, {
    id,
    kind: "ingestion",
    scopeKey: metric.id,
    metric,
    ...defined,
    acceptance: { reports },
  });
  context.atBoundary(storeTransformer(context, transformer));
  return { transformer, outcome: "created" };
}

/** The row of the next version for a slot. */
export async function newTransformer(
  context: StepContext,
  input: Pick<
    Transformer,
    "id" | "kind" | "scopeKey" | "code" | "historicalCode" | "origin" | "codeHash" | "acceptance"
  > & { readonly metric: Metric },
): Promise<Transformer> {
  const { metric, id, kind, scopeKey, code, historicalCode, origin, codeHash, acceptance } = input;
  const found = await context.records.find({
    table: "transformers",
    where: { kind, scopeKey },
    order: "descending",
    limit: 2,
  });
  const latest = found.find((other) => other.id !== id);
  const now = context.now();
  return {
    id,
    createdAt: now,
    updatedAt: now,
    organizationId: metric.organizationId,
    kind,
    scopeKey,
    metricId: metric.id,
    version: (latest?.version ?? 0) + 1,
    code,
    historicalCode,
    origin,
    codeHash,
    acceptance,
    state: "accepted",
    mapping: null,
    model: null,
    proposal: null,
    fingerprint: null,
    outputExample: null,
    reviewedBy: null,
  };
}

/** Stores it, in place of the one that an attempt before this one may have stored under another definition of the pipeline. */
export function storeTransformer(context: StepContext, row: Transformer): Write[] {
  const insert: Write = { operation: "insert", table: "transformers", row };
  return context.run.attempt === 1 ? [insert] : [{ operation: "delete", table: "transformers", id: row.id }, insert];
}

/** Makes a stored transformer the active one of its slot. */
export async function activateTransformer(
  context: StepContext,
  input: {
    readonly metric: Metric;
    readonly kind: TransformerKind;
    readonly scopeKey: string;
    readonly transformerId: string | null;
  },
): Promise<Write[]> {
  const { metric, kind, scopeKey, transformerId } = input;
  const now = context.now();
  const [slot] = await context.records.find({ table: "slots", where: { kind, scopeKey }, limit: 1 });
  if (slot !== undefined) {
    if (slot.activeTransformerId === transformerId) return [];
    return [
      { operation: "update", table: "slots", id: slot.id, set: { activeTransformerId: transformerId, updatedAt: now } },
    ];
  }
  const row: Slot = {
    id: deriveId(scopeKey, `slot:${kind}`),
    createdAt: now,
    updatedAt: now,
    organizationId: metric.organizationId,
    kind,
    scopeKey,
    metricId: metric.id,
    activeTransformerId: transformerId,
    pinnedCodeHash: null,
  };
  return [{ operation: "insert", table: "slots", row }];
}

function transformerRejected(report: AcceptanceReport): MetricsmithError {
  const failed = report.checks.filter((check) => check.verdict === "fail");
  const sentences = failed.map((check) => `${check.name}: ${check.message}`).join(" ");
  return new MetricsmithError(`The transformer is not accepted. ${sentences} Stored data is as it was.`, {
    code: "TRANSFORMER_REJECTED",
    details: { checks: failed.map(({ name, message }) => ({ name, message })) },
  });
}
