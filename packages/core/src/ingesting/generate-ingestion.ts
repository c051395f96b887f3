import type { DataPoint } from "../metrics/data-point.js";
import type { Metric } from "../metrics/metric.js";
import type { Payload } from "../metrics/payload.js";
import type { StepContext } from "../running/step-context.js";
import { describeShape } from "../shapes/describe-shape.js";
import { fingerprint } from "../shapes/fingerprint.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import type { Transformer } from "../transformers/transformer.js";
import { parseJsonBytes } from "../util/json.js";
import { loadPayloadJson } from "./archive-payload.js";
import {
  type GeneratedCode,
  type GenerateTransformerInput,
  generateTransformer,
  judgePayload,
} from "./generate-transformer.js";
import type { IngestingServices } from "./ingesting-services.js";
import type { MetricDefinition } from "./metric-definition.js";
import { usageLinks } from "./model-ledger.js";
import { findSharedTransformer } from "./metric-rows.js";
import { newTransformer, pointExamples } from "./new-transformer.js";
import { openSince, storeOpenTransformers } from "./open-transformers.js";
import { rememberColumns } from "./transform-payload.js";

/** Most stored points that a new transformer is compared with. */
const maximumComparedPoints = 10_000;

/** Stands in where the historical response holds no records yet, and has another shape: one with records gives an error, and no points. */
const codeOfNoHistory = "export const transform = () => [];\n";

/**
 * A new transformer that generators wrote and acceptance proved on every payload, or the template's shared one where that is proven on
 * them; `null` when no payload holds records yet. Not stored.
 *
 * @throws {MetricsmithError} TRANSFORMER_HELD, MEASURE_AMBIGUOUS, TRANSFORMER_NOT_GENERATED; MODEL_ codes, BUDGET_EXCEEDED
 */
export async function generateIngestion(
  context: StepContext,
  services: IngestingServices,
  input: {
    readonly metric: Metric;
    readonly definition: MetricDefinition;
    /** The historical response before the polled one. */
    readonly payloads: readonly Payload[];
    /** True when points may come out differently than they are stored. */
    readonly alwaysNew: boolean;
  },
): Promise<Transformer | null> {
  const { metric, definition } = input;
  const stored = input.alwaysNew ? [] : await storedPoints(context, metric);
  const subjects: GenerateTransformerInput[] = [];
  // What is polled comes first: it is what every later refresh reads.
  for (const payload of [...input.payloads].reverse()) {
    const json = await loadPayloadJson(context, payload, { remember: true });
    subjects.push({ metric, definition, payload, json, stored });
  }
  // What is made anew is the metric's own: a rebuild that fails must not leave it with another version than its points have.
  const shared = input.alwaysNew ? null : await sharedTransformer(context, services, subjects);
  if (shared !== null) return shared;

  const [polled] = subjects;
  const isAskedFor = input.alwaysNew || (metric.liveGeneration === 0 && context.run.pipeline === "create");
  if (polled !== undefined && !isAskedFor) {
    const open = await openSince(context, metric, fingerprintOf(polled));
    if (open !== null) throw open;
  }

  const id = context.deriveId("transformer:ingestion");
  const reports: AcceptanceReport[] = [];
  let main: { generated: GeneratedCode; subject: GenerateTransformerInput } | null = null;
  let historicalCode: string | null = null;
  for (const subject of subjects) {
    let isReadable = true;
    if (main !== null) {
      const { report, points } = await judgePayload(context, services, subject, main.generated.code);
      if (report.result === "accepted") {
        reports.push(report);
        if (points !== null) rememberColumns(context, subject.payload, { id }, points);
        continue;
      }
      isReadable = report.result !== "rejected";
    }
    const made = await generateTransformer(context, services, subject);
    if (made.outcome === "no-data") {
      if (!isReadable) historicalCode = codeOfNoHistory;
      continue;
    }
    if (made.outcome === "open") {
      throw await storeOpenTransformers(context, {
        metric,
        open: made,
        fingerprint: fingerprintOf(subject),
        polled: main?.generated ?? null,
      });
    }
    const { generated } = made;
    reports.push(generated.report);
    if (generated.points !== null) rememberColumns(context, subject.payload, { id }, generated.points);
    if (main === null) main = { generated, subject };
    else historicalCode = generated.code;
  }
  if (main === null) return null;
  const { generated, subject } = main;
  if (services.generators.some(({ model }) => model !== null)) context.atBoundary(await usageLinks(context, id));
  return newTransformer(context, {
    id,
    kind: "ingestion",
    scopeKey: metric.id,
    metric,
    code: generated.code,
    historicalCode,
    origin: generated.origin,
    mapping: generated.mapping,
    model: generated.model,
    proposal: generated.proposal,
    fingerprint: fingerprintOf(subject),
    outputExample: generated.points === null ? null : pointExamples(generated.points),
    reports,
  });
}

/** The template's shared transformer, when it is proven on these payloads too: no generator is asked then. */
async function sharedTransformer(
  context: StepContext,
  services: IngestingServices,
  subjects: readonly GenerateTransformerInput[],
): Promise<Transformer | null> {
  const [first] = subjects;
  const shared = first === undefined ? null : await findSharedTransformer(context, first.definition);
  if (shared === null) return null;
  for (const subject of subjects) {
    const { kind } = subject.payload;
    const code = kind === "historical" ? (shared.historicalCode ?? shared.code) : shared.code;
    const { report } = await judgePayload(context, services, subject, code);
    if (report.result !== "accepted") return null;
  }
  return shared;
}

function fingerprintOf({ json }: GenerateTransformerInput): string {
  return fingerprint(describeShape(parseJsonBytes(json)));
}

/** Live points, of a long history the latest part. */
async function storedPoints(context: StepContext, metric: Metric): Promise<DataPoint[]> {
  if (metric.liveGeneration === 0) return [];
  const key = { metricId: metric.id, generation: metric.liveGeneration };
  const { count, first, last } = await context.points.summarize(key);
  if (first === null || last === null) return [];
  const share = Math.min(1, maximumComparedPoints / count);
  const from = new Date(last.getTime() - (last.getTime() - first.getTime()) * share);
  return context.points.list({ ...key, from, limit: maximumComparedPoints });
}
