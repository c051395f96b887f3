import pRetry from "p-retry";
import { MetricsmithError } from "../../errors/metricsmith-error.js";
import type { ErrorCode } from "../../errors/error-codes.js";
import type { ModelCompletion } from "../../ports/model.js";
import type { ResolvedModelOptions } from "./model-options.js";

const REPEATED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "MODEL_RATE_LIMITED",
  "MODEL_UNAVAILABLE",
  "MODEL_TIMEOUT",
]);

/**
 * Completes, and repeats what failed for the moment. Nobody else does: model clients try once. What the host has to change, what is
 * over a budget, and what asks for a longer wait than is allowed is thrown at once.
 *
 * @throws {MetricsmithError} what the last try threw; the signal's reason when it fires
 */
export async function completeWithRetries(
  complete: () => Promise<ModelCompletion>,
  signal: AbortSignal,
  options: Pick<ResolvedModelOptions, "maximumRetries" | "backoffMs" | "maximumInProcessWaitMs" | "sleep" | "random">,
): Promise<ModelCompletion> {
  const tryOnce = async (): Promise<ModelCompletion> => {
    signal.throwIfAborted();
    return complete();
  };
  try {
    return await pRetry(tryOnce, {
      retries: options.maximumRetries,
      // `shouldRetry` waits by itself, since only it knows how long.
      minTimeout: 0,
      async shouldRetry({ error, retriesConsumed }) {
        const waitMs = waitBeforeRetry(error, retriesConsumed, options);
        if (waitMs === null || signal.aborted) return false;
        await options.sleep(waitMs, signal);
        return true;
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Milliseconds until the next try, or `null` when the failure is final. */
function waitBeforeRetry(
  error: unknown,
  retriesConsumed: number,
  {
    backoffMs,
    maximumInProcessWaitMs,
    random,
  }: Pick<ResolvedModelOptions, "backoffMs" | "maximumInProcessWaitMs" | "random">,
): number | null {
  if (!MetricsmithError.isInstance(error) || !REPEATED.has(error.code)) return null;
  const asked = error.details["retryAfterMs"];
  const backoff = Math.min(backoffMs * 2 ** retriesConsumed * (1 + random() / 2), maximumInProcessWaitMs);
  const waitMs = Math.max(backoff, typeof asked === "number" ? asked : 0);
  return waitMs <= maximumInProcessWaitMs ? waitMs : null;
}
