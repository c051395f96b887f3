import { MetricsmithError } from "../errors/metricsmith-error.js";

const mostWorkers = 64;

export interface QuickJsSandboxOptions {
  /**
   * Most runs at the same time. Each has a worker thread of its own (about 40 MB while idle), started when first needed; from the first
   * run on, one more than are at work is kept ready.
   *
   * @defaultValue 1
   */
  readonly workers?: number | undefined;
}

export interface ResolvedQuickJsSandboxOptions {
  readonly workers: number;
}

/** @throws {MetricsmithError} OPTION_INVALID */
export function resolveQuickJsSandboxOptions(options: QuickJsSandboxOptions = {}): ResolvedQuickJsSandboxOptions {
  const { workers = 1 } = options;
  if (!Number.isInteger(workers) || workers < 1 || workers > mostWorkers) {
    throw new MetricsmithError(`sandbox.workers is ${String(workers)}. Give a whole number from 1 to ${mostWorkers}.`, {
      code: "OPTION_INVALID",
    });
  }
  return { workers };
}
