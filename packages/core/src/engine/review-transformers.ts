import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { MetricRunResult } from "../ingesting/metric-run-state.js";
import type { Guard } from "../ports/storage.js";
import { metricNotFound } from "../running/start-run.js";
import { isFinal } from "../runs/run.js";
import type { Transformer } from "../transformers/transformer.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";
import type { RunHandle } from "./run-handle.js";
import { type StartOptions, startMetricRun } from "./start-metric-run.js";

/** Runs of the metric may start and end while one is rejected. */
const rejectTries = 5;

export interface ReviewOptions extends StartOptions {
  /** Who decides, kept on the transformer. */
  readonly reviewedBy?: string | undefined;
}

/** What a person decides about transformers that are stored. */
export interface TransformerReviews {
  /**
   * Vouches for one that is held, and makes it active: a run fetches the API, rebuilds the points with it and swaps them in one commit. When
   * the run fails everything is as it was, and the transformer still held. Whatever else was held for the metric is rejected with it.
   *
   * @throws {MetricsmithError} TRANSFORMER_NOT_FOUND, TRANSFORMER_STATE, METRIC_NOT_FOUND, METRIC_BUSY
   */
  approve(transformerId: string, options?: ReviewOptions): Promise<RunHandle<MetricRunResult>>;
  /**
   * Answers MEASURE_AMBIGUOUS: approves one of its candidates, and makes what it reads the metric's `measure`, so that the question does not
   * come up again.
   *
   * @throws {MetricsmithError} as `approve`
   */
  choose(transformerId: string, options?: ReviewOptions): Promise<RunHandle<MetricRunResult>>;
  /**
   * Says no to one that is held. Nothing else changes.
   *
   * @throws {MetricsmithError} TRANSFORMER_NOT_FOUND; TRANSFORMER_STATE when it is not held, or a run that makes it active is under way or waits
   */
  reject(transformerId: string, options?: Pick<ReviewOptions, "reviewedBy">): Promise<Transformer>;
  /**
   * Makes an accepted version of before active again, as `approve` does. It stays until the template's or metric's own mapping or transform
   * changes.
   *
   * @throws {MetricsmithError} TRANSFORMER_NOT_FOUND; TRANSFORMER_STATE when it is not accepted; METRIC_NOT_FOUND, METRIC_BUSY
   */
  restore(transformerId: string, options?: ReviewOptions): Promise<RunHandle<MetricRunResult>>;
}

export function createTransformerReviews(core: EngineCore, scope: Scope): TransformerReviews {
  const { storage, clock } = core.options;

  async function expectState(transformerId: string, states: readonly Transformer["state"][], verb: string) {
    const transformer = await getScoped(core, scope, "transformers", transformerId);
    if (transformer === null) throw transformerNotFound(transformerId);
    if (transformer.kind === "ingestion" && transformer.metricId !== null && states.includes(transformer.state))
      return transformer;
    const owner = transformer.metricId === null ? "shared by a template" : `of kind ${transformer.kind}`;
    throw new MetricsmithError(
      `Transformer ${transformerId} is ${transformer.state} and ${owner}: only ${states.join(" or ")} ingestion transformers of a metric can be ${verb}.`,
      { code: "TRANSFORMER_STATE", details: { transformerId, state: transformer.state } },
    );
  }

  async function activate(transformer: Transformer, isChoice: boolean, options: ReviewOptions) {
    const metric = await getScoped(core, scope, "metrics", transformer.metricId ?? "");
    if (metric === null) throw metricNotFound(transformer.metricId ?? "");
    const { reviewedBy, ...start } = options;
    const parameters = {
      transformerId: transformer.id,
      ...(isChoice ? { isChoice } : {}),
      ...(reviewedBy === undefined ? {} : { reviewedBy }),
    };
    return startMetricRun<MetricRunResult>(core, { pipeline: "activate", metric, parameters }, start);
  }

  /** Guards that no run makes it active, which would do so after the answer was no. */
  async function expectNotActivated({ id, metricId }: Transformer): Promise<Guard[]> {
    const metric = await storage.records.get({ table: "metrics", id: metricId ?? "" });
    if (metric === null) return [];
    const { activeRunId, pendingRunId } = metric;
    for (const runId of [activeRunId, pendingRunId]) {
      const run = runId === null ? null : await storage.records.get({ table: "runs", id: runId });
      if (run === null || isFinal(run.status) || run.parameters["transformerId"] !== id) continue;
      throw new MetricsmithError(
        `Transformer ${id} is being made active by run ${run.id}. Cancel that run first, or restore another version behind it.`,
        { code: "TRANSFORMER_STATE", details: { transformerId: id, runId: run.id } },
      );
    }
    return [{ table: "metrics", id: metric.id, where: { activeRunId, pendingRunId } }];
  }

  return {
    approve: async (transformerId, options = {}) =>
      activate(await expectState(transformerId, ["held"], "approved"), false, options),
    choose: async (transformerId, options = {}) =>
      activate(await expectState(transformerId, ["held"], "chosen"), true, options),
    restore: async (transformerId, options = {}) =>
      activate(await expectState(transformerId, ["accepted"], "restored"), false, options),
    async reject(transformerId, { reviewedBy } = {}) {
      for (let tryNumber = 1; tryNumber <= rejectTries; tryNumber++) {
        const transformer = await expectState(transformerId, ["held"], "rejected");
        const set = { state: "rejected", reviewedBy: reviewedBy ?? null, updatedAt: clock.now() } as const;
        const isDone = await storage.commit({
          expect: [
            { table: "transformers", id: transformerId, where: { state: "held" } },
            ...(await expectNotActivated(transformer)),
          ],
          writes: [{ operation: "update", table: "transformers", id: transformerId, set }],
        });
        if (isDone) return { ...transformer, ...set };
      }
      throw new MetricsmithError(`Transformer ${transformerId} was decided about meanwhile. Read it again.`, {
        code: "TRANSFORMER_STATE",
        details: { transformerId },
      });
    },
  };
}

/** @internal */
export function transformerNotFound(transformerId: string): MetricsmithError {
  return new MetricsmithError(`Transformer not found: ${transformerId}`, {
    code: "TRANSFORMER_NOT_FOUND",
    details: { transformerId },
  });
}
