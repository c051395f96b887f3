import { MetricsmithError } from "@metricsmith/core/adapter";

/** The error for a call outside the storage contract. */
export function storageInvalid(message: string): MetricsmithError {
  return new MetricsmithError(message, { code: "STORAGE_INVALID" });
}

/** @throws {MetricsmithError} STORAGE_INVALID when `limit` is not a whole number from 1 to `maximum`. */
export function assertLimit(limit: number, maximum: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maximum) return;
  throw storageInvalid(`limit is ${limit}. Ask for 1 to ${maximum} at a time.`);
}
