import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { PointColumns, Sandbox, SandboxChartRun, SandboxIngestionRun } from "../ports/sandbox.js";
import type { JsonValue } from "../util/json.js";
import type { SandboxJob, SandboxOutcome } from "./job.js";
import { memorySizeFor } from "./memory-size.js";
import { parseForeignJson } from "./parse-foreign-json.js";
import { toPointColumns } from "./to-point-columns.js";

/** Where jobs run. */
export interface JobRunner {
  /** @throws the signal's reason; {MetricsmithError} SANDBOX_UNAVAILABLE */
  run(job: SandboxJob, memoryBytes: number, signal: AbortSignal | undefined): Promise<SandboxOutcome>;
  close(): Promise<void>;
}

/** The port, on whatever runs its jobs. */
export function toSandbox(runner: JobRunner): Sandbox {
  async function runJob({
    signal,
    argument,
    onConsole,
    ...rest
  }: SandboxIngestionRun | SandboxChartRun): Promise<Exclude<SandboxOutcome, { type: "failure" }>> {
    const { kind, code, input, context, seed, limits } = rest;
    const job: SandboxJob = { kind, code, input, context, seed, limits, argument: JSON.stringify(argument) };
    const outcome = await runner.run(job, memorySizeFor(input.byteLength, limits.memoryBytes), signal);
    if (outcome.consoleLines.length > 0) onConsole?.(outcome.consoleLines);
    if (outcome.type !== "failure") return outcome;
    const { code: errorCode, message, details } = outcome.failure;
    throw new MetricsmithError(message, { code: errorCode, details });
  }

  function run(input: SandboxIngestionRun): Promise<PointColumns>;
  function run(input: SandboxChartRun): Promise<JsonValue>;
  async function run(input: SandboxIngestionRun | SandboxChartRun): Promise<PointColumns | JsonValue> {
    const result = await runJob(input);
    return result.type === "points" ? toPointColumns(result.points) : parseForeignJson(result.text);
  }

  return { run, close: () => runner.close() };
}
