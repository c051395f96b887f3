import { MetricsmithError } from "../errors/metricsmith-error.js";
import { describeThrown } from "../errors/to-metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import { isFinal, type Run } from "../runs/run.js";
import { claimRuns } from "./claim-runs.js";
import { executeAttempt } from "./execute-attempt.js";
import { runCancelled, shutdownReason } from "./run-errors.js";
import type { DispatcherOptions, InProcessDispatcher, Reservation } from "./in-process-dispatcher.js";
import { groupPipelines, type PipelineGroup } from "./pipeline-groups.js";
import type { RunnerServices } from "./runner-services.js";

/** How soon a run is tried again that the storage could not give. */
const retryDelayMs = 1_000;

interface AttemptStart {
  /** The run's metric, when it is at hand. */
  readonly metric?: Metric | null | undefined;
  /** What the work waits for; from now on it can be cancelled. */
  readonly begin?: Promise<void> | undefined;
}

/** Carries runs by leases in the storage. */
export class LeaseDispatcher implements InProcessDispatcher {
  readonly #services: RunnerServices;
  readonly #options: DispatcherOptions;
  readonly #waiting: string[] = [];
  readonly #working = new Map<string, { controller: AbortController; done: Promise<Run | null> }>();
  /** What is being claimed or stored, up to the moment in which it is at work. */
  readonly #taking = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** A run of a pipeline that only other processes know is theirs. */
  readonly #groups: readonly PipelineGroup[];
  /** Room that is kept for runs which are being claimed or stored. */
  #reserved = 0;
  #turn = 0;
  #isStarted = false;
  #isStopped = false;

  constructor(services: RunnerServices, options: DispatcherOptions) {
    this.#services = services;
    this.#options = options;
    this.#groups = groupPipelines([...services.pipelines.values()]);
  }

  reserve({ atOnce }: { readonly atOnce: boolean }): Reservation | null {
    if (this.#isStopped || (!atOnce && this.#room <= 0)) return null;
    this.#reserved++;
    let settle: () => void = () => undefined;
    this.#track(new Promise((resolve) => (settle = resolve)));
    const release = (): void => {
      this.#reserved--;
      settle();
      this.#fill();
    };
    return {
      release,
      work: (run, metric) => {
        const done = this.#workOrHandBack(run, { metric, begin: atOnce ? Promise.resolve() : nextTurn() });
        release();
        return done;
      },
    };
  }

  atWork(runId: string): Promise<Run | null> | undefined {
    return this.#working.get(runId)?.done;
  }

  dispatch(runId: string): void {
    if (this.#isStopped) return;
    this.#waiting.push(runId);
    this.#fill();
  }

  async execute(runId: string): Promise<Run | null> {
    const atWork = this.atWork(runId);
    if (atWork !== undefined) return atWork;
    const index = this.#waiting.indexOf(runId);
    if (index >= 0) this.#waiting.splice(index, 1);
    try {
      const run = await this.#claimById(runId);
      return run === undefined ? null : await this.#work(run);
    } catch (error) {
      this.tryLater(runId, error);
      return null;
    }
  }

  cancel(runId: string): void {
    const atWork = this.#working.get(runId);
    if (atWork !== undefined) {
      atWork.controller.abort(runCancelled({ id: runId }));
      return;
    }
    // Ending a run needs no step of its pipeline, so anybody may.
    const taking = claimRuns(this.#services, { id: runId, cancelRequestedAt: { gt: new Date(0) } }, 1)
      .then(([run]) => {
        if (run !== undefined) void this.#workOrHandBack(run);
      })
      .catch((error: unknown) => this.tryLater(runId, error));
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
    return this.#options.concurrency - this.#working.size - this.#reserved;
  }

  #fill(): void {
    while (this.#room > 0 && !this.#isStopped) {
      const runId = this.#waiting.shift();
      if (runId === undefined) return;
      this.#reserved++;
      const taking = this.#claimById(runId)
        .then((run) => {
          if (run !== undefined) void this.#workOrHandBack(run);
        })
        .catch((error: unknown) => this.tryLater(runId, error))
        .finally(() => {
          this.#reserved--;
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
      const [run] = await claimRuns(this.#services, { id: runId, ...group }, 1);
      if (run !== undefined) return run;
    }
    return undefined;
  }

  /** A run that was claimed or stored while this worker was told to stop goes back at once. */
  #workOrHandBack(run: Run, start?: AttemptStart): Promise<Run | null> {
    const done = this.#work(run, start);
    if (this.#isStopped) this.#working.get(run.id)?.controller.abort(shutdownReason);
    return done;
  }

  #work(run: Run, { metric, begin }: AttemptStart = {}): Promise<Run | null> {
    const controller = new AbortController();
    const done = Promise.resolve(begin)
      .then(() => executeAttempt({ services: this.#services, run, metric, controller }))
      .then(({ ended, startable }) => {
        for (const runId of startable) this.dispatch(runId);
        return ended;
      })
      .catch((error: unknown) => {
        this.tryLater(run.id, error);
        return null;
      })
      .finally(() => {
        this.#working.delete(run.id);
        this.#fill();
      });
    this.#working.set(run.id, { controller, done });
    return done;
  }

  /**
   * The storage failed for good, or was too slow to keep the lease. If the claim did not reach it, the run is free and can be had soon;
   * if it did, the run is still this worker's and waits until its lease is over. A run that another worker has by then stays with it.
   */
  tryLater(runId: string, error: unknown): void {
    const isLost = MetricsmithError.isInstance(error) && error.code === "RUN_LEASE_LOST";
    const details = { runId, error: describeThrown(error) };
    if (isLost) this.#services.logger.info("This worker lost a run to another one.", details);
    else {
      this.#services.logger.error(
        "A run could not be worked on; it is tried again soon, and when its lease is over.",
        details,
      );
    }
    if (this.#isStopped) return;
    const { leaseMs } = this.#services;
    // Once more, because a heartbeat that was under way when the attempt ended has extended the lease.
    for (const delayMs of [Math.min(retryDelayMs, leaseMs), leaseMs, 2 * leaseMs]) {
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
    this.#reserved += room;
    try {
      let left = room;
      // Whoever was first is last next time.
      const first = this.#turn++ % this.#groups.length;
      for (const group of [...this.#groups.slice(first), ...this.#groups.slice(0, first)]) {
        if (left <= 0) break;
        const runs = await claimRuns(this.#services, group, left);
        for (const run of runs) void this.#workOrHandBack(run);
        left -= runs.length;
      }
    } catch (error) {
      this.#services.logger.warn("Looking for runs failed.", { error: describeThrown(error) });
    } finally {
      this.#reserved -= room;
      // Runs that were dispatched meanwhile found no room.
      this.#fill();
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

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
