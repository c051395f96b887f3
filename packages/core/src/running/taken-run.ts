import type { Metric } from "../metrics/metric.js";
import type { Guard, ScalarColumn, Where } from "../ports/storage.js";
import { columnsOf } from "../records/table-columns.js";
import type { Run } from "../runs/run.js";
import type { RunnerServices } from "./runner-services.js";

/**
 * The row of a new run that this worker takes in the moment in which it stores it: its first attempt, leased and, where no policy must
 * be asked, at work. It is worked on without a claim and without a commit of its beginning.
 */
export function takenRun(
  services: Pick<RunnerServices, "clock" | "policies" | "workerId" | "leaseMs">,
  run: Run,
  now: Date,
): Run {
  const isBegun = services.policies.length === 0;
  return {
    ...run,
    status: isBegun ? "processing" : "validating",
    attempt: 1,
    startedAt: isBegun ? services.clock.now() : null,
    leaseOwner: services.workerId,
    leaseExpiresAt: new Date(now.getTime() + services.leaseMs),
  };
}

/** What a metric says of its active run, which has just been stored. */
export function refreshStatusOf(run: Pick<Run, "status">): Metric["refreshStatus"] {
  return run.status === "processing" ? "processing" : "pending";
}

const comparedColumns = columnsOf("metrics")
  .filter(({ kind }) => kind !== "json")
  .map(({ name }) => name as ScalarColumn<"metrics">);

/**
 * Holds while the metric is stored as it is in hand. Every column that a condition can name is compared, not a revision or a time of
 * change: what has changed and changed back is what is in hand. Of the JSON columns `configHash` speaks for `endpointConfig`, and the
 * others are written once.
 */
export function isStoredAs(metric: Metric): Guard {
  const where = Object.fromEntries(comparedColumns.map((column) => [column, metric[column]])) as Where<"metrics">;
  return { table: "metrics", id: metric.id, where };
}
