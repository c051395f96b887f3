import { compiledQuickJs } from "./compiled-quickjs.js";
import { memorySizeFor } from "./memory-size.js";
import { startWorkerThread, type WorkerThread } from "./worker-thread.js";

const usualLimitBytes = 64 * 1024 * 1024;

interface Waiter {
  accept(thread: WorkerThread): void;
}

/** Threads for jobs: started when needed, up to a number, first come first served. */
export interface WorkerPool {
  /** Gives `use` a thread of its own. @throws the signal's reason while waiting, and what `use` throws */
  withThread<Result>(signal: AbortSignal | undefined, use: (thread: WorkerThread) => Promise<Result>): Promise<Result>;
  /** Stops idle threads. */
  close(): Promise<void>;
}

export function createWorkerPool(size: number): WorkerPool {
  let idle: WorkerThread[] = [];
  let busyCount = 0;
  const waiters: Waiter[] = [];

  function start(): WorkerThread {
    return startWorkerThread(compiledQuickJs(), memorySizeFor(1, usualLimitBytes));
  }

  function takeIdle(): WorkerThread | undefined {
    idle = idle.filter((thread) => thread.isUsable());
    return idle.pop();
  }

  async function acquire(signal: AbortSignal | undefined): Promise<WorkerThread> {
    if (busyCount < size) {
      busyCount++;
      return takeIdle() ?? start();
    }
    return await new Promise((resolve, reject) => {
      function onAbort(): void {
        waiters.splice(waiters.indexOf(waiter), 1);
        reject(signal?.reason);
      }
      const waiter: Waiter = {
        accept(thread) {
          signal?.removeEventListener("abort", onAbort);
          resolve(thread);
        },
      };
      waiters.push(waiter);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  function release(thread: WorkerThread): void {
    // A thread that had to go is replaced at once, so that the next job finds one that has started.
    const next = thread.isUsable() ? thread : start();
    const waiter = waiters.shift();
    if (waiter !== undefined) waiter.accept(next);
    else {
      busyCount--;
      idle.push(next);
    }
  }

  return {
    async withThread(signal, use) {
      signal?.throwIfAborted();
      const thread = await acquire(signal);
      try {
        return await use(thread);
      } finally {
        release(thread);
      }
    },
    async close() {
      const stopped = idle;
      idle = [];
      await Promise.all(stopped.map((thread) => thread.stop()));
    },
  };
}
