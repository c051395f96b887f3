import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { ErrorCode } from "../errors/error-codes.js";
import type { DataPoint } from "../metrics/data-point.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { AcceptanceCheck, AcceptanceReport } from "../transformers/acceptance-report.js";
import { MAXIMUM_SERIES, type PointCheck, checkPoints } from "./check-points.js";
import { compareRuns } from "./compare-runs.js";
import { countRecords } from "./count-records.js";
import { runTransformer } from "./execute-transformer.js";
import { toDataPoints } from "./to-data-points.js";
import type { TransformerExecution } from "./transformer-execution.js";

/** Says whether the points are what the host expects; a text says what is wrong with them. */
export type ExpectPoints = (points: readonly DataPoint[]) => boolean | string;

export interface AcceptTransformerInput extends TransformerExecution {
  readonly expect?: ExpectPoints | undefined;
}

export interface Acceptance {
  readonly report: AcceptanceReport;
  /** What the accepted code gave; `null` when it was rejected. */
  readonly points: PointColumns | null;
}

const CLOCK_SHIFT_MS = 3_600_000;

/** Errors of `Sandbox.run` that are the code's own fault. All others say nothing about it. */
const FAULTS_OF_CODE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "TRANSFORM_SYNTAX",
  "TRANSFORM_CONTRACT",
  "TRANSFORM_FAILED",
  "TRANSFORM_TIMEOUT",
  "TRANSFORM_MEMORY",
  "TRANSFORM_OUTPUT_TOO_LARGE",
]);

/**
 * Judges code by what it makes of one response, cheapest check first; a failed check that makes later ones meaningless ends
 * it. The same input gives the same report.
 *
 * @throws {MetricsmithError} SANDBOX_UNAVAILABLE; the signal's reason when it fires. Faults of the code are in the report.
 */
export async function acceptTransformer(input: AcceptTransformerInput): Promise<Acceptance> {
  const checks: AcceptanceCheck[] = [];
  const hasFailed = (): boolean => checks.some((check) => check.verdict === "fail");
  const finish = (points: PointColumns | null): Acceptance => {
    const isRejected = hasFailed();
    return {
      report: { result: isRejected ? "rejected" : "accepted", checks, support: null },
      points: isRejected ? null : points,
    };
  };

  const first = await attempt(input);
  if ("error" in first) {
    checks.push(failedRun(first.error));
    return finish(null);
  }
  const { columns } = first;
  checks.push(
    { name: "runs", verdict: "pass", message: "The code ran within its limits." },
    {
      name: "output-schema",
      verdict: "pass",
      message: `It returned ${countWords(columns.count, "data point")}.`,
      evidence: { points: columns.count },
    },
    ...pointChecks(input, columns),
  );
  if (hasFailed()) return finish(columns);

  checks.push(await repeatableCheck(input, columns));
  if (!hasFailed() && input.expect !== undefined) checks.push(expectCheck(input.expect, columns));
  return finish(columns);
}

type Attempt = { readonly columns: PointColumns } | { readonly error: MetricsmithError };

async function attempt(input: AcceptTransformerInput): Promise<Attempt> {
  try {
    return { columns: await runTransformer(input) };
  } catch (error) {
    if (MetricsmithError.isInstance(error) && FAULTS_OF_CODE.has(error.code)) return { error };
    throw error;
  }
}

function failedRun(error: MetricsmithError): AcceptanceCheck {
  const name = error.code === "TRANSFORM_CONTRACT" ? "output-schema" : "runs";
  return {
    name,
    verdict: "fail",
    message: error.message,
    evidence: { code: error.code, details: { ...error.details } },
  };
}

function pointChecks(input: AcceptTransformerInput, columns: PointColumns): AcceptanceCheck[] {
  const problems = checkPoints(columns, { kind: input.kind, fetchedAtMs: input.context.fetchedAtMs });
  const check = (name: PointCheck, passed: string): AcceptanceCheck => {
    const problem = problems.find((candidate) => candidate.check === name);
    if (problem === undefined) return { name, verdict: "pass", message: passed };
    return {
      name,
      verdict: "fail",
      message: `${problem.message}.`,
      evidence: { total: problem.total, examples: problem.examples },
    };
  };
  const gaugeWords = input.kind === "gauge" ? "Every time is the time of the fetch." : "Every time is valid.";
  return [
    check("values", "Every value is a finite number."),
    check("times", gaugeWords),
    check("texts", "Series and dimensions can be stored."),
    emptinessCheck(input, columns),
    check("unique-keys", "No two points have the same series and time."),
    check("series-count", `There are no more than ${MAXIMUM_SERIES} series.`),
  ];
}

function emptinessCheck({ input, allowEmpty }: AcceptTransformerInput, { count }: PointColumns): AcceptanceCheck {
  const name = "not-empty";
  if (count > 0) return { name, verdict: "pass", message: "There are points." };
  const records = countRecords(input);
  const evidence = { records, points: count };
  if (records === 0)
    return { name, verdict: "unknown", message: "The response holds no records yet: awaiting data.", evidence };
  const words = `There are no points although the response holds ${countWords(records, "record")}`;
  if (allowEmpty === true) return { name, verdict: "unknown", message: `${words}, which is allowed here.`, evidence };
  return { name, verdict: "fail", message: `${words}.`, evidence };
}

async function repeatableCheck(input: AcceptTransformerInput, columns: PointColumns): Promise<AcceptanceCheck> {
  const name = "repeatable";
  const { context, seed } = input;
  if (columns.count === 0) return { name, verdict: "unknown", message: "There are no points to compare." };
  const later = { ...context, fetchedAtMs: context.fetchedAtMs + CLOCK_SHIFT_MS };
  const second = await attempt({ ...input, context: later, seed: seed + 1 });
  if ("error" in second) {
    return {
      name,
      verdict: "fail",
      message: `A second run failed: ${second.error.message}`,
      evidence: { code: second.error.code },
    };
  }
  const difference = compareRuns(columns, second.columns, {
    fetchedAtMs: context.fetchedAtMs,
    clockShiftMs: CLOCK_SHIFT_MS,
  });
  if (difference === null)
    return { name, verdict: "pass", message: "Another seed and a clock one hour later gave the same points." };
  return {
    name,
    verdict: "fail",
    message: `${difference.message}, with another seed and a clock one hour later. Use nothing but the response for values and times.`,
    evidence: difference.evidence,
  };
}

function expectCheck(expect: ExpectPoints, columns: PointColumns): AcceptanceCheck {
  const name = "expect";
  if (columns.count === 0) return { name, verdict: "unknown", message: "There are no points to look at." };
  try {
    const verdict = expect(toDataPoints(columns));
    if (verdict === true) return { name, verdict: "pass", message: "The points are what the host expects." };
    const message =
      typeof verdict === "string" && verdict !== "" ? verdict : "The points are not what the host expects.";
    return { name, verdict: "fail", message };
  } catch (error) {
    return {
      name,
      verdict: "fail",
      message: `The host's check threw: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function countWords(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
