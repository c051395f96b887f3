import { MetricsmithError } from "../errors/metricsmith-error.js";
import { metricNotFound } from "../running/start-run.js";
import type { Write } from "../ports/storage.js";
import { everyRow } from "../running/every-row.js";
import type { Transformer, TransformerKind } from "../transformers/transformer.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";
import { diffTransformers, type TransformerDiff } from "./diff-transformers.js";
import { type EjectedFile, ejectTransformer, importedCode } from "./eject-transformer.js";
import { storeImported } from "./import-transformer.js";
import { promoteTransformer } from "./promote-transformer.js";
import { createTransformerReviews, transformerNotFound, type TransformerReviews } from "./review-transformers.js";

export interface DeletedTransformers {
  readonly ingestion: number;
  readonly chart: number;
}

/** Stored transformer code. */
export interface TransformersApi extends TransformerReviews {
  /** The transformer, or `null` when absent. */
  get(transformerId: string): Promise<Transformer | null>;
  /** Every stored version of a metric's transformers and of its charts', newest first. */
  history(input: { readonly metricId: string; readonly kind?: TransformerKind | undefined }): Promise<Transformer[]>;
  /**
   * What waits for a person, best first: plausible ingestion transformers, each with what its generator said (`proposal`) and why it is not
   * proven (`acceptance`). `[]` when nothing does.
   */
  candidates(input: { readonly metricId: string }): Promise<Transformer[]>;
  /** What changed from one version to another, as unified diffs. @throws {MetricsmithError} TRANSFORMER_NOT_FOUND */
  diff(input: { readonly from: string; readonly to: string }): Promise<TransformerDiff>;
  /** The version that refreshes use; `null` when there is none, as for charts that use the built-in function. */
  active(input: { readonly metricId: string } | { readonly chartId: string }): Promise<Transformer | null>;
  /**
   * Deletes a metric's transformers: all, only its ingestion ones, or only its charts'. Points and charts stay; the next refresh
   * makes new transformers.
   *
   * @throws {MetricsmithError} METRIC_NOT_FOUND
   */
  delete(input: {
    readonly metricId: string;
    readonly kind?: TransformerKind | undefined;
  }): Promise<DeletedTransformers>;
  /**
   * Shares an accepted transformer with every metric of its template, after acceptance has proven it on the latest response of three
   * others. For the host alone, because it reaches across organizations.
   *
   * @throws {MetricsmithError} TRANSFORMER_NOT_FOUND, METRIC_NOT_FOUND; TRANSFORMER_NOT_PROMOTED with what is missing
   */
  promote(transformerId: string): Promise<Transformer>;
  /**
   * The metric's active transformer as TypeScript that makes the same points without the library.
   *
   * @throws {MetricsmithError} METRIC_NOT_FOUND; TRANSFORMER_MISSING when none is active
   */
  eject(input: { readonly metricId: string }): Promise<EjectedFile[]>;
  /**
   * Takes code back that was ejected and perhaps edited, or any other: it becomes the metric's next version, held, for `approve` to make live.
   *
   * @throws {MetricsmithError} METRIC_NOT_FOUND; TRANSFORM_CONTRACT when the source has no transform; STORAGE_CONFLICT when another version was
   * stored at the same time
   */
  import(input: {
    readonly metricId: string;
    readonly source: string;
    /** For the historical request, when it has code of its own. */
    readonly historicalSource?: string | undefined;
  }): Promise<Transformer>;
  /** Transformers whose metric or chart does not exist any more, oldest first. */
  listOrphans(): Promise<Transformer[]>;
  /** Deletes them and says how many there were. */
  deleteOrphans(): Promise<number>;
}

