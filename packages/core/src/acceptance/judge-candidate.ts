import type { DataPoint } from "../metrics/data-point.js";
import type { Measure } from "../metrics/measure.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { AcceptanceCheck, AcceptanceReport, Support } from "../transformers/acceptance-report.js";
import { parseJsonBytes } from "../util/json.js";
import type { Acceptance } from "./accept-transformer.js";
import { runBasicChecks } from "./basic-checks.js";
import { historyCheck } from "./compare-history.js";
import { type ExpectPoints, expectCheck } from "./expect-check.js";
import { explainPoints, type Explanation } from "./explaining/explain-points.js";
import { type EvaluationContext, readGroups } from "./explaining/read-groups.js";
import { createLocalZone } from "./explaining/local-zone.js";
import { lineageChecks, supportOf, unknownLineage } from "./lineage-checks.js";
import { checkMeasure } from "./measuring/check-measure.js";
import { toRunOutput } from "./perturbing/run-output.js";
import { createTrialRunner } from "./perturbing/trials.js";
import { type ResponseCells, responseCells } from "./responses/response-cells.js";
import type { TransformerExecution } from "./transformer-execution.js";

export interface JudgeCandidateInput extends TransformerExecution {
  /** What the metric declares to measure. */
  readonly measure: Measure;
  /** Points that an earlier version stored; `[]` when there are none. */
  readonly stored?: readonly DataPoint[] | undefined;
  /** `manual`: a person looks at every candidate. */
  readonly review?: "manual" | undefined;
  readonly expect?: ExpectPoints | undefined;
}

/** Most runs of one candidate over changed responses; each takes a few milliseconds. */
const MAXIMUM_RUNS = 240;

/**
 * Judges code that nobody vouches for by what it makes of one response and of changed copies of it: rejected when a check
 * fails, held when a needed one is not known to pass, accepted otherwise. Where the code came from is not looked at. The same
 * input gives the same report.
 *
 * @throws {MetricsmithError} SANDBOX_UNAVAILABLE; the signal's reason when it fires. Faults of the code are in the report.
 */
export async function judgeCandidate(input: JudgeCandidateInput): Promise<Acceptance> {
  const { checks: basic, columns, written, hasFailed } = await runBasicChecks(input);
  if (hasFailed || columns === null) return conclude({ checks: [...basic], support: null, ...written }, null);
  const checks: AcceptanceCheck[] = [...basic];
  let support: Support | null = null;
  if (columns.count === 0) {
    checks.push(...unknownLineage("There are no points yet, so it is not known where they would come from."));
  } else {
    const lineage = await traceLineage(input, columns);
    checks.push(...lineage.checks);
    ({ support } = lineage);
  }
  if (!checks.some(({ verdict }) => verdict === "fail")) {
    if (input.stored !== undefined && input.stored.length > 0) checks.push(historyCheck(input.stored, columns));
    if (input.expect !== undefined) checks.push(expectCheck(input.expect, columns));
  }
  if (input.review === "manual") {
    checks.push({ name: "review", verdict: "unknown", isNeeded: true, message: "A person is to look at it." });
  }
  return conclude({ checks, support, ...written }, columns);
}

function conclude(found: Omit<AcceptanceReport, "result">, columns: PointColumns | null): Acceptance {
  const { checks } = found;
  const isRejected = checks.some(({ verdict }) => verdict === "fail");
  const isHeld = checks.some(({ verdict, isNeeded }) => isNeeded === true && verdict !== "pass");
  const result: AcceptanceReport["result"] = isRejected ? "rejected" : isHeld ? "held" : "accepted";
  return { report: { result, ...found }, points: isRejected ? null : columns };
}

async function traceLineage(
  input: JudgeCandidateInput,
  columns: PointColumns,
): Promise<{ readonly checks: readonly AcceptanceCheck[]; readonly support: Support | null }> {
  const { context: sandboxContext, seed } = input;
  const { timezone, offsets, fetchedAtMs } = sandboxContext;
  const context: EvaluationContext = { zone: createLocalZone(timezone, offsets), fetchedAtMs };
  const output = toRunOutput(columns);
  if (output.state !== "points") return { checks: unknownLineage("The points cannot be told apart."), support: null };
  const body = parseJsonBytes(input.input);
  const runner = createTrialRunner(input, MAXIMUM_RUNS);
  const whole = responseCells(body);
  const explanation = await explainPoints(
    { body, points: output.points, datesOnly: columns.datesOnly, runner, seed, context },
    whole,
  );
  if (explanation === null) {
    const message =
      "The code gives nothing on a part of the response, and the whole is too large to be looked at closely.";
    return { checks: unknownLineage(message), support: null };
  }
  const checks = lineageChecks(explanation, context);
  const measure = measureCheck(input, explanation, whole, context);
  return { checks: measure === null ? checks : [...checks, measure], support: supportOf(explanation) };
}

/** `null` where points are not explained, so that there is nothing to compare with the measure. */
function measureCheck(
  { measure, kind }: JudgeCandidateInput,
  { best, structure, cells }: Explanation,
  whole: ResponseCells,
  context: EvaluationContext,
): AcceptanceCheck | null {
  if (best === null) return null;
  const groups = [...readGroups(best.plan, whole, context).values()];
  return checkMeasure({ measure, kind, plan: best.plan, structure, cells, groups, context });
}
