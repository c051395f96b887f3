/// <reference path="./virtual-modules.d.ts" />
import { Worker } from "node:worker_threads";
import { workerSource } from "virtual:sandbox-worker";
import type { MetricsmithError } from "../errors/metricsmith-error.js";
import {
  type SandboxJob,
  type SandboxOutcome,
  smallestTransfer,
  type WorkerAnswer,
  type WorkerMessage,
} from "./job.js";
import { sandboxUnavailable } from "./sandbox-unavailable.js";

/** The worker ends code itself at the deadline, unless a built-in of the interpreter is running: then the thread is ended. */
const graceMs = 100;
const longestTimerMs = 2 ** 31 - 1;

/** How a job ended, as seen from outside its thread. */
export type ThreadResult =
  | SandboxOutcome
  /** It had to be ended at the deadline. */
  | { readonly type: "killed" }
  /** Its thread ran out of memory. */
  | { readonly type: "out-of-memory" };

export interface WorkerThread {
  /** False once a job or `stop` ended the thread, or a job left it unfit for another. */
  isUsable(): boolean;
  /**
   * Runs one job; no second one before the first has ended. Keeps the process alive until then.
   *
   * @throws the signal's reason; {MetricsmithError} SANDBOX_UNAVAILABLE when the thread did not start or broke
   */
  run(job: SandboxJob, memoryBytes: number, signal: AbortSignal | undefined): Promise<ThreadResult>;
  stop(): Promise<void>;
}

function unavailable(cause: unknown): MetricsmithError {
  return sandboxUnavailable("The sandbox worker could not be started or broke", cause);
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function createWorker(): Worker {
  return new Worker(workerSource, {
    eval: true,
    name: "metricsmith-sandbox",
    env: {},
    argv: [],
    execArgv: [],
    // Not the process's own streams.
    stdout: true,
    stderr: true,
    resourceLimits: { stackSizeMb: 16, maxOldGenerationSizeMb: 256 },
  });
}

/** What stands for a thread that the platform refused at once. */
function refusedThread(cause: unknown): WorkerThread {
  return {
    isUsable: () => false,
    async run() {
      throw unavailable(cause);
    },
    async stop() {},
  };
}

/** Starts a thread, and never throws: the job that needs it reports why it did not start. It does not keep the process alive while idle. */
export function startWorkerThread(compiled: Promise<WebAssembly.Module>, memoryBytes: number): WorkerThread {
  let worker: Worker;
  try {
    worker = createWorker();
  } catch (error) {
    return refusedThread(error);
  }
  let isUsable = true;
  let isRunning = false;
  function holdProcessWhileRunning(): void {
    if (isRunning) worker.ref();
    else worker.unref();
  }
  holdProcessWhileRunning();

  let settle: ((answer: WorkerAnswer) => void) | undefined;
  let fail: ((error: unknown) => void) | undefined;
  let death: { readonly error: unknown } | undefined;
  function die(error: unknown): void {
    isUsable = false;
    death ??= { error };
    fail?.(death.error);
  }
  worker.on("message", (answer: WorkerAnswer) => settle?.(answer));
  worker.on("error", die);
  worker.on("exit", () => die(new Error("the thread ended")));

  function nextAnswer(): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      settle = resolve;
      fail = reject;
      if (death !== undefined) reject(death.error);
    });
  }

  async function stop(): Promise<void> {
    isUsable = false;
    await worker.terminate();
  }

  const ready = compiled.then((module) => {
    const message: WorkerMessage = { type: "start", compiled: module, memoryBytes };
    worker.postMessage(message);
    return nextAnswer();
  });
  // Its start makes a thread hold the process again. A failed start is reported by the job that needs the thread.
  ready.then(holdProcessWhileRunning, () => {
    isUsable = false;
  });

  async function runReady(job: SandboxJob, jobMemoryBytes: number): Promise<ThreadResult> {
    // A copy of these bytes alone: the caller keeps its own. A large one moves to the other thread, a small one is faster cloned.
    const input = new Uint8Array(job.input);
    const message: WorkerMessage = { type: "job", job: { ...job, input }, memoryBytes: jobMemoryBytes };
    worker.postMessage(message, input.byteLength >= smallestTransfer ? [input.buffer] : []);
    const answer = nextAnswer();

    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<"overdue">((resolve) => {
      const delayMs = Math.min(job.limits.timeoutMs + graceMs, longestTimerMs);
      // After a pause of this thread the timer comes first although the answer is there: let the answer in before judging.
      timer = setTimeout(() => setImmediate(() => resolve("overdue")), delayMs);
    });
    try {
      const first = await Promise.race([answer, overdue]);
      if (first === "overdue") {
        void stop();
        return { type: "killed" };
      }
      if (first.type !== "reply") throw new Error("the thread gave an unexpected answer");
      if (first.reply.isSpent) void stop();
      return first.reply.outcome;
    } catch (error) {
      if (isOutOfMemory(error)) return { type: "out-of-memory" };
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    isUsable: () => isUsable,
    stop,
    async run(job, jobMemoryBytes, signal) {
      signal?.throwIfAborted();
      isRunning = true;
      holdProcessWhileRunning();
      let onAbort: (() => void) | undefined;
      const aborted = new Promise<"aborted">((resolve) => {
        onAbort = () => resolve("aborted");
        signal?.addEventListener("abort", onAbort, { once: true });
      });
      try {
        const result = await Promise.race([ready.then(() => runReady(job, jobMemoryBytes)), aborted]);
        if (result !== "aborted") return result;
        void stop();
      } catch (error) {
        void stop();
        throw unavailable(error);
      } finally {
        if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
        isRunning = false;
        holdProcessWhileRunning();
      }
      throw signal?.reason;
    },
  };
}
