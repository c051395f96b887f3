import type { Metric } from "../metrics/metric.js";
import type { Run } from "./run.js";

/** A run that no worker has taken yet may be taken at once. */
export const claimableSince = new Date(0);

/** The columns of a metric that say which runs it has. */
export type MetricRuns = Pick<Metric, "id" | "activeRunId" | "pendingRunId" | "refreshStatus">;

/**
 * Where a new run of a metric goes.
 *
 * - `active`: nothing else runs, it may start at once;
 * - `pending`: it waits behind the active run;
 * - `joined`: a run of the same pipeline with the same parameters has not started yet;
 * - `busy`: other work waits already.
 */
export type Placement =
  | { readonly place: "active"; readonly metric: MetricRuns }
  | { readonly place: "pending"; readonly metric: MetricRuns }
  | { readonly place: "joined"; readonly runId: string }
  | { readonly place: "busy"; readonly runId: string };

/** Decides the placement of a run of `address`, from the metric's row and the rows of its two runs. */
export function placeRun(input: {
  readonly metric: MetricRuns;
  readonly runId: string;
  readonly doesSameWork: (run: Run) => boolean;
  /** The row of `metric.activeRunId`, `null` when there is none. */
  readonly active: Run | null;
  /** The row of `metric.pendingRunId`, `null` when there is none. */
  readonly pending: Run | null;
}): Placement {
  const { metric, runId, active, pending } = input;
  if (active === null) {
    return { place: "active", metric: { ...metric, activeRunId: runId, refreshStatus: "pending" } };
  }
  if (pending === null) {
    const notStarted = active.status === "pending";
    if (notStarted && input.doesSameWork(active)) return { place: "joined", runId: active.id };
    return { place: "pending", metric: { ...metric, pendingRunId: runId } };
  }
  return { place: input.doesSameWork(pending) ? "joined" : "busy", runId: pending.id };
}

/** The metric's runs after its active run ended: the one that waited becomes active. */
export function releaseRun(metric: MetricRuns): MetricRuns {
  return {
    id: metric.id,
    activeRunId: metric.pendingRunId,
    pendingRunId: null,
    refreshStatus: metric.pendingRunId === null ? null : "pending",
  };
}
