import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { PointColumns, Sandbox, SandboxChartRun, SandboxIngestionRun } from "../ports/sandbox.js";
import type { JsonValue } from "../util/json.js";
import type { SandboxFailure, SandboxJob, SandboxOutcome } from "./job.js";
import { memorySizeFor } from "./memory-size.js";
import { parseForeignJson } from "./parse-foreign-json.js";
import { type QuickJsSandboxOptions, resolveQuickJsSandboxOptions } from "./quickjs-sandbox-options.js";
import { toPointColumns } from "./to-point-columns.js";
import { memoryFailure, timeoutFailure } from "./transform-failures.js";
import { createWorkerPool } from "./worker-pool.js";

function toError({ code, message, details }: SandboxFailure): MetricsmithError {
  return new MetricsmithError(message, { code, details });
}

/**
 * Runs transformers in QuickJS, compiled to WebAssembly, in worker threads: code can reach neither the host's objects nor its
 * files or network, and is ended when it takes too long. Each run has a fresh context. Idle workers do not keep the process alive.
 *
 * A run's memory is `limits.memoryBytes` and 16 times its input, rounded up to 16 MB and at most 512 MB, the interpreter included.
 *
 * @throws {MetricsmithError} OPTION_INVALID
 */
export function createQuickJsSandbox(options?: QuickJsSandboxOptions): Sandbox {
  const { workers } = resolveQuickJsSandboxOptions(options);
  const pool = createWorkerPool(workers);

  async function runJob({
    signal,
    argument,
    ...rest
  }: SandboxIngestionRun | SandboxChartRun): Promise<Exclude<SandboxOutcome, { type: "failure" }>> {
    const { kind, code, input, context, seed, limits } = rest;
    const job: SandboxJob = { kind, code, input, context, seed, limits, argument: JSON.stringify(argument) };
    const memoryBytes = memorySizeFor(input.byteLength, limits.memoryBytes);
    const result = await pool.withThread(signal, (thread) => thread.run(job, memoryBytes, signal));
    if (result.type === "failure") throw toError(result.failure);
    if (result.type === "killed") throw toError(timeoutFailure(limits.timeoutMs));
    if (result.type === "out-of-memory") throw toError(memoryFailure(limits));
    return result;
  }

  function run(input: SandboxIngestionRun): Promise<PointColumns>;
  function run(input: SandboxChartRun): Promise<JsonValue>;
  async function run(input: SandboxIngestionRun | SandboxChartRun): Promise<PointColumns | JsonValue> {
    const result = await runJob(input);
    return result.type === "points" ? toPointColumns(result.points) : parseForeignJson(result.text);
  }

  return { run, close: () => pool.close() };
}
