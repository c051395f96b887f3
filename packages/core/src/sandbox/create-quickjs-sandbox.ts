import type { Sandbox } from "../ports/sandbox.js";
import { type QuickJsSandboxOptions, resolveQuickJsSandboxOptions } from "./quickjs-sandbox-options.js";
import { type SandboxReport, selfTestSandbox } from "./self-test/self-test-sandbox.js";
import { toSandbox } from "./to-sandbox.js";
import { memoryFailure, timeoutFailure } from "./transform-failures.js";
import { createWorkerPool } from "./worker-pool.js";

/** A sandbox on QuickJS. */
export interface QuickJsSandbox extends Sandbox {
  /**
   * Attacks the sandbox on the platform at hand: endless code, memory, escapes, tampering. Takes a second or two, in which other
   * runs wait their turn. What failed is in the report.
   *
   * @throws {MetricsmithError} SANDBOX_UNAVAILABLE when the sandbox cannot start
   */
  selfTest(): Promise<SandboxReport>;
}

/**
 * Runs transformers in QuickJS, compiled to WebAssembly, in worker threads: code can reach neither the host's objects nor its
 * files or network, and is ended when it takes too long. Each run has a fresh context. Idle workers do not keep the process alive.
 *
 * A run's memory is `limits.memoryBytes` and 16 times its input, rounded up to 16 MB and at most 512 MB, the interpreter included.
 *
 * @throws {MetricsmithError} OPTION_INVALID
 */
export function createQuickJsSandbox(options?: QuickJsSandboxOptions): QuickJsSandbox {
  const { workers } = resolveQuickJsSandboxOptions(options);
  const pool = createWorkerPool(workers);
  const sandbox = toSandbox({
    async run(job, memoryBytes, signal) {
      const result = await pool.withThread(signal, (thread) => thread.run(job, memoryBytes, signal));
      if (result.type === "killed")
        return { type: "failure", failure: timeoutFailure(job.limits.timeoutMs), consoleLines: [] };
      if (result.type === "out-of-memory")
        return { type: "failure", failure: memoryFailure(job.limits), consoleLines: [] };
      return result;
    },
    close: () => pool.close(),
  });
  return { ...sandbox, selfTest: () => selfTestSandbox(sandbox, { isOnCallingThread: false }) };
}
