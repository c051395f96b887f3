import { describeThrown } from "../errors/to-metricsmith-error.js";
import { isFinal, type Run } from "../runs/run.js";
import { executeAttempt } from "./execute-attempt.js";
import { runCancelled, shutdownReason } from "./run-errors.js";
import type { Where } from "../ports/storage.js";
import { groupPipelines, type PipelineGroup } from "./pipeline-groups.js";
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
  /** Ends a run that is marked as cancelled: at once when this process is at work on it, or nobody is. */
  cancel(runId: string): void;
  start(): void;
  /** Takes no more runs, waits up to `timeoutMs` for those at work, then hands the rest back. */
  stop(input: { timeoutMs: number }): Promise<void>;
}

export function createInProcessDispatcher(services: RunnerServices, options: DispatcherOptions): InProcessDispatcher {
  return new LeaseDispatcher(services, options);
}

const unfinished: Run["status"][] = ["pending", "validating", "running", "processing"];

/** How soon a run is tried again that the storage could not give. */
const retryDelayMs = 1_000;

class LeaseDispatcher implements InProcessDispatcher {
  readonly #services: RunnerServices;
  readonly #options: DispatcherOptions;
  readonly #waiting: string[] = [];
  readonly #working = new Map<string, { controller: AbortController; done: Promise<void> }>();
  /** Claims under way, up to the moment in which their runs are at work. */
  readonly #taking = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** A run of a pipeline that only other processes know is theirs. */
  readonly #groups: readonly PipelineGroup[];
  #claiming = 0;
  #turn = 0;
  #isStarted = false;
  #isStopped = false;

  constructor(services: RunnerServices, options: DispatcherOptions) {
    this.#services = services;
    this.#options = options;
    this.#groups = groupPipelines([...services.pipelines.values()]);
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
    try {
      const run = await this.#claimById(runId);
      if (run !== undefined) await this.#work(run);
    } catch (error) {
      this.#tryLater(runId, error);
    }
  }

  cancel(runId: string): void {
    const atWork = this.#working.get(runId);
    if (atWork !== undefined) {
      atWork.controller.abort(runCancelled({ id: runId }));
      return;
    }
    // Ending a run needs no step of its pipeline, so anybody may.
    const taking = this.#claim({ id: runId, cancelRequestedAt: { gt: new Date(0) } }, 1)
      .then(([run]) => {
        if (run !== undefined) this.#workOrHandBack(run);
      })
      .catch((error: unknown) => this.#tryLater(runId, error));
    this.#track(taking);
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
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, input.timeoutMs);
    });
    await Promise.race([this.#idle(), timeout]);
    clearTimeout(timer);
    for (const { controller } of this.#working.values()) controller.abort(shutdownReason);
    await this.#idle();
  }

  /** Resolves when nothing is claimed and nothing is at work any more. */
  async #idle(): Promise<void> {
    while (this.#taking.size + this.#working.size > 0) {
      await Promise.allSettled([...this.#taking, ...[...this.#working.values()].map(({ done }) => done)]);
    }
  }

  get #room(): number {
    return this.#options.concurrency - this.#working.size - this.#claiming;
  }

  #fill(): void {
    while (this.#room > 0 && !this.#isStopped) {
      const runId = this.#waiting.shift();
      if (runId === undefined) return;
      this.#claiming++;
      const taking = this.#claimById(runId)
        .then((run) => {
          if (run !== undefined) this.#workOrHandBack(run);
        })
        .catch((error: unknown) => this.#tryLater(runId, error))
        .finally(() => {
          this.#claiming--;
          this.#fill();
        });
      this.#track(taking);
    }
  }

  #track(taking: Promise<void>): void {
    this.#taking.add(taking);
    void taking.finally(() => this.#taking.delete(taking));
  }

  async #claimById(runId: string): Promise<Run | undefined> {
    for (const group of this.#groups) {
      const [run] = await this.#claim({ id: runId, ...group }, 1);
      if (run !== undefined) return run;
    }
    return undefined;
  }

  async #claim(where: Where<"runs">, limit: number): Promise<Run[]> {
    const { storage, workerId, leaseMs } = this.#services;
    const now = await storage.now();
    return storage.records.claim({
      table: "runs",
      where: { ...where, status: { in: unfinished }, leaseExpiresAt: { lte: now } },
      set: {
        status: "validating",
        attempt: { increment: 1 },
        leaseOwner: workerId,
        leaseExpiresAt: new Date(now.getTime() + leaseMs),
      },
      limit,
    });
  }

  /** A run that was claimed while this worker was told to stop goes back at once. */
  #workOrHandBack(run: Run): void {
    void this.#work(run);
    if (this.#isStopped) this.#working.get(run.id)?.controller.abort(shutdownReason);
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

  /**
   * The storage failed for good. If the claim did not reach it, the run is free and can be had soon; if it did, the run is still this
   * worker's and waits until its lease is over.
   */
  #tryLater(runId: string, error: unknown): void {
    this.#services.logger.error("A run could not be worked on; it is tried again soon, and when its lease is over.", {
      runId,
      error: describeThrown(error),
    });
    if (this.#isStopped) return;
    for (const delayMs of [Math.min(retryDelayMs, this.#services.leaseMs), this.#services.leaseMs]) {
      this.#after(delayMs, () => {
        void this.#isUnfinished(runId).then((is) => void (is && this.dispatch(runId)));
      });
    }
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
    this.#track(looked);
    void looked.finally(() => {
      if (this.#isStarted) this.#after(this.#options.pollIntervalMs, () => this.#poll());
    });
  }

  async #claimFound(room: number): Promise<void> {
    this.#claiming += room;
    try {
      let left = room;
      // Whoever was first is last next time.
      const first = this.#turn++ % this.#groups.length;
      for (const group of [...this.#groups.slice(first), ...this.#groups.slice(0, first)]) {
        if (left <= 0) break;
        const runs = await this.#claim(group, left);
        for (const run of runs) this.#workOrHandBack(run);
        left -= runs.length;
      }
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
