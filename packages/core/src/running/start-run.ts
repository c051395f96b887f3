import { MetricsmithError } from "../errors/metricsmith-error.js";
import { claimableSince, placeRun } from "../runs/place-run.js";
import { formatPipelineAddress } from "../runs/pipeline-address.js";
import { isFinal, type Run, type RunTrigger } from "../runs/run.js";
import type { Metric } from "../metrics/metric.js";
import { canonicalJson, type JsonObject } from "../util/json.js";
import { newRun } from "./new-run.js";
import type { RunnerServices } from "./runner-services.js";

const triesPerStart = 20;

export interface StartRunInput {
  readonly organizationId: string;
  /** `provider/domain/name` */
  readonly address: string;
  readonly metricId: string | null;
  readonly parameters: JsonObject;
  readonly trigger: RunTrigger;
  readonly createdBy: string | null;
  /** The metric's row as just read, so that it need not be read again. */
  readonly metric?: Metric | undefined;
}

/**
 * Stores a run, in one commit with the metric's claim on it. Per metric at most one run is active and one waits: a run of the same
 * pipeline with the same parameters that has not started yet is joined instead.
 *
 * @throws {MetricsmithError} METRIC_BUSY when other work waits already; METRIC_NOT_FOUND, PIPELINE_NOT_FOUND, PARAMETERS_INVALID.
 */
export async function startRun(services: RunnerServices, input: StartRunInput): Promise<{ run: Run; joined: boolean }> {
  const { records } = services.storage;
  const run = newRun({ ...input, services, id: services.newId() });
  if (input.metricId === null) {
    if (await services.storage.commit({ writes: [{ operation: "insert", table: "runs", row: run }] })) {
      return { run, joined: false };
    }
    throw new MetricsmithError(`Run ${run.id} could not be stored: a row with its id exists already.`, {
      code: "RECORD_CONFLICT",
    });
  }
  for (let tryNumber = 1; tryNumber <= triesPerStart; tryNumber++) {
    const known = tryNumber === 1 ? input.metric : undefined;
    const metric = known ?? (await records.get({ table: "metrics", id: input.metricId }));
    if (metric === null || metric.organizationId !== input.organizationId) throw metricNotFound(input.metricId);
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
    if (placement.place === "busy") throw metricBusy(input.metricId, placement.runId);
    if (placement.place === "joined") {
      const joined = placement.runId === active?.id ? active : pending;
      if (joined !== null) return { run: joined, joined: true };
      continue;
    }
    const row: Run = { ...run, leaseExpiresAt: placement.place === "active" ? claimableSince : null };
    const { activeRunId, pendingRunId, refreshStatus } = placement.metric;
    const isStarted = await services.storage.commit({
      expect: [
        {
          table: "metrics",
          id: metric.id,
          where: { activeRunId: metric.activeRunId, pendingRunId: metric.pendingRunId },
        },
      ],
      writes: [
        { operation: "insert", table: "runs", row },
        {
          operation: "update",
          table: "metrics",
          id: metric.id,
          set: { activeRunId, pendingRunId, refreshStatus, updatedAt: row.createdAt },
        },
      ],
    });
    if (isStarted) return { run: row, joined: false };
  }
  throw new MetricsmithError(
    `A run of metric ${input.metricId} could not be started: too many others start at once. Try again.`,
    {
      code: "STORAGE_CONFLICT",
      details: { metricId: input.metricId },
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
    expect: [
      { table: "runs", id: run.id, where: { status: { in: ["pending", "validating", "running", "processing"] } } },
    ],
    writes: [{ operation: "update", table: "runs", id: run.id, set: { cancelRequestedAt: now, updatedAt: now } }],
  });
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
