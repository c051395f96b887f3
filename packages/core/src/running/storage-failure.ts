import type { ErrorCode } from "../errors/error-codes.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";

const codes: ReadonlySet<ErrorCode> = new Set([
  "STORAGE_FAILED",
  "STORAGE_UNAVAILABLE",
  "STORAGE_TIMEOUT",
  "STORAGE_BUSY",
]);

/** True for failures that may pass by themselves, and after which what was asked may have been applied all the same. */
export function isStorageFailure(error: unknown): boolean {
  return MetricsmithError.isInstance(error) && codes.has(error.code);
}
