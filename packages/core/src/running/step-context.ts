import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { FetchOutput } from "../ports/fetching.js";
import type { Logger } from "../ports/logger.js";
import type { PayloadStore } from "../ports/payloads.js";
import type { PointStore } from "../ports/points.js";
import type { PointColumns, Sandbox, SandboxChartRun, SandboxIngestionRun } from "../ports/sandbox.js";
import type { CommitInput, Fence, RecordStore, Write } from "../ports/storage.js";
import type { Run } from "../runs/run.js";
import type { JsonValue } from "../util/json.js";
import { deriveId } from "../util/uuid.js";
import type { PointsSavedEvent, RunnerServices, StepFetchInput } from "./runner-services.js";

/**
 * The world as a step sees it. Everything it writes is fenced: once another worker has taken the run, or the step has timed
 * out or been cancelled, every method throws and nothing lands.
 */
export interface StepContext {
  /** As of the start of this attempt. */
  readonly run: Run;
  /** As of the start of this attempt; `null` for pipelines of scope `organization`. */
  readonly metric: Metric | null;
  /** When the run's first attempt started: the same for every attempt, so what is computed from it is too. */
  readonly startedAt: Date;
  /** Aborts on cancel, time-out, shutdown and when the lease is lost. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly records: Pick<RecordStore, "get" | "find" | "read" | "count">;
  readonly points: PointStore;
  readonly payloads: Pick<PayloadStore, "put" | "get">;
  readonly sandbox: Pick<Sandbox, "run">;
  now(): Date;
  fetch(input: StepFetchInput): Promise<FetchOutput>;
  /** Commits at once, as `StorageAdapter.commit` does. */
  commit(input: Omit<CommitInput, "fence">): Promise<boolean>;
  /** Adds writes to the commit of this step's boundary: they land with its checkpoint or not at all. */
  atBoundary(writes: readonly Write[]): void;
  /** Tells listeners, after this step's boundary was committed. The event is made only when somebody listens. */
  announce(makeEvent: () => PointsSavedEvent): void;
  /** The same id for the same label in every attempt of this run. */
  deriveId(label: string): string;
  /** Calls `load` once per attempt and key. For bulk values, of which checkpoints keep only references. */
  memo<Value>(key: string, load: () => Promise<Value>): Promise<Value>;
}

/** What one try of a step has asked to happen at its boundary. */
export interface BoundaryRequests {
  readonly writes: Write[];
  readonly events: PointsSavedEvent[];
  /** Set when the try has ended: whatever it left running may not write any more. */
  isClosed: boolean;
}

/** Made once: it is rarely seen, and its stack would say nothing. */
const tryHasEnded = new MetricsmithError("The step has ended, so what it left running may not write any more.", {
  code: "RUN_LEASE_LOST",
});

/** The context of one try of a step. */
export function createStepContext(input: {
  readonly services: RunnerServices;
  readonly run: Run;
  readonly metric: Metric | null;
  readonly startedAt: Date;
  readonly fence: Fence;
  readonly signal: AbortSignal;
  readonly memory: Map<string, Promise<unknown>>;
  readonly requests: BoundaryRequests;
}): StepContext {
  const { services, run, fence, signal, memory, requests } = input;
  const { storage, payloads, sandbox } = services;

  function assertLive(): void {
    signal.throwIfAborted();
    if (requests.isClosed) throw tryHasEnded;
  }

  function live<Arguments extends unknown[], Result>(
    call: (...parameters: Arguments) => Promise<Result>,
  ): (...parameters: Arguments) => Promise<Result> {
    return async (...parameters) => {
      assertLive();
      return call(...parameters);
    };
  }

  return {
    run,
    metric: input.metric,
    startedAt: input.startedAt,
    signal,
    logger: services.logger,
    records: {
      get: async (query) => {
        assertLive();
        return storage.records.get(query);
      },
      find: async (query) => {
        assertLive();
        return storage.records.find(query);
      },
      read: async (questions) => {
        assertLive();
        return storage.records.read(questions);
      },
      count: async (query) => {
        assertLive();
        return storage.records.count(query);
      },
    },
    points: {
      upsert: live((query) => storage.points.upsert({ ...query, fence })),
      list: live((query) => storage.points.list(query)),
      aggregate: live((query) => storage.points.aggregate(query)),
      summarize: live((query) => storage.points.summarize(query)),
      delete: live((query) => storage.points.delete({ ...query, fence })),
    },
    payloads: {
      put: live((query) => payloads.put(query)),
      get: live((query) => payloads.get(query)),
    },
    sandbox: {
      run: abortable(sandbox, signal, assertLive),
    },
    now: () => services.clock.now(),
    fetch: live((query) => services.fetch({ ...query, run, signal })),
    commit: live((query) => storage.commit({ ...query, fence })),
    atBoundary: (writes) => {
      assertLive();
      requests.writes.push(...writes);
    },
    announce: (makeEvent) => {
      if (services.isHeard()) requests.events.push(makeEvent());
    },
    deriveId: (label) => deriveId(run.id, label),
    memo: <Value>(key: string, load: () => Promise<Value>) => {
      const known = memory.get(key);
      if (known !== undefined) return known as Promise<Value>;
      const loading = load();
      memory.set(key, loading);
      loading.catch(() => memory.delete(key));
      return loading;
    },
  };
}

function abortable(sandbox: Sandbox, signal: AbortSignal, assertLive: () => void): Sandbox["run"] {
  function run(job: SandboxIngestionRun): Promise<PointColumns>;
  function run(job: SandboxChartRun): Promise<JsonValue>;
  function run(job: SandboxIngestionRun | SandboxChartRun): Promise<PointColumns | JsonValue> {
    assertLive();
    return job.kind === "chart" ? sandbox.run({ ...job, signal }) : sandbox.run({ ...job, signal });
  }
  return run;
}
