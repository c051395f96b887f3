import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Run } from "../runs/run.js";
import { Attempt } from "./attempt.js";
import { keepLease } from "./lease.js";
import { listStepLogs } from "./list-step-logs.js";
import { runCancelled } from "./run-errors.js";
import type { RunnerServices } from "./runner-services.js";

/**
 * Executes one attempt of a run that this worker has just claimed, from the first step without a checkpoint to its end.
 * Resolves with the runs that can start now that this one has ended. Never rejects because of what a step does; rejects when the
 * storage fails for good, and the run is then left to whoever claims it when the lease has expired.
 */
export async function executeAttempt(input: {
  readonly services: RunnerServices;
  readonly run: Run;
  /** Aborted with `RUN_CANCELLED` or `shutdownReason`. */
  readonly controller: AbortController;
}): Promise<{ startable: string[] }> {
  const { services, controller } = input;
  const { records } = services.storage;
  const lease = keepLease({
    services,
    run: input.run,
    onLost: (reason) => controller.abort(reason),
    onCancel: () => controller.abort(runCancelled(input.run)),
  });
  try {
    const metric = input.run.metricId === null ? null : await records.get({ table: "metrics", id: input.run.metricId });
    const logs = input.run.attempt === 1 ? [] : await listStepLogs(services, input.run.id);
    return await new Attempt(services, input.run, metric, logs, controller).execute();
  } catch (error) {
    if (MetricsmithError.isInstance(error) && error.code === "RUN_LEASE_LOST") {
      services.logger.info("This worker lost a run to another one.", {
        runId: input.run.id,
        attempt: input.run.attempt,
      });
      return { startable: [] };
    }
    throw error;
  } finally {
    lease.stop();
  }
}
