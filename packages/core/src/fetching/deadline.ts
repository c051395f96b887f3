/** Ends an operation when the caller aborts or the time is up, whichever comes first. */
export interface Deadline {
  /** Aborted at the end, for everything that listens to a signal. */
  readonly signal: AbortSignal;
  readonly isTimedOut: () => boolean;
  readonly remainingMs: () => number;
  /** Settles as `operation` does, or rejects at once at the end, also when the operation does not listen. */
  race<T>(operation: Promise<T>): Promise<T>;
  /** Must be called when the operation is over. */
  dispose(): void;
}

/** Starts counting now. */
export function createDeadline(caller: AbortSignal, timeoutMs: number): Deadline {
  const controller = new AbortController();
  const startedAt = performance.now();
  let isTimedOut = false;
  const onAbort = () => controller.abort(caller.reason);
  const onTimeout = () => {
    isTimedOut = true;
    controller.abort(new DOMException("The time is up.", "TimeoutError"));
  };
  const timer = setTimeout(onTimeout, timeoutMs);
  caller.addEventListener("abort", onAbort, { once: true });
  if (caller.aborted) onAbort();
  const { signal } = controller;
  const ended = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  // Nobody may be waiting any more when it rejects.
  ended.catch(() => {});
  return {
    signal,
    isTimedOut: () => isTimedOut,
    remainingMs: () => timeoutMs - (performance.now() - startedAt),
    race: (operation) => Promise.race([operation, ended]),
    dispose() {
      clearTimeout(timer);
      caller.removeEventListener("abort", onAbort);
    },
  };
}
