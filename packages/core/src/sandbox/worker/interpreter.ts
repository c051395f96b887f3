/// <reference path="../web-assembly.d.ts" />
import type { SandboxJob, SandboxReply } from "../job.js";
import { GuestSession } from "./guest-session.js";
import { runJob } from "./run-job.js";
import { createWasmInstance, type WasmInstance } from "./wasm-instance.js";

/** QuickJS on the calling thread: one instance at a time, replaced when a job spent it, and a fresh session for each job. */
export interface Interpreter {
  /** Makes an instance and a session for the first job, so that it need not wait for them. */
  start(memoryBytes: number): Promise<void>;
  /**
   * Runs one job, during which the thread does nothing else; no second one before the first has ended.
   *
   * @throws when QuickJS cannot be started
   */
  run(job: SandboxJob, memoryBytes: number): Promise<SandboxReply>;
}

/** With more memory than its own a job could do what it cannot do after others. */
function isSuited(candidate: WasmInstance, memoryBytes: number): boolean {
  return !candidate.isSpent() && candidate.memoryBytes === memoryBytes;
}

/** @param stackBytes - stack of the code that runs; the thread's own must be much larger, or it overflows first */
export function createInterpreter(compiled: WebAssembly.Module, stackBytes: number): Interpreter {
  let instance: WasmInstance | undefined;
  /** Made while idle, on `instance`. */
  let nextSession: GuestSession | undefined;
  /** Has answered; closed while idle, so that nobody waits for it. */
  let usedSession: GuestSession | undefined;

  function openSession(on: WasmInstance): GuestSession {
    try {
      return new GuestSession(on, stackBytes);
    } catch (error) {
      on.poison();
      throw error;
    }
  }

  function closeUsedSession(): void {
    usedSession?.close();
    usedSession = undefined;
  }

  function forgetInstance(): void {
    instance = undefined;
    nextSession = undefined;
    usedSession = undefined;
  }

  /** Done between two jobs: closing a session and making the next take longer than a small job. */
  function prepareNextSession(): void {
    closeUsedSession();
    if (instance === undefined || instance.isSpent()) return;
    try {
      nextSession ??= openSession(instance);
    } catch {
      // The instance is poisoned: the next job makes another, and reports it if that fails too.
      forgetInstance();
    }
  }

  /** The present instance when it is fit and its memory suits, else a new one. */
  async function instanceWith(memoryBytes: number): Promise<WasmInstance> {
    closeUsedSession();
    if (instance !== undefined && isSuited(instance, memoryBytes)) return instance;
    forgetInstance();
    instance = await createWasmInstance(compiled, memoryBytes);
    return instance;
  }

  return {
    async start(memoryBytes) {
      nextSession = openSession(await instanceWith(memoryBytes));
    },
    async run(job, memoryBytes) {
      const suited = await instanceWith(memoryBytes);
      const session = nextSession ?? openSession(suited);
      nextSession = undefined;
      suited.beginRun(job.context.fetchedAtMs);
      const outcome = runJob(suited, session, job, () => openSession(suited));
      const isSpent = suited.isSpent();
      if (isSpent) forgetInstance();
      else {
        usedSession = session;
        setImmediate(prepareNextSession);
      }
      return { outcome, isSpent };
    },
  };
}
