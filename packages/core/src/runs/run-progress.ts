import { isFinal, type Run, type RunStatus } from "./run.js";
import type { StepLog } from "./step-log.js";

export interface CompletedStep {
  readonly step: string;
  readonly displayName: string;
  readonly status: StepLog["status"];
  readonly durationMs: number;
}

/** How far a run has come. */
export interface RunProgress {
  readonly runId: string;
  readonly pipeline: string;
  readonly status: RunStatus;
  readonly currentStep: { readonly step: string; readonly displayName: string } | null;
  /** In the order of their boundaries; failed and skipped ones included. */
  readonly completedSteps: readonly CompletedStep[];
  readonly totalSteps: number;
  /** 0 to 1. */
  readonly ratio: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Progress of a run from its row and its step log in order. */
export function runProgress(run: Run, logs: readonly StepLog[]): RunProgress {
  return {
    runId: run.id,
    pipeline: run.pipeline,
    status: run.status,
    currentStep: run.currentStep,
    completedSteps: logs.map(toCompletedStep),
    totalSteps: run.totalSteps,
    ratio: run.completedSteps / run.totalSteps,
    error: run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? "" },
  };
}

/** True while a worker holds the run: a dead worker's run is not being processed. `now` is the storage's clock. */
export function isProcessing(run: Run, now: Date): boolean {
  if (run.status === "pending" || isFinal(run.status)) return false;
  return run.leaseExpiresAt !== null && run.leaseExpiresAt.getTime() > now.getTime();
}

export function toCompletedStep(log: StepLog): CompletedStep {
  return { step: log.step, displayName: log.displayName, status: log.status, durationMs: log.durationMs };
}
