import { isFinal, type Run, type RunStatus } from "../runs/run.js";
import type { StepLog } from "../runs/step-log.js";
import { listStepLogs } from "../running/list-step-logs.js";
import { requestCancel } from "../running/start-run.js";
import { runNotFound } from "../running/watch-run.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";
import type { ListPage } from "./metrics-api.js";

export interface ListRuns extends ListPage {
  readonly organizationId?: string | undefined;
  readonly metricId?: string | undefined;
  /** Name of the pipeline, without provider and domain. */
  readonly pipeline?: string | undefined;
  readonly provider?: string | undefined;
  readonly status?: RunStatus | undefined;
}

/** Executions of pipelines. */
export interface RunsApi {
  /** The run, or `null` when absent. */
  get(runId: string): Promise<Run | null>;
  /** Newest first. */
  list(input?: ListRuns): Promise<Run[]>;
  /** The run's step boundaries in order. @throws {MetricsmithError} RUN_NOT_FOUND */
  logs(runId: string): Promise<StepLog[]>;
  /**
   * Asks the run to stop: at once when it is at work here or waits, within a heartbeat when another process works on it.
   * A final run stays as it is. Nothing live before the run is lost.
   *
   * @throws {MetricsmithError} RUN_NOT_FOUND
   */
  cancel(runId: string): Promise<void>;
}

export function createRunsApi(core: EngineCore, scope: Scope): RunsApi {
  const { storage } = core.options;

  async function requireRun(runId: string): Promise<Run> {
    const run = await getScoped(core, scope, "runs", runId);
    if (run === null) throw runNotFound(runId);
    return run;
  }

  return {
    get: (runId) => getScoped(core, scope, "runs", runId),
    list: ({ organizationId, metricId, pipeline, provider, status, after, limit } = {}) =>
      storage.records.find({
        table: "runs",
        where: { organizationId: scope ?? organizationId, metricId, pipeline, provider, status },
        order: "descending",
        after,
        limit: limit ?? 100,
      }),
    async logs(runId) {
      await requireRun(runId);
      return listStepLogs({ storage }, runId);
    },
    async cancel(runId) {
      const run = await requireRun(runId);
      if (isFinal(run.status)) return;
      await requestCancel(core.services, run);
      core.dispatcher.cancel(runId);
    },
  };
}
