import { MetricsmithError } from "./metricsmith-error.js";
import type { ErrorCode } from "./error-codes.js";

/** The error itself when it is ours, else ours with `code` around it. */
export function toMetricsmithError(error: unknown, code: ErrorCode): MetricsmithError {
  if (MetricsmithError.isInstance(error)) return error;
  return new MetricsmithError(describeThrown(error), { code, cause: error });
}

/** A sentence for anything that can be thrown; never throws itself. */
export function describeThrown(error: unknown): string {
  try {
    if (error instanceof Error) return error.message === "" ? error.name : error.message;
    return `A value that is no Error was thrown: ${String(error).slice(0, 200)}`;
  } catch {
    return "A value that cannot be shown was thrown.";
  }
}
