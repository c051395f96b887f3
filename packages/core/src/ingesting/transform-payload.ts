import { executeTransformer } from "../acceptance/execute-transformer.js";
import type { Metric } from "../metrics/metric.js";
import type { Payload } from "../metrics/payload.js";
import type { PointColumns, SandboxContext } from "../ports/sandbox.js";
import type { StepContext } from "../running/step-context.js";
import type { Transformer } from "../transformers/transformer.js";
import { type AcceptanceReport, acceptanceReportSchema } from "../transformers/acceptance-report.js";
import { sha256 } from "../util/sha256.js";
import { offsetSpans } from "../util/time-zone.js";
import { loadPayloadJson } from "./archive-payload.js";
import type { IngestingServices } from "./ingesting-services.js";
import { definedCode, mappingTraits } from "./metric-definition.js";
import { explainedBucketRule } from "./oldest-bucket.js";
import { createPointList, type PointList } from "./point-list.js";
import { remember } from "./remember.js";

export type TransformerCode = Pick<
  Transformer,
  "id" | "version" | "code" | "historicalCode" | "codeHash" | "mapping" | "acceptance"
>;

/**
 * The points of one archived payload under one transformer, ready to store. The same payload and transformer give the same points
 * whenever and wherever this runs.
 */
export async function transformPayload(
  context: StepContext,
  services: IngestingServices,
  input: {
    readonly metric: Metric;
    readonly payload: Payload;
    readonly transformer: TransformerCode;
    /** Whether later steps of this attempt need the points again. */
    readonly remember: boolean;
  },
): Promise<PointList> {
  const { metric, payload, transformer, remember: isNeededAgain } = input;
  const traits = traitsOf(services, metric, transformer);
  const execute = async () =>
    executeTransformer({
      sandbox: context.sandbox,
      code: codeFor(transformer, payload.kind),
      input: await loadPayloadJson(context, payload, { remember: isNeededAgain }),
      endpointConfig: payload.endpointConfig,
      context: sandboxContext(payload),
      kind: metric.kind,
      limits: services.limits,
      seed: seedOf(payload),
      allowEmpty: traits.mayBeEmpty,
    });
  const list = async () => {
    const columns = await (isNeededAgain ? context.memo(columnsKey(payload, transformer), execute) : execute());
    const oldestBucket = payload.kind === "historical" ? traits.historicalOldestBucket : traits.oldestBucket;
    return createPointList(columns, { payloadId: payload.id, transformerVersion: transformer.version }, oldestBucket);
  };
  // Ordering the points is the costly part, and two steps need them.
  return isNeededAgain ? context.memo(`points:${payload.id}:${transformer.id}`, list) : list();
}

/**
 * How the transformer's points are saved: as the definition says that it was made from, else as its own mapping says, and for code without
 * one as acceptance has explained it.
 */
function traitsOf(services: IngestingServices, metric: Metric, transformer: TransformerCode) {
  const { codeHash, mapping, historicalCode } = transformer;
  const defined = definedCode(services.definitionOf(metric));
  if (defined?.codeHash === codeHash) return defined;
  const reports = reportsOf(transformer);
  const explained = (report: AcceptanceReport | undefined) =>
    report === undefined ? null : explainedBucketRule(report);
  const { mayBeEmpty, oldestBucket } =
    mapping === null ? { mayBeEmpty: false, oldestBucket: explained(reports[0]) } : mappingTraits(mapping);
  return {
    mayBeEmpty,
    oldestBucket,
    historicalOldestBucket: historicalCode === null ? oldestBucket : explained(reports[1]),
  };
}

/** The stored reports: that of the polled response before that of the historical one. */
export function reportsOf({ acceptance }: Pick<Transformer, "acceptance">): AcceptanceReport[] {
  return acceptanceReportSchema.array().safeParse(acceptance["reports"]).data ?? [];
}

/** Keeps columns that acceptance has computed already, so that the code does not run again for them. */
export function rememberColumns(
  context: StepContext,
  payload: Payload,
  transformer: Pick<Transformer, "id">,
  columns: PointColumns,
): void {
  remember(context, columnsKey(payload, transformer), columns);
}

export function codeFor(transformer: Pick<Transformer, "code" | "historicalCode">, kind: Payload["kind"]): string {
  return kind === "historical" ? (transformer.historicalCode ?? transformer.code) : transformer.code;
}

/** What code sees of the world when it reads this payload: the time of its fetch, whenever it runs. */
export function sandboxContext(payload: Pick<Payload, "fetchedAt" | "timezone">): SandboxContext {
  return {
    fetchedAtMs: payload.fetchedAt.getTime(),
    timezone: payload.timezone,
    offsets: offsetsAround(payload.timezone, payload.fetchedAt),
  };
}

/** Offsets of the years that responses speak of: 1970 to 20 years after the fetch. */
export function offsetsAround(timezone: string, fetchedAt: Date): SandboxContext["offsets"] {
  if (timezone === "UTC") return [{ fromMs: null, offsetMinutes: 0 }];
  const lastYear = fetchedAt.getUTCFullYear() + 20;
  return offsetSpans(timezone, 0, Date.UTC(lastYear, 0, 1));
}

/** Randomness of code depends on the payload alone. */
export function seedOf(payload: Pick<Payload, "id">): number {
  return Number.parseInt(sha256(payload.id).slice(0, 8), 16);
}

function columnsKey(payload: Pick<Payload, "id">, transformer: Pick<Transformer, "id">): string {
  return `columns:${payload.id}:${transformer.id}`;
}
