import { judgeCandidate } from "../acceptance/judge-candidate.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { bodyAsJson } from "../fetching/body-as-json.js";
import { reasonOf } from "../ingesting/generate-transformer.js";
import { sharedScope } from "../ingesting/metric-rows.js";
import { sandboxContext, seedOf } from "../ingesting/transform-payload.js";
import type { Metric } from "../metrics/metric.js";
import type { Payload } from "../metrics/payload.js";
import type { Write } from "../ports/storage.js";
import { everyRow } from "../running/every-row.js";
import { metricNotFound } from "../running/start-run.js";
import { payloadLiterals } from "../transformers/payload-literals.js";
import type { Transformer } from "../transformers/transformer.js";
import { parseJsonBytes } from "../util/json.js";
import { deriveId } from "../util/uuid.js";
import type { EngineCore } from "./engine-core.js";
import { transformerNotFound } from "./review-transformers.js";

/** On so many other metrics' responses a transformer must be proven before a template's metrics may share it. */
const neededProofs = 3;

/**
 * Shares an accepted transformer with every metric of its template, after acceptance has proven it on the latest response of three
 * others. What is shared holds no points, no samples and no literal that only stands in a response.
 *
 * @throws {MetricsmithError} TRANSFORMER_NOT_FOUND, METRIC_NOT_FOUND; TRANSFORMER_NOT_PROMOTED with what is missing
 */
export async function promoteTransformer(core: EngineCore, transformerId: string): Promise<Transformer> {
  const { records } = core.options.storage;
  const transformer = await records.get({ table: "transformers", id: transformerId });
  if (transformer === null) throw transformerNotFound(transformerId);
  const metricId = transformer.metricId ?? "";
  const metric = await records.get({ table: "metrics", id: metricId });
  if (metric === null) throw metricNotFound(metricId);
  const { template, transformerScope } = core.templates.definitionOf(metric);
  if (transformer.state !== "accepted" || transformer.kind !== "ingestion" || transformer.metricId === null)
    throw notPromoted(transformerId, `it is ${transformer.state}, of kind ${transformer.kind}`);
  if (template === null || transformerScope !== "template")
    throw notPromoted(transformerId, 'its metric has no template with transformerScope "template"');

  const known = [
    ...Object.values(metric.measure).filter((words) => words !== undefined),
    template.name,
    template.description ?? "",
    core.templates.get(template.id).request.endpoint,
  ];
  let proofs = 0;
  for await (const other of everyRow(records, { table: "metrics", where: { templateId: template.id } })) {
    const response = await latestResponse(core, other);
    if (response === null) continue;
    const code = codesFor(transformer, response.payload);
    const literals = payloadLiterals(code, parseJsonBytes(response.json), known);
    if (literals.length > 0)
      throw notPromoted(transformerId, `its code holds ${literals.length} literals that only stand in a response`);
    if (other.id === metric.id) continue;
    const { report } = await judgeCandidate({
      sandbox: core.options.sandbox,
      code,
      input: response.json,
      endpointConfig: response.payload.endpointConfig,
      context: sandboxContext(response.payload),
      limits: core.options.limits,
      kind: other.kind,
      seed: seedOf(response.payload),
      measure: other.measure,
    });
    if (report.result !== "accepted")
      throw notPromoted(transformerId, `metric ${other.id} does not accept it. ${reasonOf(report)}`);
    proofs++;
    if (proofs >= neededProofs) break;
  }
  if (proofs < neededProofs)
    throw notPromoted(
      transformerId,
      `it is proven on ${proofs} other metrics of the template, and needs ${neededProofs}`,
    );
  return storeShared(core, transformer, template.id);
}

function codesFor({ code, historicalCode }: Transformer, { kind }: Payload): string {
  return kind === "historical" ? (historicalCode ?? code) : code;
}

async function latestResponse(
  core: EngineCore,
  metric: Metric,
): Promise<{ payload: Payload; json: Uint8Array } | null> {
  const { storage, payloads } = core.options;
  const where = { metricId: metric.id, kind: "polling" } as const;
  const [payload] = await storage.records.find({ table: "payloads", where, order: "descending", limit: 1 });
  const [page] = payload?.pages ?? [];
  if (payload === undefined || page === undefined) return null;
  const body = await payloads.get({ organizationId: payload.organizationId, sha256: page.sha256 });
  return body === null ? null : { payload, json: bodyAsJson(body, payload.format) };
}

async function storeShared(core: EngineCore, transformer: Transformer, templateId: string): Promise<Transformer> {
  const { storage, clock } = core.options;
  const scopeKey = sharedScope(templateId);
  const ofTemplate = { kind: "ingestion", scopeKey } as const;
  const { rows } = await storage.records.read([
    { table: "transformers", where: ofTemplate, order: "descending", limit: 1 },
    { table: "slots", where: ofTemplate, limit: 1 },
  ]);
  const [[latest], [slot]] = rows;
  const now = clock.now();
  const { code, historicalCode, origin, codeHash, mapping, model, fingerprint, reviewedBy } = transformer;
  const row: Transformer = {
    id: core.newId(),
    createdAt: now,
    updatedAt: now,
    organizationId: null,
    kind: "ingestion",
    scopeKey,
    metricId: null,
    version: (latest?.version ?? 0) + 1,
    code,
    historicalCode,
    origin,
    state: "accepted",
    codeHash,
    mapping,
    model,
    proposal: null,
    fingerprint,
    outputExample: null,
    acceptance: { reports: [], promotedFrom: transformer.id, proofs: neededProofs },
    reviewedBy,
  };
  const slotWrite: Write =
    slot === undefined
      ? {
          operation: "insert",
          table: "slots",
          row: {
            id: deriveId(scopeKey, "slot:ingestion"),
            createdAt: now,
            updatedAt: now,
            organizationId: null,
            kind: "ingestion",
            scopeKey,
            metricId: null,
            activeTransformerId: row.id,
            pinnedCodeHash: null,
          },
        }
      : {
          operation: "update",
          table: "slots",
          id: slot.id,
          set: { activeTransformerId: row.id, updatedAt: now },
        };
  if (await storage.commit({ writes: [{ operation: "insert", table: "transformers", row }, slotWrite] })) return row;
  throw new MetricsmithError(
    `Transformer ${transformer.id} was not promoted: another was at the same time. Try again.`,
    {
      code: "STORAGE_CONFLICT",
      details: { transformerId: transformer.id },
    },
  );
}

function notPromoted(transformerId: string, reason: string): MetricsmithError {
  return new MetricsmithError(`Transformer ${transformerId} was not promoted: ${reason}.`, {
    code: "TRANSFORMER_NOT_PROMOTED",
    details: { transformerId },
  });
}