export function createTransformersApi(core: EngineCore, scope: Scope): TransformersApi {
  const { storage, clock } = core.options;
  const { records } = storage;

  function all(where: {
    metricId?: string | undefined;
    kind?: TransformerKind | undefined;
  }): AsyncGenerator<Transformer, void, void> {
    return everyRow(records, { table: "transformers", where: { ...where, organizationId: scope ?? undefined } });
  }

  async function activeOf(kind: TransformerKind, scopeKey: string): Promise<Transformer | null> {
    const [slot] = await records.find({ table: "slots", where: { kind, scopeKey }, limit: 1 });
    const id = slot?.activeTransformerId ?? null;
    return id === null ? null : records.get({ table: "transformers", id });
  }

  async function isOrphan(transformer: Transformer): Promise<boolean> {
    if (transformer.metricId === null) return false;
    const metric = await records.get({ table: "metrics", id: transformer.metricId });
    if (metric === null) return true;
    return transformer.kind === "chart" && (await records.get({ table: "charts", id: transformer.scopeKey })) === null;
  }

  async function listOrphans(): Promise<Transformer[]> {
    const orphans: Transformer[] = [];
    for await (const transformer of all({})) if (await isOrphan(transformer)) orphans.push(transformer);
    return orphans;
  }

  return {
    ...createTransformerReviews(core, scope),
    get: (transformerId) => getScoped(core, scope, "transformers", transformerId),
    async history({ metricId, kind }) {
      const found: Transformer[] = [];
      for await (const transformer of all({ metricId, kind })) found.push(transformer);
      return found.reverse();
    },
    async candidates({ metricId }) {
      const where = { metricId, kind: "ingestion", state: "held", organizationId: scope ?? undefined } as const;
      const held = await records.find({ table: "transformers", where, limit: 1_000 });
      return held.sort((a, b) => a.version - b.version);
    },
    async diff({ from, to }) {
      const [before, after] = await Promise.all([
        getScoped(core, scope, "transformers", from),
        getScoped(core, scope, "transformers", to),
      ]);
      if (before === null || after === null) throw transformerNotFound(before === null ? from : to);
      return diffTransformers(before, after);
    },
    async active(input) {
      const isMetric = "metricId" in input;
      const scopeKey = isMetric ? input.metricId : input.chartId;
      const owner = isMetric
        ? await getScoped(core, scope, "metrics", scopeKey)
        : await getScoped(core, scope, "charts", scopeKey);
      if (owner === null) return null;
      return activeOf(isMetric ? "ingestion" : "chart", scopeKey);
    },
    async delete({ metricId, kind }) {
      const metric = await getScoped(core, scope, "metrics", metricId);
      if (metric === null) throw metricNotFound(metricId);
      const deleted: Transformer[] = [];
      for await (const transformer of all({ metricId, kind })) deleted.push(transformer);
      const slots = await records.find({ table: "slots", where: { metricId, kind }, limit: 1_000 });
      const now = clock.now();
      const writes: Write[] = [
        ...slots.map(
          ({ id }) =>
            ({ operation: "update", table: "slots", id, set: { activeTransformerId: null, updatedAt: now } }) as const,
        ),
        ...deleted.map(({ id }) => ({ operation: "delete", table: "transformers", id }) as const),
      ];
      const isDone = await storage.commit({
        expect: [{ table: "metrics", id: metricId, where: { activeRunId: metric.activeRunId } }],
        writes,
      });
      if (!isDone) {
        throw new MetricsmithError(
          `The transformers of metric ${metricId} were not deleted: a run started or ended meanwhile. Try again.`,
          {
            code: "STORAGE_CONFLICT",
            details: { metricId },
          },
        );
      }
      const count = (of: TransformerKind) => deleted.filter((transformer) => transformer.kind === of).length;
      return { ingestion: count("ingestion"), chart: count("chart") };
    },
    async promote(transformerId) {
      // A tenant's own API must not share with others, nor learn which rows there are.
      if (scope !== null) throw transformerNotFound(transformerId);
      return promoteTransformer(core, transformerId);
    },
    async eject({ metricId }) {
      const metric = await getScoped(core, scope, "metrics", metricId);
      if (metric === null) throw metricNotFound(metricId);
      const transformer = await activeOf("ingestion", metricId);
      if (transformer === null) {
        throw new MetricsmithError(`Metric ${metricId} has no active transformer. Refresh it first.`, {
          code: "TRANSFORMER_MISSING",
          details: { metricId },
        });
      }
      const { request, historicalRequest } = core.templates.definitionOf(metric);
      return ejectTransformer({ metric, transformer, request, historicalRequest });
    },
    async import({ metricId, source, historicalSource }) {
      const metric = await getScoped(core, scope, "metrics", metricId);
      if (metric === null) throw metricNotFound(metricId);
      return storeImported(core, metric, {
        code: importedCode(source),
        historicalCode: historicalSource === undefined ? null : importedCode(historicalSource),
      });
    },
    listOrphans,
    async deleteOrphans() {
      const orphans = await listOrphans();
      await storage.commit({
        writes: orphans.map(({ id }) => ({ operation: "delete", table: "transformers", id }) as const),
      });
      return orphans.length;
    },
  };
}
