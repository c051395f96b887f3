import type { Metric } from "../metrics/metric.js";
import type { Run } from "../runs/run.js";
import { LeaseDispatcher } from "./lease-dispatcher.js";
import type { RunnerServices } from "./runner-services.js";

export interface DispatcherOptions {
  /** Most runs at work at a time. */
  readonly concurrency: number;
  /** How often `start` looks for runs left by other processes, in milliseconds. */
  readonly pollIntervalMs: number;
}

/** Room for one run that this process is about to store as its own. It is used once: for work, or released. */
export interface Reservation {
  /**
   * Works on the run, which was stored with this worker's lease, and on its metric as it was stored with it. Resolves as `execute` does.
   */
  work(run: Run, metric: Metric | null): Promise<Run | null>;
  /** Gives the room back. */
  release(): void;
}

/** Carries runs to this process: the ones it is told of at once, and after `start` also those it finds in storage. */
export interface InProcessDispatcher {
  /**
   * Keeps room for a run that is about to be stored; `null` when there is none, or when this process takes no more. `atOnce` makes room,
   * and its work begins in the same turn; otherwise whoever stores the run can listen to it before it begins.
   */
  reserve(input: { readonly atOnce: boolean }): Reservation | null;
  /** Executes the run in the background as soon as there is room, unless another worker has it. */
  dispatch(runId: string): void;
  /** Executes the run now and here. Resolves with the run as it ended; `null` when it did not end here. */
  execute(runId: string): Promise<Run | null>;
  /** Looks for the run again, soon and when its lease is over: the storage failed, and nobody knows what it has done before. */
  tryLater(runId: string, error: unknown): void;
  /** Resolves as `execute` does; `undefined` when this process is not at work on the run. */
  atWork(runId: string): Promise<Run | null> | undefined;
  /** Ends a run that is marked as cancelled: at once when this process is at work on it, or nobody is. */
  cancel(runId: string): void;
  start(): void;
  /** Takes no more runs, waits up to `timeoutMs` for those at work, then hands the rest back. */
  stop(input: { timeoutMs: number }): Promise<void>;
}

export function createInProcessDispatcher(services: RunnerServices, options: DispatcherOptions): InProcessDispatcher {
  return new LeaseDispatcher(services, options);
}
