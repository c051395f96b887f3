import { describeThrown } from "../errors/to-metricsmith-error.js";
import { isFinal, type Run } from "../runs/run.js";
import { executeAttempt, runCancelled, shutdownReason } from "./execute-attempt.js";
import type { RunnerServices } from "./runner-services.js";

export interface DispatcherOptions {
  /** Most runs at work at a time. */
  readonly concurrency: number;
  /** How often `start` looks for runs left by other processes, in milliseconds. */
  readonly pollIntervalMs: number;
}

/** Carries runs to this process: the ones it is told of at once, and after `start` also those it finds in storage. */
export interface InProcessDispatcher {
  /** Executes the run in the background as soon as there is room, unless another worker has it. */
  dispatch(runId: string): void;
  /** Executes the run now and here; resolves when it has ended or another worker has it. */
  execute(runId: string): Promise<void>;
  /** Aborts the run if this process is at work on it. */
  cancel(runId: string): void;
  start(): void;
  /** Takes no more runs, waits up to `timeoutMs` for those at work, then hands the rest back. */
  stop(input: { timeoutMs: number }): Promise<void>;
}

export function createInProcessDispatcher(services: RunnerServices, options: DispatcherOptions): InProcessDispatcher {
  return new LeaseDispatcher(services, options);
}

const unfinished: Run["status"][] = ["pending", "validating", "running", "processing"];

class LeaseDispatcher implements InProcessDispatcher {
  readonly #services: RunnerServices;
  readonly #options: DispatcherOptions;
  readonly #waiting: string[] = [];
  readonly #working = new Map<string, { controller: AbortController; done: Promise<void> }>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #claiming = 0;
  #isStarted = false;
  #isStopped = false;

  constructor(services: RunnerServices, options: DispatcherOptions) {
    this.#services = services;
    this.#options = options;
  }

  dispatch(runId: string): void {
    if (this.#isStopped) return;
    this.#waiting.push(runId);
    this.#fill();
  }

  async execute(runId: string): Promise<void> {
    const atWork = this.#working.get(runId);
    if (atWork !== undefined) return atWork.done;
    const index = this.#waiting.indexOf(runId);
    if (index >= 0) this.#waiting.splice(index, 1);
    const [run] = await this.#claim(1, runId);
    if (run !== undefined) await this.#work(run);
  }

  cancel(runId: string): void {
    this.#working.get(runId)?.controller.abort(runCancelled({ id: runId }));
  }

  start(): void {
    this.#isStopped = false;
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#poll();
  }

  async stop(input: { timeoutMs: number }): Promise<void> {
    this.#isStarted = false;
    this.#isStopped = true;
    this.#waiting.length = 0;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const atWork = () => Promise.allSettled([...this.#working.values()].map((each) => each.done));
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, input.timeoutMs);
    });
    await Promise.race([atWork(), timeout]);
    clearTimeout(timer);
    for (const { controller } of this.#working.values()) controller.abort(shutdownReason);
    await atWork();
  }

  get #room(): number {
    return this.#options.concurrency - this.#working.size - this.#claiming;
  }

  #fill(): void {
    while (this.#room > 0 && !this.#isStopped) {
      const runId = this.#waiting.shift();
      if (runId === undefined) return;
      this.#claiming++;
      void this.#claim(1, runId)
        .then(([run]) => void (run && this.#work(run)))
        .catch((error: unknown) => this.#tryLater(runId, error))
        .finally(() => {
          this.#claiming--;
          this.#fill();
        });
    }
  }

  async #claim(limit: number, runId?: string): Promise<Run[]> {
    const { storage, workerId, leaseMs, pipelines } = this.#services;
    const now = await storage.now();
    return storage.records.claim({
      table: "runs",
      where: {
        id: runId,
        status: { in: unfinished },
        leaseExpiresAt: { lte: now },
        // A run of a pipeline that only other processes know is theirs.
        pipeline: { in: [...new Set([...pipelines.values()].map((pipeline) => pipeline.name))] },
      },
      set: {
        status: "validating",
        attempt: { increment: 1 },
        leaseOwner: workerId,
        leaseExpiresAt: new Date(now.getTime() + leaseMs),
      },
      limit,
    });
  }

  #work(run: Run): Promise<void> {
    const controller = new AbortController();
    const done = executeAttempt({ services: this.#services, run, controller })
      .then(({ startable }) => {
        for (const runId of startable) this.dispatch(runId);
      })
      .catch((error: unknown) => this.#tryLater(run.id, error))
      .finally(() => {
        this.#working.delete(run.id);
        this.#fill();
      });
    this.#working.set(run.id, { controller, done });
    return done;
  }

  /** The storage failed for good: the run is still this worker's, so it waits until its lease is over. */
  #tryLater(runId: string, error: unknown): void {
    this.#services.logger.error("A run could not be worked on; it is tried again when its lease is over.", {
      runId,
      error: describeThrown(error),
    });
    if (this.#isStopped) return;
    this.#after(this.#services.leaseMs, () => {
      void this.#isUnfinished(runId).then((is) => void (is && this.dispatch(runId)));
    });
  }

  async #isUnfinished(runId: string): Promise<boolean> {
    try {
      const run = await this.#services.storage.records.get({ table: "runs", id: runId });
      return run !== null && !isFinal(run.status);
    } catch {
      return true;
    }
  }

  #poll(): void {
    if (!this.#isStarted) return;
    const room = this.#room;
    const looked = room > 0 && this.#waiting.length === 0 ? this.#claimFound(room) : Promise.resolve();
    void looked.finally(() => {
      if (this.#isStarted) this.#after(this.#options.pollIntervalMs, () => this.#poll());
    });
  }

  async #claimFound(room: number): Promise<void> {
    this.#claiming += room;
    try {
      for (const run of await this.#claim(room)) void this.#work(run);
    } catch (error) {
      this.#services.logger.warn("Looking for runs failed.", { error: describeThrown(error) });
    } finally {
      this.#claiming -= room;
    }
  }

  #after(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    timer.unref();
    this.#timers.add(timer);
  }
}
