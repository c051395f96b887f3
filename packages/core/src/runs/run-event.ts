import { isFinal, type Run } from "./run.js";
import { type RunProgress, toCompletedStep } from "./run-progress.js";
import type { StepLog } from "./step-log.js";

export type RunEventType = "run-start" | "step-end" | "step-skip" | "step-error" | "run-end" | "run-error" | "run-cancel";

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
 * `logs` are the run's step log rows by sequence.
 */
export function runEvents(run: Run, logs: readonly StepLog[]): RunEvent[] {
  const events: RunEvent[] = [];
  const base = {
    organizationId: run.organizationId,
    metricId: run.metricId,
    runId: run.id,
    pipeline: run.pipeline,
    totalSteps: run.totalSteps,
  };
  if (run.startedAt !== null) {
    events.push({
      ...base,
      type: "run-start",
      index: 0,
      step: null,
      at: run.startedAt,
      status: "processing",
      currentStep: logs[0] ?? run.currentStep,
      completedSteps: [],
      ratio: 0,
      error: null,
    });
  }
  for (const [position, log] of logs.entries()) {
    const done = countDoneSteps(logs.slice(0, position + 1));
    events.push({
      ...base,
      type: stepEventTypes[log.status],
      index: events.length,
      step: { step: log.step, displayName: log.displayName, durationMs: log.durationMs },
      at: log.completedAt,
      status: "processing",
      currentStep: nameOf(logs[position + 1]) ?? run.currentStep,
      completedSteps: logs.slice(0, position + 1).map(toCompletedStep),
      ratio: Math.min(1, done / run.totalSteps),
      error: log.error,
    });
  }
  if (isFinal(run.status)) {
    events.push({
      ...base,
      type: finalEventTypes[run.status as keyof typeof finalEventTypes],
      index: events.length,
      step: null,
      at: run.completedAt ?? run.updatedAt,
      status: run.status,
      currentStep: null,
      completedSteps: logs.map(toCompletedStep),
      ratio: run.completedSteps / run.totalSteps,
      error: run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? "" },
    });
  }
  return events.map((event) => ({ ...event, currentStep: event.currentStep && nameOf(event.currentStep) }));
}

function nameOf<Named extends { step: string; displayName: string }>(named: Named | undefined) {
  return named === undefined ? null : { step: named.step, displayName: named.displayName };
}

/** How many steps are done after these boundaries; a run that restarted at its first step counts from there. */
export function countDoneSteps(logs: readonly StepLog[]): number {
  const start = logs.findLastIndex((log) => log.step === logs[0]?.step);
  return logs.slice(Math.max(0, start)).filter((log) => log.status !== "failed").length;
}
