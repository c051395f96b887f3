import { MetricsmithError } from "../errors/metricsmith-error.js";
import { isFinal, type RunStatus } from "../runs/run.js";

/** What one call of the storage contract may ask for at most. */
export const storageLimits = {
  /** Rows of one `find` or `claim`, payload bodies of one `list`. */
  rows: 1_000,
  /** Questions of one `read`. */
  queries: 20,
  /** Points of one `upsert` or `list`. */
  points: 10_000,
  /** Boundaries of one `aggregate`: 10,000 buckets. */
  boundaries: 10_001,
} as const;

/** The error for a call outside the storage contract. The message says what was wrong, then what to do. */
export function storageInvalid(message: string): MetricsmithError {
  return new MetricsmithError(message, { code: "STORAGE_INVALID" });
}

/** What a fence asks of its run. */
interface FencedRun {
  readonly attempt: number;
  readonly status: RunStatus;
}

/** The error for a write whose fence no longer holds. */
export function fenceLost(fence: { readonly runId: string; readonly attempt: number }): MetricsmithError {
  return new MetricsmithError(
    `Attempt ${fence.attempt} may not write for run ${fence.runId} any more. Another worker took the run over, or it has ended.`,
    { code: "RUN_LEASE_LOST", details: { runId: fence.runId, attempt: fence.attempt } },
  );
}

/**
 * Does nothing while the fence of a write holds. Look at the run in the same atomic step as the write.
 *
 * @param run - the stored run that the fence names
 * @throws {MetricsmithError} RUN_LEASE_LOST when the run is absent, final or at another attempt.
 */
export function assertFence(
  run: FencedRun | null | undefined,
  fence: { readonly runId: string; readonly attempt: number },
): void {
  const holds = run !== null && run !== undefined && run.attempt === fence.attempt && !isFinal(run.status);
  if (!holds) throw fenceLost(fence);
}

/** @throws {MetricsmithError} STORAGE_INVALID when `limit` is not a whole number from 1 to `maximum`. */
export function assertLimit(limit: number, maximum: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maximum) return;
  throw storageInvalid(`limit is ${limit}. Ask for 1 to ${maximum} at a time.`);
}

/** @throws {MetricsmithError} STORAGE_INVALID for too many questions of one `read`, or a `limit` out of bounds. */
export function assertQuestions(questions: readonly { readonly limit: number }[]): void {
  const { queries, rows } = storageLimits;
  if (questions.length > queries) {
    throw storageInvalid(`read() got ${questions.length} questions. Ask at most ${queries} at a time.`);
  }
  for (const { limit } of questions) assertLimit(limit, rows);
}

/** Epoch milliseconds. @throws {MetricsmithError} STORAGE_INVALID when they are too few, too many or do not ascend. */
export function admitBoundaries(boundaries: readonly Date[]): number[] {
  const { boundaries: maximum } = storageLimits;
  if (boundaries.length < 2 || boundaries.length > maximum) {
    throw storageInvalid(`aggregate() got ${boundaries.length} boundaries. Pass 2 to ${maximum}.`);
  }
  const instants = boundaries.map((boundary) => boundary.getTime());
  const ascends = instants.every((instant, index) => index === 0 || instant > (instants[index - 1] as number));
  if (!ascends) throw storageInvalid("aggregate() got boundaries that do not ascend. Sort them and remove doubles.");
  return instants;
}
