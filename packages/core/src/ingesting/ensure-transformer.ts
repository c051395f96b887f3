import { acceptTransformer } from "../acceptance/accept-transformer.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { Payload } from "../metrics/payload.js";
import type { StepContext } from "../running/step-context.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import type { Transformer } from "../transformers/transformer.js";
import { activateTransformer } from "./activate-transformer.js";
import { getPayload, loadPayloadJson } from "./archive-payload.js";
import { generateIngestion } from "./generate-ingestion.js";
import type { IngestingServices } from "./ingesting-services.js";
import { type DefinedCode, definedCode, mappingTraits, type MetricDefinition } from "./metric-definition.js";
import { findActiveIngestion } from "./metric-rows.js";
import type { FetchedState, UsedTransformer } from "./metric-run-state.js";
import { newTransformer, storeTransformer } from "./new-transformer.js";
import { getTransformer } from "./run-transformer.js";
import { codeFor, rememberColumns, sandboxContext, seedOf } from "./transform-payload.js";

/** A transformer that this run may use. A created one is stored at the step's boundary, and not active yet. */
export interface EnsuredTransformer {
  readonly transformer: Transformer;
  readonly outcome: UsedTransformer["outcome"];
}

/**
 * The transformer that a person has picked for this run; else the active one, when it still is what the definition says; else a new
 * version that has passed acceptance on this run's payloads: the definition's code, or what a generator writes. `null` when the response
 * holds nothing yet to write one for.
 *
 * @throws {MetricsmithError} TRANSFORMER_REJECTED with the failed checks; TRANSFORMER_HELD, MEASURE_AMBIGUOUS, TRANSFORMER_NOT_GENERATED when no
 * generator wrote code that is proven right; MODEL_ codes, BUDGET_EXCEEDED; TRANSFORMER_NOT_FOUND, TRANSFORMER_STATE, MAPPING_INVALID.
 */
export async function ensureIngestionTransformer(
  context: StepContext,
  services: IngestingServices,
  input: { readonly metric: Metric; readonly payloads: FetchedState["payloads"]; readonly alwaysNew: boolean },
): Promise<EnsuredTransformer | null> {
  const { metric, alwaysNew } = input;
  const definition = services.definitionOf(metric);
  const payloads: Payload[] = [];
  const picked = await pickedTransformer(context, metric);
  if (picked !== null) {
    for (const { payloadId } of input.payloads) payloads.push(await getPayload(context, payloadId));
    const { mayBeEmpty } = mappingTraits(picked.mapping);
    await acceptVouchedFor(context, services, { metric, definition, payloads, code: picked, mayBeEmpty });
    return { transformer: picked, outcome: "activated" };
  }
  const defined = definedCode(definition);
  const active = alwaysNew ? null : await findActiveIngestion(context, metric, defined);
  if (active !== null) return { transformer: active, outcome: "reused" };
  for (const { payloadId } of input.payloads) payloads.push(await getPayload(context, payloadId));
  const transformer =
    defined === null
      ? await generateIngestion(context, services, { metric, definition, payloads, alwaysNew })
      : await acceptDefined(context, services, { metric, definition, defined, payloads });
  if (transformer === null) return null;
  if (transformer.metricId === null) {
    // One that is shared is stored already. The metric keeps this version whatever is shared later: that one it has not been proven on.
    const { id: transformerId } = transformer;
    const slot = { metric, kind: "ingestion", scopeKey: metric.id, transformerId } as const;
    context.atBoundary(await activateTransformer(context, slot));
    return { transformer, outcome: "reused" };
  }
  context.atBoundary(storeTransformer(context, transformer));
  return { transformer, outcome: "created" };
}

async function acceptDefined(
  context: StepContext,
  services: IngestingServices,
  input: {
    readonly metric: Metric;
    readonly definition: MetricDefinition;
    readonly defined: DefinedCode;
    readonly payloads: readonly Payload[];
  },
): Promise<Transformer> {
  const { metric, defined } = input;
  const id = context.deriveId("transformer:ingestion");
  const { code, historicalCode, origin, codeHash, mapping, mayBeEmpty } = defined;
  const reports = await acceptVouchedFor(context, services, {
    ...input,
    code: { id, code, historicalCode },
    mayBeEmpty,
  });
  const slot = { kind: "ingestion", scopeKey: metric.id } as const;
  return newTransformer(context, { id, ...slot, metric, code, historicalCode, origin, codeHash, mapping, reports });
}

/**
 * What a person wrote or picked goes live when it works on every payload: that it means what the metric measures, the person vouches for.
 *
 * @throws {MetricsmithError} TRANSFORMER_REJECTED
 */
async function acceptVouchedFor(
  context: StepContext,
  services: IngestingServices,
  input: {
    readonly metric: Metric;
    readonly definition: MetricDefinition;
    readonly payloads: readonly Payload[];
    readonly code: Pick<Transformer, "id" | "code" | "historicalCode">;
    readonly mayBeEmpty: boolean;
  },
): Promise<AcceptanceReport[]> {
  const { metric, definition, payloads, code, mayBeEmpty } = input;
  const reports: AcceptanceReport[] = [];
  for (const payload of payloads) {
    const { report, points } = await acceptTransformer({
      sandbox: context.sandbox,
      code: codeFor(code, payload.kind),
      input: await loadPayloadJson(context, payload, { remember: true }),
      endpointConfig: payload.endpointConfig,
      context: sandboxContext(payload),
      limits: services.limits,
      kind: metric.kind,
      seed: seedOf(payload),
      expect: definition.expect ?? undefined,
      allowEmpty: mayBeEmpty,
    });
    if (report.result === "rejected") throw transformerRejected(report);
    if (points !== null) rememberColumns(context, payload, code, points);
    reports.push(report);
  }
  return reports;
}

/** @throws {MetricsmithError} TRANSFORMER_NOT_FOUND when it is none of the metric's; TRANSFORMER_STATE when it draws a chart, or was rejected */
async function pickedTransformer(context: StepContext, metric: Metric): Promise<Transformer | null> {
  const { transformerId } = context.run.parameters;
  if (typeof transformerId !== "string") return null;
  const transformer = await getTransformer(context, transformerId);
  // Of others it is not even told that they exist.
  if (transformer.metricId !== metric.id) {
    throw new MetricsmithError(`Metric ${metric.id} has no transformer ${transformerId}.`, {
      code: "TRANSFORMER_NOT_FOUND",
      details: { transformerId, metricId: metric.id },
    });
  }
  if (transformer.kind === "ingestion" && transformer.state !== "rejected") return transformer;
  throw new MetricsmithError(
    `Transformer ${transformerId} is ${transformer.state} and of kind ${transformer.kind}: it cannot be made active for metric ${metric.id}.`,
    { code: "TRANSFORMER_STATE", details: { transformerId, state: transformer.state } },
  );
}

function transformerRejected(report: AcceptanceReport): MetricsmithError {
  const failed = report.checks.filter((check) => check.verdict === "fail");
  const sentences = failed.map((check) => `${check.name}: ${check.message}`).join(" ");
  return new MetricsmithError(`The transformer is not accepted. ${sentences} Stored data is as it was.`, {
    code: "TRANSFORMER_REJECTED",
    details: { checks: failed.map(({ name, message }) => ({ name, message })) },
  });
}
