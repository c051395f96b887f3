import type { PointColumns } from "../ports/sandbox.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import { runBasicChecks } from "./basic-checks.js";
import { type ExpectPoints, expectCheck } from "./expect-check.js";
import type { TransformerExecution } from "./transformer-execution.js";

export interface AcceptTransformerInput extends TransformerExecution {
  readonly expect?: ExpectPoints | undefined;
}

export interface Acceptance {
  readonly report: AcceptanceReport;
  /** What the accepted code gave; `null` when it was rejected. */
  readonly points: PointColumns | null;
}

/**
 * Judges code that a person vouches for by what it makes of one response, cheapest check first; a failed check that makes later
 * ones meaningless ends it. The same input gives the same report.
 *
 * @throws {MetricsmithError} SANDBOX_UNAVAILABLE; the signal's reason when it fires. Faults of the code are in the report.
 */
export async function acceptTransformer(input: AcceptTransformerInput): Promise<Acceptance> {
  const { checks, columns, written, hasFailed } = await runBasicChecks(input);
  const all =
    hasFailed || columns === null || input.expect === undefined
      ? checks
      : [...checks, expectCheck(input.expect, columns)];
  const isRejected = all.some(({ verdict }) => verdict === "fail");
  return {
    report: { result: isRejected ? "rejected" : "accepted", checks: [...all], support: null, ...written },
    points: isRejected ? null : columns,
  };
}
