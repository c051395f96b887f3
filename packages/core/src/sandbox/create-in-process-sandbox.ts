import { setImmediate } from "node:timers/promises";
import { compiledQuickJs } from "./compiled-quickjs.js";
import type { QuickJsSandbox } from "./create-quickjs-sandbox.js";
import { sandboxUnavailable } from "./sandbox-unavailable.js";
import { selfTestSandbox } from "./self-test/self-test-sandbox.js";
import { toSandbox } from "./to-sandbox.js";
import { createInterpreter, type Interpreter } from "./worker/interpreter.js";

/** A thread that the host started has about 1 MB, of which each of QuickJS's own frames takes many times what it counts. */
const stackBytes = 32 * 1024;

/**
 * Runs transformers in QuickJS on the calling thread, **for environments without worker threads only**. Everywhere else use the
 * default, `createQuickJsSandbox`, of which this cannot promise:
 *
 * - The event loop stands still while code runs, for `limits.timeoutMs` or longer: the interpreter looks at the clock once in 10,000 calls
 *   and jumps, and 10,000 slow ones can take seconds.
 * - A built-in that never looks at the clock cannot be ended: `Array(1e9).join("")` hangs the process. Do not give it code that
 *   nobody has read.
 * - Code has a stack of 32 KB instead of 512 KB: less recursion, and JSON that is nested less deeply.
 * - A run is aborted before it begins, or not at all.
 *
 * What it keeps: code reaches nothing of the host, memory is fixed, time and steps are bounded wherever the interpreter looks, each
 * run has a fresh context, and an interpreter that broke is replaced. Runs wait for each other.
 */
export function createInProcessSandbox(): QuickJsSandbox {
  let interpreter: Interpreter | undefined;
  let previousRun: Promise<unknown> = Promise.resolve();

  /** After all earlier work, with a turn of the event loop in between: signals and the host's own work come through. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = previousRun.then(() => setImmediate()).then(work);
    previousRun = result.catch(() => undefined);
    return result;
  }

  const sandbox = toSandbox({
    run: (job, memoryBytes, signal) =>
      inTurn(async () => {
        signal?.throwIfAborted();
        try {
          interpreter ??= createInterpreter(await compiledQuickJs(), stackBytes);
          const { outcome } = await interpreter.run(job, memoryBytes);
          return outcome;
        } catch (error) {
          throw sandboxUnavailable("QuickJS could not be started in this process", error);
        }
      }),
    async close() {
      await inTurn(async () => {
        interpreter = undefined;
      });
    },
  });
  return { ...sandbox, selfTest: () => selfTestSandbox(sandbox, { isOnCallingThread: true }) };
}
