import type { Metric } from "../metrics/metric.js";
import type { Mapping } from "../transformers/mapping.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { Write } from "../ports/storage.js";
import type { StepContext } from "../running/step-context.js";
import type { TransformerProposal } from "../transformers/proposal.js";
import type { Transformer } from "../transformers/transformer.js";
import type { JsonObject, JsonValue } from "../util/json.js";
import { codeHashOf } from "./metric-definition.js";

/** Rows that an acceptance report may show of the points that it judged. */
const examplePoints = 5;

export interface NewTransformer extends Pick<
  Transformer,
  "id" | "kind" | "scopeKey" | "code" | "historicalCode" | "origin"
> {
  readonly metric: Metric;
  /** @defaultValue "accepted" */
  readonly state?: Transformer["state"] | undefined;
  /** @defaultValue of origin and both codes */
  readonly codeHash?: string | undefined;
  readonly mapping?: Mapping | JsonObject | null | undefined;
  readonly model?: string | null | undefined;
  readonly proposal?: TransformerProposal | null | undefined;
  readonly fingerprint?: string | null | undefined;
  readonly outputExample?: JsonValue | undefined;
  /** One for each response that it was judged by. */
  readonly reports: readonly unknown[];
  /** How many versions this run stores before it in one commit. @defaultValue 0 */
  readonly offset?: number | undefined;
}

/** The row of the next version for a slot. */
export async function newTransformer(context: StepContext, input: NewTransformer): Promise<Transformer> {
  const { metric, id, kind, scopeKey, code, historicalCode, origin, offset = 0 } = input;
  const found = await context.records.find({
    table: "transformers",
    where: { kind, scopeKey },
    order: "descending",
    limit: 100,
  });
  // An attempt before this one may have stored it already.
  const versions = found.filter((other) => !isOfRun(context, other)).map(({ version }) => version);
  const now = context.now();
  return {
    id,
    createdAt: now,
    updatedAt: now,
    organizationId: metric.organizationId,
    kind,
    scopeKey,
    metricId: metric.id,
    version: Math.max(0, ...versions) + 1 + offset,
    code,
    historicalCode,
    origin,
    state: input.state ?? "accepted",
    codeHash: input.codeHash ?? codeHashOf({ code, historicalCode, origin }),
    mapping: input.mapping === undefined || input.mapping === null ? null : asJson(input.mapping),
    model: input.model ?? null,
    proposal: input.proposal ?? null,
    fingerprint: input.fingerprint ?? null,
    outputExample: input.outputExample ?? null,
    acceptance: asJson({ reports: input.reports }),
    reviewedBy: null,
  };
}

/** Stores it, in place of the one that an attempt before this one may have stored under another definition of the pipeline. */
export function storeTransformer(context: StepContext, row: Transformer): Write[] {
  const insert: Write = { operation: "insert", table: "transformers", row };
  return context.run.attempt === 1 ? [insert] : [{ operation: "delete", table: "transformers", id: row.id }, insert];
}

/** The first points as they are shown beside a transformer. */
export function pointExamples({ count, timestamps, values, series }: PointColumns): JsonValue {
  return Array.from({ length: Math.min(count, examplePoints) }, (_, index) => ({
    timestamp: new Date(timestamps[index] ?? Number.NaN).toISOString(),
    value: values[index] ?? null,
    ...(series === null ? {} : { series: series[index] ?? "" }),
  }));
}

function isOfRun(context: StepContext, { id }: Transformer): boolean {
  const labels = ["transformer:ingestion", ...Array.from({ length: 20 }, (_, index) => `transformer:open:${index}`)];
  return labels.some((label) => context.deriveId(label) === id);
}

function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
