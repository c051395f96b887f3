import { isFinal, type Run } from "./run.js";
import { type RunProgress, toCompletedStep } from "./run-progress.js";
import type { StepLog } from "./step-log.js";

export type RunEventType =
  | "run-start"
  | "step-end"
  | "step-skip"
  | "step-error"
  | "run-end"
  | "run-error"
  | "run-cancel";

/** One boundary of a run, with the progress as of that boundary. */
export interface RunEvent extends RunProgress {
  readonly type: RunEventType;
  readonly organizationId: string;
  readonly metricId: string | null;
  /** 0, 1, 2 ... within a run: the place of this event among the run's events. */
  readonly index: number;
  /** The step that ended, `null` for events of the run itself. */
  readonly step: { readonly step: string; readonly displayName: string; readonly durationMs: number } | null;
  readonly at: Date;
}

const stepEventTypes = { completed: "step-end", skipped: "step-skip", failed: "step-error" } as const;
const finalEventTypes = { completed: "run-end", failed: "run-error", cancelled: "run-cancel" } as const;

/**
 * Every event of a run so far, in order, told from what is stored: any process at any time gets the same ones.
 * `logs` are the run's step log rows by sequence; events before the place `from` are left out.
 */
export function runEvents(run: Run, logs: readonly StepLog[], from = 0): RunEvent[] {
  if (run.startedAt === null) return isFinal(run.status) ? [finalEvent(run, logs, 0)].slice(from) : [];
  const events: RunEvent[] = [];
  if (from === 0) events.push(startEvent(run, logs, run.startedAt));
  for (let position = Math.max(0, from - 1); position < logs.length; position++)
    events.push(stepEvent(run, logs, position));
  if (isFinal(run.status) && from <= logs.length + 1) events.push(finalEvent(run, logs, logs.length + 1));
  return events;
}

/** How many events `runEvents` gives. */
export function countRunEvents(run: Run, logs: readonly StepLog[]): number {
  return (run.startedAt === null ? 0 : 1 + logs.length) + (isFinal(run.status) ? 1 : 0);
}

function startEvent(run: Run, logs: readonly StepLog[], startedAt: Date): RunEvent {
  return {
    ...ofRun(run),
    type: "run-start",
    index: 0,
    step: null,
    at: startedAt,
    status: "processing",
    currentStep: nameOf(logs[0]) ?? run.currentStep,
    completedSteps: [],
    ratio: 0,
    error: null,
  };
}

function stepEvent(run: Run, logs: readonly StepLog[], position: number): RunEvent {
  const upTo = logs.slice(0, position + 1);
  const log = upTo[position] as StepLog;
  return {
    ...ofRun(run),
    type: stepEventTypes[log.status],
    index: position + 1,
    step: { step: log.step, displayName: log.displayName, durationMs: log.durationMs },
    at: log.completedAt,
    status: "processing",
    currentStep: nameOf(logs[position + 1]) ?? run.currentStep,
    completedSteps: upTo.map(toCompletedStep),
    ratio: Math.min(1, countDoneSteps(upTo) / run.totalSteps),
    error: log.error,
  };
}

function finalEvent(run: Run, logs: readonly StepLog[], index: number): RunEvent {
  return {
    ...ofRun(run),
    type: finalEventTypes[run.status as keyof typeof finalEventTypes],
    index,
    step: null,
    at: run.completedAt ?? run.updatedAt,
    status: run.status,
    currentStep: null,
    completedSteps: logs.map(toCompletedStep),
    ratio: run.completedSteps / run.totalSteps,
    error: run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? "" },
  };
}

function ofRun(run: Run) {
  return {
    organizationId: run.organizationId,
    metricId: run.metricId,
    runId: run.id,
    pipeline: run.pipeline,
    totalSteps: run.totalSteps,
  };
}

function nameOf<Named extends { step: string; displayName: string }>(named: Named | undefined) {
  return named === undefined ? null : { step: named.step, displayName: named.displayName };
}

/** How many steps are done after these boundaries; a run that restarted at its first step counts from there. */
export function countDoneSteps(logs: readonly StepLog[]): number {
  const start = logs.findLastIndex((log) => log.step === logs[0]?.step);
  return logs.slice(Math.max(0, start)).filter((log) => log.status !== "failed").length;
}
