import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { AcceptanceCheck, AcceptanceReport } from "../transformers/acceptance-report.js";
import { MAXIMUM_SERIES, type PointCheck, checkPoints } from "./check-points.js";
import { compareRuns } from "./compare-runs.js";
import { countRecords } from "./count-records.js";
import { runTransformer } from "./execute-transformer.js";
import { FAULTS_OF_CODE } from "./faults-of-code.js";
import type { TransformerExecution } from "./transformer-execution.js";

/** The checks that any code has to pass, and what it gave. */
export interface BasicChecks {
  readonly checks: readonly AcceptanceCheck[];
  /** `null` when the code gave no points because it failed. */
  readonly columns: PointColumns | null;
  /** What the code wrote to its console in the first run; absent where it wrote nothing. */
  readonly written: Pick<AcceptanceReport, "console">;
  /** True when a check failed, which makes all later ones meaningless. */
  readonly hasFailed: boolean;
}

const CLOCK_SHIFT_MS = 3_600_000;

/** Runs code twice and checks that it ends, gives points that can be stored, and gives the same ones again. */
export async function runBasicChecks(input: TransformerExecution): Promise<BasicChecks> {
  const checks: AcceptanceCheck[] = [];
  let written: BasicChecks["written"] = {};
  const finish = (columns: PointColumns | null): BasicChecks => ({
    checks,
    columns,
    written,
    hasFailed: checks.some(({ verdict }) => verdict === "fail"),
  });
  const first = await attempt({
    ...input,
    onConsole(lines) {
      written = { console: [...lines] };
    },
  });
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
  if (checks.some(({ verdict }) => verdict === "fail")) return finish(columns);
  checks.push(await repeatableCheck(input, columns));
  return finish(columns);
}

type Attempt = { readonly columns: PointColumns } | { readonly error: MetricsmithError };

async function attempt(input: TransformerExecution): Promise<Attempt> {
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

function pointChecks(input: TransformerExecution, columns: PointColumns): AcceptanceCheck[] {
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

function emptinessCheck({ input, allowEmpty }: TransformerExecution, { count }: PointColumns): AcceptanceCheck {
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

async function repeatableCheck(input: TransformerExecution, columns: PointColumns): Promise<AcceptanceCheck> {
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

function countWords(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
