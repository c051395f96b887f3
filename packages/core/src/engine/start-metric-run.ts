import { metricPipelineAddresses } from "../ingesting/metric-pipelines.js";
import type { Metric } from "../metrics/metric.js";
import { type MetricAtTime, startRun } from "../running/start-run.js";
import type { JsonObject } from "../util/json.js";
import type { EngineCore } from "./engine-core.js";
import { type RunHandle, startHere } from "./run-handle.js";

/** How a run is started, by every method that starts one. */
export interface StartOptions {
  /** Runs it here and resolves when it is final. @defaultValue false: resolves as soon as the run is stored */
  readonly wait?: boolean | undefined;
  /** Who asked for it, kept on the run. */
  readonly createdBy?: string | undefined;
}

/** Starts one of the built-in pipelines of a metric. @throws {MetricsmithError} METRIC_NOT_FOUND, METRIC_BUSY, PARAMETERS_INVALID */
export async function startMetricRun<Result>(
  core: EngineCore,
  input: {
    readonly pipeline: keyof typeof metricPipelineAddresses;
    readonly metric: Pick<Metric, "id" | "organizationId">;
    readonly parameters: JsonObject;
    readonly known?: MetricAtTime | undefined;
  },
  { wait = false, createdBy }: StartOptions,
): Promise<RunHandle<Result>> {
  const { pipeline, metric, parameters, known } = input;
  const id = core.newId();
  return startHere(core, { runId: id, wait }, (mayTake) =>
    startRun(core.services, {
      id,
      organizationId: metric.organizationId,
      address: metricPipelineAddresses[pipeline],
      metricId: metric.id,
      parameters,
      trigger: "manual",
      createdBy: createdBy ?? null,
      known,
      mayTake,
    }),
  );
}
