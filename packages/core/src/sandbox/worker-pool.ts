import { compiledQuickJs } from "./compiled-quickjs.js";
import { memorySizeFor } from "./memory-size.js";
import { startWorkerThread, type WorkerThread } from "./worker-thread.js";

const usualLimitBytes = 64 * 1024 * 1024;

interface Waiter {
  accept(thread: WorkerThread): void;
}

/**
 * Threads for jobs: started when needed, first come first served. From the first job on, one more is kept warm than are at work, so that
 * after a thread had to be ended the next job finds another.
 */
export interface WorkerPool {
  /** Gives `use` a thread of its own. @throws the signal's reason while waiting, and what `use` throws */
  withThread<Result>(signal: AbortSignal | undefined, use: (thread: WorkerThread) => Promise<Result>): Promise<Result>;
  /** Stops idle threads at once, and those at work when they have ended it, unless a later job wants them. */
  close(): Promise<void>;
}

export function createWorkerPool(size: number): WorkerPool {
  let idle: WorkerThread[] = [];
  let busyCount = 0;
  let hasServed = false;
  let isClosed = false;
  const waiters: Waiter[] = [];

  function start(): WorkerThread {
    return startWorkerThread(compiledQuickJs(), memorySizeFor(1, usualLimitBytes));
  }

  function take(): WorkerThread {
    // The one that has rested longest: it has made the context of its next run.
    const thread = usableIdle().shift() ?? start();
    if (hasServed) keepSpare();
    return thread;
  }

  function keepSpare(): void {
    if (!isClosed && usableIdle().length === 0) idle.push(start());
  }

  function usableIdle(): WorkerThread[] {
    idle = idle.filter((thread) => thread.isUsable());
    return idle;
  }

  async function acquire(signal: AbortSignal | undefined): Promise<WorkerThread> {
    isClosed = false;
    if (busyCount < size) {
      busyCount++;
      return take();
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
    if (thread.isUsable()) idle.push(thread);
    // Not before: it would compete with the start of the first thread.
    hasServed = true;
    const waiter = waiters.shift();
    if (waiter !== undefined) waiter.accept(take());
    else {
      busyCount--;
      if (isClosed) void stopIdle();
      else keepSpare();
    }
  }

  async function stopIdle(): Promise<void> {
    const stopped = idle;
    idle = [];
    await Promise.all(stopped.map((thread) => thread.stop()));
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
      isClosed = true;
      await stopIdle();
    },
  };
}
