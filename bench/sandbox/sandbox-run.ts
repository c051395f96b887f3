import type { Sandbox, SandboxLimits } from "@metricsmith/core";
import type { Workload } from "./workloads.js";

export const megabyte = 1024 * 1024;

const limits: SandboxLimits = {
  timeoutMs: 60_000,
  maximumSteps: Number.MAX_SAFE_INTEGER,
  memoryBytes: 64 * megabyte,
  maximumPoints: 1_000_000,
  maximumOutputBytes: 64 * megabyte,
};

const context = { fetchedAtMs: Date.UTC(2026, 0, 1), timezone: "UTC", offsets: [] };

/** Runs a workload's code on its input. */
export async function runWorkload(sandbox: Sandbox, workload: Workload, input: Uint8Array): Promise<unknown> {
  const { kind, code, argument } = workload;
  const run = { code, input, argument, context, seed: 1, limits };
  return kind === "chart" ? await sandbox.run({ kind, ...run }) : await sandbox.run({ kind, ...run });
}

/** Runs foreign code. */
export async function runProgram(
  sandbox: Sandbox,
  program: { readonly run: "ingestion" | "chart"; readonly code: string; readonly input: string },
  bounds: Pick<SandboxLimits, "timeoutMs" | "memoryBytes">,
): Promise<unknown> {
  const run = {
    code: program.code,
    input: new TextEncoder().encode(program.input),
    argument: {},
    context,
    seed: 1,
    limits: { ...limits, ...bounds, maximumPoints: 250_000, maximumOutputBytes: 32 * megabyte },
  };
  return program.run === "chart"
    ? await sandbox.run({ kind: "chart", ...run })
    : await sandbox.run({ kind: "ingestion", ...run });
}
