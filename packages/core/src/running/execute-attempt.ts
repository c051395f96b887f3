import type { Metric } from "../metrics/metric.js";
import type { Run } from "../runs/run.js";
import { Attempt, type AttemptEnd } from "./attempt.js";
import { keepLease } from "./lease.js";
import { listStepLogs } from "./list-step-logs.js";
import { runCancelled } from "./run-errors.js";
import type { RunnerServices } from "./runner-services.js";

/**
 * Executes one attempt of a run that this worker has just claimed or stored as its own, from the first step without a checkpoint to its
 * end. Never rejects because of what a step does; rejects when the lease is lost or the storage fails for good, and the run is then left
 * to whoever claims it when the lease has expired.
 */
export async function executeAttempt(input: {
  readonly services: RunnerServices;
  readonly run: Run;
  /** The run's metric as of the start of this attempt. @defaultValue read from the storage */
  readonly metric?: Metric | null | undefined;
  /** Aborted with `RUN_CANCELLED` or `shutdownReason`. */
  readonly controller: AbortController;
}): Promise<AttemptEnd> {
  const { services, controller } = input;
  const { records } = services.storage;
  const lease = keepLease({
    services,
    run: input.run,
    onLost: (reason) => controller.abort(reason),
    onCancel: () => controller.abort(runCancelled(input.run)),
  });
  try {
    const { metricId } = input.run;
    const metric =
      input.metric !== undefined || metricId === null
        ? (input.metric ?? null)
        : await records.get({ table: "metrics", id: metricId });
    const logs = input.run.attempt === 1 ? [] : await listStepLogs(services, input.run.id);
    return await new Attempt(services, input.run, metric, logs, controller).execute();
  } finally {
    lease.stop();
  }
}
