import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { Fence, Guard, Write } from "../ports/storage.js";
import { claimableSince, type MetricRuns, placeRun, releaseRun } from "../runs/place-run.js";
import type { Run } from "../runs/run.js";
import type { StepLog } from "../runs/step-log.js";
import { canonicalJson } from "../util/json.js";
import { deriveId } from "../util/uuid.js";
import { newRun } from "./new-run.js";
import type { NextRun } from "./pipeline.js";
import type { RunnerServices } from "./runner-services.js";
import { isStorageFailure } from "./storage-failure.js";

export type RunChanges = Partial<Omit<Run, "id" | "organizationId" | "attempt">>;

const triesPerCommit = 5;

/** Commits one boundary of a run that goes on. Safe to repeat: a boundary that landed already counts as done. */
export async function commitBoundary(input: {
  readonly services: RunnerServices;
  readonly run: Run;
  readonly changes: RunChanges;
  readonly log: StepLog | null;
  readonly writes: readonly Write[];
}): Promise<Run> {
  const { services, run, log } = input;
  const next: Run = { ...run, ...input.changes, updatedAt: services.clock.now() };
  const writes: Write[] = [
    ...(log === null ? [] : [{ operation: "insert", table: "stepLogs", row: log } as const]),
    { operation: "update", table: "runs", id: run.id, set: { ...input.changes, updatedAt: next.updatedAt } },
    ...input.writes,
  ];
  if (await tryCommit(services, run, writes, [], log)) return next;
  throw conflict(run);
}

/**
 * Commits the end of a run: its row, its last step log, and the metric's runs, of which the waiting one becomes active.
 * Returns the ended run and the ids of runs that can start now.
 */
export async function commitEnd(input: {
  readonly services: RunnerServices;
  readonly run: Run;
  readonly metric: Metric | null;
  readonly changes: RunChanges;
  readonly metricChanges: Partial<Pick<Metric, "lastError" | "lastErrorCode">>;
  readonly log: StepLog | null;
  readonly writes: readonly Write[];
  readonly nextRuns: readonly NextRun[];
}): Promise<{ run: Run; startable: readonly string[] }> {
  const { services, run, log } = input;
  const now = services.clock.now();
  const changes: RunChanges = {
    ...input.changes,
    receipts: {},
    currentStep: null,
    completedAt: now,
    leaseOwner: null,
    leaseExpiresAt: null,
    updatedAt: now,
  };
  let metric = input.metric;
  for (let tryNumber = 1; tryNumber <= triesPerCommit; tryNumber++) {
    const startable: string[] = [];
    const writes: Write[] = [
      ...(log === null ? [] : [{ operation: "insert", table: "stepLogs", row: log } as const]),
      { operation: "update", table: "runs", id: run.id, set: changes },
      ...input.writes,
    ];
    const expect: Guard[] = [];
    let released: MetricRuns | null = null;
    if (metric !== null) {
      released = releaseRun(metric);
      expect.push({
        table: "metrics",
        id: metric.id,
        where: { activeRunId: run.id, pendingRunId: metric.pendingRunId },
      });
      if (released.activeRunId !== null) {
        startable.push(released.activeRunId);
        writes.push({
          operation: "update",
          table: "runs",
          id: released.activeRunId,
          set: { leaseExpiresAt: claimableSince, updatedAt: now },
        });
      }
    }
    const placed = await placeNextRuns(services, run, released, input.nextRuns);
    expect.push(...placed.expect);
    writes.push(...placed.writes);
    startable.push(...placed.startable);
    if (metric !== null && placed.metric !== null) {
      const { activeRunId, pendingRunId, refreshStatus } = placed.metric;
      writes.push({
        operation: "update",
        table: "metrics",
        id: metric.id,
        set: { ...input.metricChanges, activeRunId, pendingRunId, refreshStatus, updatedAt: now },
      });
    }
    if (await tryCommit(services, run, writes, expect, log)) return { run: { ...run, ...changes }, startable };
    if (metric !== null) {
      metric = await services.storage.records.get({ table: "metrics", id: metric.id });
      if (metric === null) throw conflict(run);
    }
  }
  throw conflict(run);
}

