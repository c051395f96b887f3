import { type ErrorCategory, type ErrorCode, errorCodes } from "../errors/error-codes.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { isFinal, type Run } from "../runs/run.js";
import { countDoneSteps, type RunEvent, runEvents } from "../runs/run-event.js";
import type { StepLog } from "../runs/step-log.js";
import { listStepLogs } from "./list-step-logs.js";
import type { EngineEvent, RunnerServices } from "./runner-services.js";

/** Longest wait between two looks at the storage, for boundaries that another process made. */
const maximumPollMs = 500;
const minimumPollMs = 20;

/** Tells when something happened to a run in this process. Returns how to stop listening. */
export type Listen = (listener: (event: EngineEvent) => void | Promise<void>) => () => void;

interface WatchServices extends Pick<RunnerServices, "storage"> {
  readonly listen: Listen;
}

/**
 * Every event of a run, from its first on, once and in order, until it is final. Reads the stored step log, so it gives the same events
 * in every process; in the process at work it is woken by each boundary.
 *
 * @throws {MetricsmithError} RUN_NOT_FOUND when the run is absent or is deleted meanwhile.
 */
export async function* watchRun(
  services: WatchServices,
  runId: string,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent, void, void> {
  const logs: StepLog[] = [];
  let seen = 0;
  for await (const run of changesOf(services, runId, signal)) {
    logs.push(...(await listStepLogs(services, runId, logs.at(-1)?.sequence ?? 0)));
    // The row was read just before a boundary, its log just after: the next look shows both.
    if (!isFinal(run.status) && countDoneSteps(logs) > run.completedSteps) continue;
    for (const event of runEvents(run, logs, seen)) {
      seen++;
      yield event;
    }
    if (isFinal(run.status)) return;
  }
}

/** How a run ended. */
export interface RunResult<Result = unknown> {
  readonly runId: string;
  readonly status: "completed" | "failed" | "cancelled";
  /** The last step's output; `null` unless completed. */
  readonly result: Result | null;
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly category: ErrorCategory;
    /** What to do about it. */
    readonly nextStep: string;
  } | null;
}

/** Resolves when the run is final, in whichever process it ends. A failed run is a result, not a rejection. */
export async function awaitRun(services: WatchServices, runId: string): Promise<RunResult> {
  for await (const run of changesOf(services, runId)) {
    if (isFinal(run.status)) return runResult(run);
  }
  throw runNotFound(runId);
}

/** How a final run ended. */
export function runResult(run: Run): RunResult {
  return {
    runId: run.id,
    status: run.status as RunResult["status"],
    result: run.status === "completed" ? run.result : null,
    error: run.errorCode === null ? null : storedError(run, run.errorCode),
  };
}

/** A run may have been ended by another version of the library, whose codes this one does not know. */
function storedError(run: Run, storedCode: string): NonNullable<RunResult["error"]> {
  const code: ErrorCode = isErrorCode(storedCode) ? storedCode : "STEP_FAILED";
  const category = run.errorCategory ?? errorCodes[code].category;
  return { code, message: run.errorMessage ?? "", category, nextStep: errorCodes[code].nextStep };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}

/** The run's row, again and again whenever it may have changed. */
async function* changesOf(
  services: WatchServices,
  runId: string,
  signal?: AbortSignal,
): AsyncGenerator<Run, void, void> {
  let wake: () => void = () => undefined;
  let isDirty = false;
  const stopListening = services.listen((event) => {
    if (event.runId !== runId) return;
    isDirty = true;
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener("abort", onAbort, { once: true });
  let pollMs = minimumPollMs;
  try {
    while (true) {
      signal?.throwIfAborted();
      isDirty = false;
      const run = await services.storage.records.get({ table: "runs", id: runId });
      if (run === null) throw runNotFound(runId);
      yield run;
      if (isDirty) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      pollMs = Math.min(maximumPollMs, pollMs * 2);
    }
  } finally {
    stopListening();
    signal?.removeEventListener("abort", onAbort);
  }
}

/** @internal */
export function runNotFound(runId: string): MetricsmithError {
  return new MetricsmithError(`Run not found: ${runId}`, { code: "RUN_NOT_FOUND", details: { runId } });
}
