import { MetricsmithError } from "@metricsmith/core/adapter";

// Longer ones, Node's timers take for 1 ms.
const longestTimerMs = 2_147_483_647;

/**
 * The result of `work`, unless `timeoutMs` are over or `signal` fires before; then the signal that `work` was given fires as well.
 *
 * @throws {MetricsmithError} MODEL_TIMEOUT; the signal's reason
 */
export async function callWithin<Result>(
  {
    modelId,
    timeoutMs,
    signal,
  }: { readonly modelId: string; readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const { promise: ended, reject } = deferred();
  const abort = (): void => reject(signal?.reason);
  const timer = setTimeout(() => reject(timeout(modelId, timeoutMs)), Math.min(timeoutMs, longestTimerMs));
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    controller.abort();
  }
}

function deferred(): { readonly promise: Promise<never>; readonly reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_, rejectPromise) => {
    reject = rejectPromise;
  });
  return { promise, reject };
}

function timeout(modelId: string, timeoutMs: number): MetricsmithError {
  return new MetricsmithError(
    `The model "${modelId}" did not answer within ${timeoutMs} ms. Ask again later, or raise \`timeoutMs\`.`,
    { code: "MODEL_TIMEOUT", details: { timeoutMs } },
  );
}