/** Places the runs that follow, on the metric as it will be after this commit or on other metrics. */
async function placeNextRuns(
  services: RunnerServices,
  run: Run,
  released: MetricRuns | null,
  nextRuns: readonly NextRun[],
): Promise<{ writes: Write[]; expect: Guard[]; startable: string[]; metric: MetricRuns | null }> {
  const writes: Write[] = [];
  const expect: Guard[] = [];
  const startable: string[] = [];
  let own = released;
  const { records } = services.storage;
  for (const [index, next] of nextRuns.entries()) {
    const row = newRun({
      services,
      id: deriveId(run.id, `then:${index}`),
      organizationId: run.organizationId,
      address: next.pipeline,
      metricId: next.metricId ?? null,
      parameters: next.parameters ?? {},
      trigger: "chain",
      createdBy: run.createdBy,
    });
    if (next.metricId === undefined) {
      writes.push({ operation: "insert", table: "runs", row });
      startable.push(row.id);
      continue;
    }
    const isOwn = own !== null && next.metricId === own.id;
    const metric: MetricRuns | null = isOwn ? own : await records.get({ table: "metrics", id: next.metricId });
    if (metric === null) {
      services.logger.warn("A chained run was not started: its metric does not exist.", {
        runId: run.id,
        metricId: next.metricId,
      });
      continue;
    }
    const placement = placeRun({
      metric,
      runId: row.id,
      doesSameWork: (other) =>
        other.definitionHash === row.definitionHash &&
        canonicalJson(other.parameters) === canonicalJson(row.parameters),
      active:
        metric.activeRunId === null ? null : ((await records.get({ table: "runs", id: metric.activeRunId })) ?? row),
      pending: metric.pendingRunId === null ? null : await records.get({ table: "runs", id: metric.pendingRunId }),
    });
    if (placement.place === "joined" || placement.place === "busy") {
      services.logger.info("A chained run was not started: another one waits already.", {
        runId: run.id,
        waiting: placement.runId,
      });
      continue;
    }
    const claimable = placement.place === "active";
    writes.push({
      operation: "insert",
      table: "runs",
      row: { ...row, leaseExpiresAt: claimable ? claimableSince : null },
    });
    if (claimable) startable.push(row.id);
    if (isOwn) {
      own = placement.metric;
      continue;
    }
    const { activeRunId, pendingRunId, refreshStatus } = placement.metric;
    expect.push({
      table: "metrics",
      id: metric.id,
      where: { activeRunId: metric.activeRunId, pendingRunId: metric.pendingRunId },
    });
    writes.push({
      operation: "update",
      table: "metrics",
      id: metric.id,
      set: { activeRunId, pendingRunId, refreshStatus },
    });
  }
  return { writes, expect, startable, metric: own };
}

/**
 * True when the writes are in. A storage that failed on the way may still have applied them: the step log row, which only this
 * boundary writes, tells.
 */
async function tryCommit(
  services: RunnerServices,
  run: Run,
  writes: readonly Write[],
  expect: readonly Guard[],
  log: StepLog | null,
): Promise<boolean> {
  const fence: Fence = { runId: run.id, attempt: run.attempt };
  try {
    return await services.storage.commit({ writes, expect, fence });
  } catch (error) {
    if (!isStorageFailure(error) || log === null) throw error;
    const landed = await services.storage.records.get({ table: "stepLogs", id: log.id });
    if (landed !== null && landed.attempt === run.attempt) return true;
    return services.storage.commit({ writes, expect, fence });
  }
}

function conflict(run: Run): MetricsmithError {
  return new MetricsmithError(
    `Run ${run.id}: the rows that its step relied on were changed by somebody else. The step may be repeated.`,
    {
      code: "STORAGE_CONFLICT",
      details: { runId: run.id },
    },
  );
}
