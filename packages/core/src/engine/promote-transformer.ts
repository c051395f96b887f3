import { countRecords } from "../acceptance/count-records.js";
import { judgeCandidate } from "../acceptance/judge-candidate.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { bodyAsJson } from "../fetching/body-as-json.js";
import { reasonOf } from "../ingesting/generate-transformer.js";
import { sharedScope } from "../ingesting/metric-rows.js";
import { reportsOf, sandboxContext, seedOf } from "../ingesting/transform-payload.js";
import type { Metric } from "../metrics/metric.js";
import type { Payload } from "../metrics/payload.js";
import type { Write } from "../ports/storage.js";
import { everyRow } from "../running/every-row.js";
import { metricNotFound } from "../running/start-run.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
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
  const { template, transformerScope, expect } = core.templates.definitionOf(metric);
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
  for (const payload of await ownResponses(core, transformer)) {
    const json = await responseJson(core, payload);
    if (json !== null) assertNoLiterals(transformer, json, known);
  }
  let proofs = 0;
  for await (const other of everyRow(records, { table: "metrics", where: { templateId: template.id } })) {
    if (other.id === metric.id) continue;
    const [payload] = await latestResponses(core, other, "polling");
    const json = payload === undefined ? null : await responseJson(core, payload);
    if (payload === undefined || json === null) continue;
    assertNoLiterals(transformer, json, known);
    if (other.kind !== "gauge" && countRecords(json) === 0) continue;
    const { report } = await judgeCandidate({
      sandbox: core.options.sandbox,
      code: transformer.code,
      input: json,
      endpointConfig: payload.endpointConfig,
      context: sandboxContext(payload),
      limits: core.options.limits,
      kind: other.kind,
      seed: seedOf(payload),
      measure: other.measure,
      expect: expect ?? undefined,
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

/** The metric's responses that its code may hold something of: the latest of each kind, and those it was written for. */
async function ownResponses(core: EngineCore, { metricId, createdAt }: Transformer): Promise<Payload[]> {
  const metric = { id: metricId ?? "" };
  const found = await Promise.all(
    (["polling", "historical"] as const).flatMap((kind) => [
      latestResponses(core, metric, kind),
      latestResponses(core, metric, kind, createdAt),
    ]),
  );
  return found.flat();
}

async function latestResponses(
  core: EngineCore,
  metric: Pick<Metric, "id">,
  kind: Payload["kind"],
  until?: Date,
): Promise<Payload[]> {
  const createdAt = until === undefined ? undefined : { lte: until };
  const where = { metricId: metric.id, kind, createdAt } as const;
  return core.options.storage.records.find({ table: "payloads", where, order: "descending", limit: 1 });
}

/** `null` when its body is not kept any more. */
async function responseJson(core: EngineCore, { organizationId, pages, format }: Payload): Promise<Uint8Array | null> {
  const [page] = pages;
  const body = page === undefined ? null : await core.options.payloads.get({ organizationId, sha256: page.sha256 });
  return body === null ? null : bodyAsJson(body, format);
}

/** @throws {MetricsmithError} TRANSFORMER_NOT_PROMOTED */
function assertNoLiterals({ id, code, historicalCode }: Transformer, json: Uint8Array, known: readonly string[]): void {
  const body = parseJsonBytes(json);
  const literals = [code, historicalCode ?? ""].flatMap((text) => payloadLiterals(text, body, known));
  if (literals.length === 0) return;
  throw notPromoted(id, `its code holds ${literals.length} literals that only stand in a response`);
}

/** What acceptance says of how records are joined, without anything of the responses. */
function joiningReports(transformer: Transformer): AcceptanceReport[] {
  return reportsOf(transformer).map(({ checks }) => ({
    result: "accepted",
    support: null,
    checks: checks
      .filter(({ name, verdict }) => name === "values-explained" && verdict === "pass")
      .map((check) => ({ ...check, message: "It was explained where it was written." })),
  }));
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
  const { code, historicalCode, origin, codeHash, mapping, model, fingerprint } = transformer;
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
    acceptance: { reports: joiningReports(transformer), promotedFrom: transformer.id, proofs: neededProofs },
    // Who it was is no business of other organizations.
    reviewedBy: null,
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
