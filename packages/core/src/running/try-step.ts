import pRetry from "p-retry";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { toMetricsmithError } from "../errors/to-metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { Run } from "../runs/run.js";
import { findNonJson } from "../util/find-non-json.js";
import type { JsonValue } from "../util/json.js";
import type { RunnerServices } from "./runner-services.js";
import type { AnyStep, Step } from "./step.js";
import { isStorageFailure } from "./storage-failure.js";
import { type BoundaryRequests, createStepContext } from "./step-context.js";

/** Most bytes of a checkpoint, as JSON in UTF-8. */
export const maximumCheckpointBytes = 65_536;

/** A storage that fails for a moment is asked again this often, whatever the step says. */
const storageRetries = 2;
const storageRetryDelayMs = 100;

interface OutcomeBase {
  readonly startedAt: Date;
  readonly durationMs: number;
}

export type StepOutcome =
  | (OutcomeBase & {
      readonly status: "completed" | "skipped";
      readonly output: JsonValue;
      readonly requests: BoundaryRequests;
    })
  | (OutcomeBase & { readonly status: "failed"; readonly error: MetricsmithError });

/** Runs one step with its retries and time limit. Never rejects because of what the step does. */
export async function tryStep(input: {
  readonly services: RunnerServices;
  readonly run: Run;
  readonly metric: Metric | null;
  readonly step: AnyStep;
  readonly input: JsonValue;
  readonly signal: AbortSignal;
  readonly memory: Map<string, Promise<unknown>>;
  /** Told before and after the wait between two tries. */
  readonly onWait: (isWaiting: boolean) => Promise<void>;
}): Promise<StepOutcome> {
  const { services, signal } = input;
  // The chain of types was checked by definePipeline; from here on values travel as JSON.
  const step = input.step as unknown as Step<string, JsonValue>;
  const startedAt = services.clock.now();
  const started = performance.now();
  const timing = () => ({ startedAt, durationMs: Math.round(performance.now() - started) });
  const times = step.retry?.times ?? 0;

  let firstFailure: unknown;
  try {
    return { ...(await once(step, input)), ...timing() };
  } catch (error) {
    firstFailure = error;
  }
  try {
    const result = await pRetry(
      async (attemptNumber) => {
        // Counting tries, waiting and giving up are the library's; the first one, which nearly always suffices, has been.
        if (attemptNumber === 1) throw firstFailure;
        await input.onWait(false);
        return once(step, input);
      },
      {
        retries: Math.max(times, storageRetries),
        minTimeout: times > 0 ? (step.retry?.delayMs ?? 500) : storageRetryDelayMs,
        factor: 2,
        randomize: false,
        signal,
        shouldRetry: ({ error, attemptNumber }) => {
          if (signal.aborted || !MetricsmithError.isInstance(error)) return false;
          if (isStorageError(error) && attemptNumber <= storageRetries) return true;
          return attemptNumber <= times && (step.retry?.when ?? isWorthRepeating)(error);
        },
        onFailedAttempt: async ({ retriesLeft, error }) => {
          const isOfStorage = MetricsmithError.isInstance(error) && isStorageError(error);
          if (retriesLeft > 0 && !signal.aborted && times > 0 && !isOfStorage) await input.onWait(true);
        },
      },
    );
    return { ...result, ...timing() };
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    const failure = toMetricsmithError(reason, "STEP_FAILED");
    if (failure.code === "STEP_FAILED" && failure.cause instanceof Error) {
      const stack = failure.cause.stack ?? "";
      services.logger.error("A step threw an error that is not the library's own.", {
        runId: input.run.id,
        step: step.name,
        stack,
      });
    }
    return { status: "failed", error: failure, ...timing() };
  }
}

async function once(
  step: Step<string, JsonValue>,
  input: Parameters<typeof tryStep>[0],
): Promise<{ status: "completed" | "skipped"; output: JsonValue; requests: BoundaryRequests }> {
  const { services, run, metric } = input;
  const limit = step.timeoutMs === undefined ? null : startLimit(step, step.timeoutMs);
  const signal = limit === null ? input.signal : AbortSignal.any([input.signal, limit.signal]);
  const requests: BoundaryRequests = { writes: [], events: [], isClosed: false };
  const context = createStepContext({
    services,
    run,
    metric,
    startedAt: run.startedAt ?? services.clock.now(),
    fence: { runId: run.id, attempt: run.attempt },
    signal,
    memory: input.memory,
    requests,
  });
  try {
    return await untilAborted(signal, async () => {
      if (step.skipWhen !== undefined && (await step.skipWhen(input.input, context))) {
        return { status: "skipped" as const, output: input.input, requests };
      }
      return { status: "completed" as const, output: toCheckpoint(await step.run(input.input, context)), requests };
    });
  } catch (error) {
    throw toMetricsmithError(signal.aborted ? signal.reason : error, "STEP_FAILED");
  } finally {
    limit?.stop();
    requests.isClosed = true;
  }
}

function startLimit(step: { readonly name: string }, timeoutMs: number): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(stepTimeout(step.name, timeoutMs)), timeoutMs);
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}

/** The work's outcome, or a rejection as soon as the signal aborts, also when the work ignores the signal. */
async function untilAborted<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  signal.throwIfAborted();
  return Promise.race([work(), abortOf(signal)]);
}

// One listener for all steps of an attempt; the promise goes with its signal.
const aborts = new WeakMap<AbortSignal, Promise<never>>();

function abortOf(signal: AbortSignal): Promise<never> {
  const known = aborts.get(signal);
  if (known !== undefined) return known;
  const abort = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  abort.catch(() => undefined);
  aborts.set(signal, abort);
  return abort;
}

/** The output as every later attempt will read it. */
function toCheckpoint(output: unknown): JsonValue {
  const lost = findNonJson(output);
  if (lost !== null) {
    const place = lost.path === "" ? "The step's output" : `${lost.path.slice(0, 200)} of the step's output`;
    throw new MetricsmithError(
      `${place} is ${lost.found}, which is not JSON: outputs are stored, and the next step reads them from there. Return plain values, such as an ISO text for a time.`,
      { code: "STEP_OUTPUT_INVALID", details: { path: lost.path.slice(0, 200) } },
    );
  }
  const text = JSON.stringify(output ?? null);
  const bytes = Buffer.byteLength(text);
  if (bytes > maximumCheckpointBytes) {
    throw new MetricsmithError(
      `The step's output has ${bytes} bytes of JSON; a checkpoint may have ${maximumCheckpointBytes}. Keep bulk values in storage and return a reference.`,
      { code: "STEP_OUTPUT_INVALID", details: { bytes, maximumBytes: maximumCheckpointBytes } },
    );
  }
  return JSON.parse(text) as JsonValue;
}

function isWorthRepeating(error: MetricsmithError): boolean {
  return error.category === "transient" || error.category === "internal";
}

function isStorageError(error: MetricsmithError): boolean {
  return isStorageFailure(error) || error.code === "STORAGE_CONFLICT";
}

function stepTimeout(step: string, timeoutMs: number): MetricsmithError {
  return new MetricsmithError(
    `It did not finish within ${timeoutMs / 1_000}s. Run it again, or raise the step's timeoutMs.`,
    {
      code: "STEP_TIMEOUT",
      details: { step, timeoutMs },
    },
  );
}
