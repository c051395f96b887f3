import { MetricsmithError } from "../errors/metricsmith-error.js";
import { claimableSince, placeRun } from "../runs/place-run.js";
import { formatPipelineAddress } from "../runs/pipeline-address.js";
import { isFinal, type Run, type RunTrigger, unfinishedStatuses } from "../runs/run.js";
import type { Metric } from "../metrics/metric.js";
import { canonicalJson, type JsonObject } from "../util/json.js";
import { newRun } from "./new-run.js";
import type { RunnerServices } from "./runner-services.js";
import { isStoredAs, refreshStatusOf, takenRun } from "./taken-run.js";

const triesPerStart = 20;

export interface StartRunInput {
  readonly id: string;
  readonly organizationId: string;
  /** `provider/domain/name` */
  readonly address: string;
  readonly metricId: string | null;
  readonly parameters: JsonObject;
  readonly trigger: RunTrigger;
  readonly createdBy: string | null;
  /** The metric's row as just read, and the storage's time of then, so that neither is read again. */
  readonly known?: MetricAtTime | undefined;
  /** Whether this worker takes the run, when nothing else is active. */
  readonly mayTake: boolean;
}

/** A metric's row, and the moment by the storage's clock in which it was that. */
export interface MetricAtTime {
  readonly metric: Metric;
  readonly now: Date;
}

export interface StartedRun {
  readonly run: Run;
  readonly joined: boolean;
  /** The run is stored with this worker's lease, so it works on it next. */
  readonly isTaken: boolean;
  /** As stored with the run; `null` for runs without one. */
  readonly metric: Metric | null;
}

/**
 * Stores a run, in one commit with the metric's claim on it. Per metric at most one run is active and one waits: a run of the same
 * pipeline with the same parameters that has not started yet is joined instead.
 *
 * @throws {MetricsmithError} METRIC_BUSY when other work waits already; METRIC_NOT_FOUND, PIPELINE_NOT_FOUND, PARAMETERS_INVALID.
 */
export async function startRun(services: RunnerServices, input: StartRunInput): Promise<StartedRun> {
  const { storage } = services;
  const { metricId, mayTake } = input;
  const run = newRun({ ...input, services });
  if (metricId === null) {
    const row = mayTake ? takenRun(services, run, await storage.now()) : run;
    if (await storage.commit({ writes: [{ operation: "insert", table: "runs", row }] })) {
      return { run: row, joined: false, isTaken: mayTake, metric: null };
    }
    throw new MetricsmithError(`Run ${run.id} could not be stored: a row with its id exists already.`, {
      code: "RECORD_CONFLICT",
    });
  }
  for (let tryNumber = 1; tryNumber <= triesPerStart; tryNumber++) {
    const known = tryNumber === 1 ? input.known : undefined;
    const { metric, now } = known ?? (await readMetric(services, metricId));
    if (metric === null || metric.organizationId !== input.organizationId) throw metricNotFound(metricId);
    const [active, pending] = await Promise.all([
      getRun(services, metric.activeRunId),
      getRun(services, metric.pendingRunId),
    ]);
    // Ended between the two reads: read again.
    if (
      (metric.activeRunId !== null && (active === null || isFinal(active.status))) ||
      (metric.pendingRunId !== null && pending === null)
    ) {
      if (tryNumber < triesPerStart) continue;
    }
    const placement = placeRun({
      metric,
      runId: run.id,
      active,
      pending,
      doesSameWork: (other) =>
        formatPipelineAddress({ ...other, name: other.pipeline }) === input.address &&
        canonicalJson(other.parameters) === canonicalJson(run.parameters),
    });
    if (placement.place === "busy") throw metricBusy(metricId, placement.runId);
    if (placement.place === "joined") {
      const joined = placement.runId === active?.id ? active : pending;
      if (joined !== null) return { run: joined, joined: true, isTaken: false, metric };
      continue;
    }
    const isActive = placement.place === "active";
    const isTaken = isActive && mayTake;
    const row = isTaken ? takenRun(services, run, now) : { ...run, leaseExpiresAt: isActive ? claimableSince : null };
    const { activeRunId, pendingRunId } = placement.metric;
    const refreshStatus = isActive ? refreshStatusOf(row) : metric.refreshStatus;
    const set = { activeRunId, pendingRunId, refreshStatus, updatedAt: row.createdAt };
    const runs = { activeRunId: metric.activeRunId, pendingRunId: metric.pendingRunId };
    const isStarted = await storage.commit({
      // Who takes the run works on the metric as it is in hand.
      expect: [isTaken ? isStoredAs(metric) : { table: "metrics", id: metric.id, where: runs }],
      writes: [
        { operation: "insert", table: "runs", row },
        { operation: "update", table: "metrics", id: metric.id, set },
      ],
    });
    if (isStarted) return { run: row, joined: false, isTaken, metric: { ...metric, ...set } };
  }
  throw new MetricsmithError(
    `A run of metric ${metricId} could not be started: too many others start at once. Try again.`,
    {
      code: "STORAGE_CONFLICT",
      details: { metricId },
    },
  );
}

/**
 * Asks a run to stop. One that waits behind another is ended here; any other is only marked, for the worker that has it or takes it
 * next. Final runs stay as they are.
 */
export async function requestCancel(services: RunnerServices, run: Run): Promise<void> {
  const now = services.clock.now();
  const { storage } = services;
  if (run.metricId !== null && run.status === "pending" && run.leaseExpiresAt === null) {
    const isEnded = await storage.commit({
      expect: [
        { table: "runs", id: run.id, where: { status: "pending", leaseExpiresAt: null } },
        { table: "metrics", id: run.metricId, where: { pendingRunId: run.id } },
      ],
      writes: [
        { operation: "update", table: "metrics", id: run.metricId, set: { pendingRunId: null, updatedAt: now } },
        {
          operation: "update",
          table: "runs",
          id: run.id,
          set: {
            status: "cancelled",
            errorCode: "RUN_CANCELLED",
            errorMessage: "The run was cancelled.",
            errorCategory: "internal",
            currentStep: null,
            cancelRequestedAt: now,
            completedAt: now,
            updatedAt: now,
          },
        },
      ],
    });
    if (isEnded) return;
  }
  await storage.commit({
    expect: [{ table: "runs", id: run.id, where: { status: { in: unfinishedStatuses } } }],
    writes: [{ operation: "update", table: "runs", id: run.id, set: { cancelRequestedAt: now, updatedAt: now } }],
  });
}

/** The metric's row and the storage's time, in one round trip. */
export async function readMetric(
  services: Pick<RunnerServices, "storage">,
  metricId: string,
): Promise<{ metric: Metric | null; now: Date }> {
  const { now, rows } = await services.storage.records.read([{ table: "metrics", where: { id: metricId }, limit: 1 }]);
  const [[metric]] = rows;
  return { metric: metric ?? null, now };
}

async function getRun(services: RunnerServices, id: string | null): Promise<Run | null> {
  return id === null ? null : services.storage.records.get({ table: "runs", id });
}

/** @internal */
export function metricNotFound(metricId: string): MetricsmithError {
  return new MetricsmithError("Metric not found or not configured", {
    code: "METRIC_NOT_FOUND",
    details: { metricId },
  });
}

function metricBusy(metricId: string, runId: string): MetricsmithError {
  return new MetricsmithError(
    `Metric ${metricId} is busy: run ${runId} waits already and does something else. Wait for it, or cancel it.`,
    {
      code: "METRIC_BUSY",
      details: { metricId, runId },
    },
  );
}
