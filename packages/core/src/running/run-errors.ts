import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Run } from "../runs/run.js";
import { type Pipeline, pipelineAddress } from "./pipeline.js";

/** Ends an attempt so that another worker may go on at once. */
export const shutdownReason = new MetricsmithError("The worker shuts down; another one goes on with the run.", {
  code: "RUN_LEASE_LOST",
});

/** What the cancel of a run aborts it with. */
export function runCancelled(run: Pick<Run, "id">): MetricsmithError {
  return new MetricsmithError("The run was cancelled.", { code: "RUN_CANCELLED", details: { runId: run.id } });
}

/** What the time limit of a pipeline aborts a run with. */
export function pipelineTimeout(pipeline: Pipeline, timeoutMs: number): MetricsmithError {
  return new MetricsmithError(`Pipeline execution timed out after ${timeoutMs / 1_000}s`, {
    code: "PIPELINE_TIMEOUT",
    details: { pipeline: pipelineAddress(pipeline), timeoutMs },
  });
}

/** What ends a run that kills its workers. */
export function attemptsExhausted(run: Run): MetricsmithError {
  return new MetricsmithError(
    `The run was taken over ${run.attempt - run.handOvers - 1} times without finishing. See the logs of its workers for what kills them.`,
    { code: "RUN_ATTEMPTS_EXHAUSTED", details: { runId: run.id, attempts: run.attempt } },
  );
}
