import {
  createMetricsmith,
  createQuickJsSandbox,
  type Metricsmith,
  type MetricsmithOptions,
  type Template,
} from "@metricsmith/core";
import type { Run, Sandbox, SandboxChartRun, SandboxIngestionRun, StorageAdapter } from "@metricsmith/core/adapter";
import { type FakeAnswer, type FakeFetcher, fakeFetcher, type ManualClock, manualClock } from "@metricsmith/testkit";
import { templates } from "./templates.js";

/** A storage adapter that the pipeline suites run on. */
export interface PipelineTarget {
  readonly name: string;
  /** An empty storage. */
  readonly createStorage: () => Promise<StorageAdapter>;
  /** Which of a case's storage calls, numbered from 1, are disturbed here. All of them where absent. */
  readonly disturbs?: (call: number) => boolean;
}

export type Engine = Metricsmith<typeof templates>;
type EngineOptions = Partial<MetricsmithOptions<typeof templates>>;

/** One storage, one API and one clock, with as many engines as a test asks for. */
export interface Scenario {
  readonly storage: StorageAdapter;
  /** Time of the engines. */
  readonly clock: ManualClock;
  readonly fetcher: FakeFetcher;
  /** What the API answers from now on. */
  answer(answer: FakeAnswer | Error | ((endpoint: string) => FakeAnswer | Promise<FakeAnswer>)): void;
  /** Another process on the same storage. */
  engine(options?: EngineOptions): Engine;
  /** The same with other templates. */
  engineOf<const Templates extends readonly Template[]>(
    options: { templates: Templates } & Partial<MetricsmithOptions<Templates>>,
  ): Metricsmith<Templates>;
  /** Moves the storage's clock, which leases go by. */
  passStorageTime(milliseconds: number): void;
}

export const organizationId = "acme";
export const startTime = "2026-03-10T12:00:00.000Z";

let shared: Sandbox | undefined;

/** One sandbox for all engines of a test file: starting one takes longer than most tests. */
export function sharedSandbox(): Sandbox {
  shared ??= createQuickJsSandbox();
  return shared;
}

/**
 * The same, which runs equal code on equal data only once: for tests that repeat one run hundreds of times. What code gives depends on
 * nothing else.
 */
export function rememberingSandbox(): Sandbox {
  const known = new Map<string, Promise<unknown>>();
  const run = (job: SandboxIngestionRun | SandboxChartRun): Promise<unknown> => {
    const { input, signal: _signal, ...rest } = job;
    const key = JSON.stringify([rest, Buffer.from(input).toString("latin1")]);
    const result =
      known.get(key) ??
      (job.kind === "chart"
        ? sharedSandbox().run({ ...job, signal: undefined })
        : sharedSandbox().run({ ...job, signal: undefined }));
    known.set(key, result);
    return result;
  };
  return { run: run as Sandbox["run"], close: async () => undefined };
}

export async function createScenario(target: PipelineTarget, sandbox: Sandbox = sharedSandbox()): Promise<Scenario> {
  const clock = manualClock(startTime);
  let storageOffsetMs = 0;
  const inner = await target.createStorage();
  const moved = (now: Date) => new Date(now.getTime() + storageOffsetMs);
  const storage: StorageAdapter = {
    ...inner,
    now: async () => moved(await inner.now()),
    records: {
      ...inner.records,
      read: async (questions) => {
        const answer = await inner.records.read(questions);
        return { ...answer, now: moved(answer.now) };
      },
    },
  };
  let respond: (endpoint: string) => FakeAnswer | Promise<FakeAnswer> = () => {
    throw new Error("The scenario has no answer.");
  };
  const fetcher = fakeFetcher(({ request }) => respond(request.endpoint));
  const randomBytes = seededBytes(1);
  const defaults = { storage, fetcher, sandbox, clock, randomBytes };
  return {
    storage,
    clock,
    fetcher,
    answer(answer) {
      if (typeof answer === "function") respond = answer;
      else {
        respond = () => {
          if (answer instanceof Error) throw answer;
          return answer;
        };
      }
    },
    engine: (options = {}) => createMetricsmith({ ...defaults, templates, ...options }),
    engineOf: (options) => createMetricsmith({ ...defaults, ...options }),
    passStorageTime(milliseconds) {
      storageOffsetMs += milliseconds;
    },
  };
}

/** Waits until the run is final, without asking through an engine. */
export async function finalRun(storage: StorageAdapter, runId: string): Promise<Run> {
  return eventually(async () => {
    const run = await storage.records.get({ table: "runs", id: runId });
    return run === null || run.completedAt === null ? undefined : run;
  }, `run ${runId} to end`);
}

/** Asks again and again until there is an answer. */
export async function eventually<Value>(
  look: () => Promise<Value | undefined> | Value | undefined,
  what: string,
): Promise<Value> {
  const giveUpAt = Date.now() + 45_000;
  while (Date.now() < giveUpAt) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(2);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

/** What `call` rejects with. */
export async function rejectionOf(
  call: Promise<unknown>,
): Promise<Error & { code?: string; details?: Record<string, unknown> }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("It was expected to reject with an error.");
}

/** @see https://en.wikipedia.org/wiki/Xorshift */
function seededBytes(seed: number): (bytes: Uint8Array) => void {
  let state = seed * 2_654_435_761;
  return (bytes) => {
    for (let index = 0; index < bytes.length; index++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[index] = state & 0xff;
    }
  };
}
