import { isProcessing, runProgress, type RunProgress } from "../runs/run-progress.js";
import { listStepLogs } from "../running/list-step-logs.js";
import { metricNotFound } from "../running/start-run.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";

export interface MetricProgress extends RunProgress {
  /** True while a worker holds the run: a dead worker's run is not being processed. */
  readonly isProcessing: boolean;
}

/** Progress of a metric's active run, or of its latest one; `null` when it never had a run. @throws {MetricsmithError} METRIC_NOT_FOUND */
export async function metricProgress(core: EngineCore, scope: Scope, metricId: string): Promise<MetricProgress | null> {
  const { storage } = core.options;
  const metric = await getScoped(core, scope, "metrics", metricId);
  if (metric === null) throw metricNotFound(metricId);
  const [latest] =
    metric.activeRunId === null
      ? await storage.records.find({ table: "runs", where: { metricId }, order: "descending", limit: 1 })
      : [await storage.records.get({ table: "runs", id: metric.activeRunId })];
  if (latest === undefined || latest === null) return null;
  const logs = await listStepLogs({ storage }, latest.id);
  return { ...runProgress(latest, logs), isProcessing: isProcessing(latest, await storage.now()) };
}
