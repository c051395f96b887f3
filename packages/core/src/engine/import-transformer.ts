import { MetricsmithError } from "../errors/metricsmith-error.js";
import { codeHashOf } from "../ingesting/metric-definition.js";
import type { Metric } from "../metrics/metric.js";
import type { Transformer } from "../transformers/transformer.js";
import type { EngineCore } from "./engine-core.js";

/** Stores code of a person as a metric's next version, which waits to be approved. @throws {MetricsmithError} STORAGE_CONFLICT */
export async function storeImported(
  core: EngineCore,
  metric: Metric,
  { code, historicalCode }: Pick<Transformer, "code" | "historicalCode">,
): Promise<Transformer> {
  const { storage, clock } = core.options;
  const ofMetric = { kind: "ingestion", scopeKey: metric.id } as const;
  const found = await storage.records.find({ table: "transformers", where: ofMetric, order: "descending", limit: 100 });
  const now = clock.now();
  const row: Transformer = {
    id: core.newId(),
    createdAt: now,
    updatedAt: now,
    organizationId: metric.organizationId,
    ...ofMetric,
    metricId: metric.id,
    version: Math.max(0, ...found.map(({ version }) => version)) + 1,
    code,
    historicalCode,
    origin: "manual",
    state: "held",
    codeHash: codeHashOf({ code, historicalCode, origin: "manual" }),
    mapping: null,
    model: null,
    proposal: null,
    fingerprint: null,
    outputExample: null,
    acceptance: { reports: [] },
    reviewedBy: null,
  };
  if (await storage.commit({ writes: [{ operation: "insert", table: "transformers", row }] })) return row;
  throw new MetricsmithError(
    `The code was not imported: another version of metric ${metric.id} was stored. Try again.`,
    {
      code: "STORAGE_CONFLICT",
      details: { metricId: metric.id },
    },
  );
}
