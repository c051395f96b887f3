import { type ChartConfig, parseChartConfig } from "../charts/chart-config.js";
import type { ChartRow } from "../charts/chart-row.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Sandbox, SandboxContext, SandboxLimits } from "../ports/sandbox.js";
import type { AcceptanceCheck, AcceptanceReport } from "../transformers/acceptance-report.js";
import { canonicalJson, type JsonValue } from "../util/json.js";
import { FAULTS_OF_CODE } from "./faults-of-code.js";
import { type ChartFacts, groupRows } from "./judge-chart-facts.js";
import { judgeChartPicture } from "./judge-chart-picture.js";

export interface JudgeChartInput extends ChartFacts {
  readonly sandbox: Pick<Sandbox, "run">;
  readonly code: string;
  readonly context: SandboxContext;
  readonly limits: SandboxLimits;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

const CLOCK_SHIFT_MS = 3_600_000;

/**
 * Judges chart code by the pictures it draws: of the rows, of the same rows with other numbers, and of those with a hole, so that
 * numbers which agree by chance or are written into the code are found. The same input gives the same report.
 *
 * @throws {MetricsmithError} SANDBOX_UNAVAILABLE; the signal's reason when it fires. Faults of the code are in the report.
 */
export async function judgeChart(input: JudgeChartInput): Promise<AcceptanceReport> {
  let written: Pick<AcceptanceReport, "console"> = {};
  const report = await judgeDrawing(input, (lines) => {
    written = { console: [...lines] };
  });
  return { ...report, ...written };
}

type OnConsole = (lines: readonly string[]) => void;

async function judgeDrawing(input: JudgeChartInput, onConsole: OnConsole): Promise<AcceptanceReport> {
  const first = await draw(input, input.rows, 0, onConsole);
  if ("check" in first) return reportOf([first.check]);
  const checks: AcceptanceCheck[] = [
    { name: "runs", verdict: "pass", message: "The code ran within its limits." },
    { name: "chart-config", verdict: "pass", message: "It returned a chart config." },
    ...judgeChartPicture(first.config, input),
  ];
  if (isDecided(checks)) return reportOf(checks);
  for (const [words, rows] of situations(input.rows, input.seed)) {
    const other = await draw(input, rows, 0);
    const found = "check" in other ? [other.check] : judgeChartPicture(other.config, { ...input, rows });
    const worse = found.filter((check) => check.verdict !== "pass");
    for (const check of worse) replaceCheck(checks, { ...check, message: `${words}: ${check.message}` });
    if (isDecided(checks)) return reportOf(checks);
  }
  checks.push(await repeatableCheck(input, first.config));
  return reportOf(checks);
}

type Drawing = { readonly config: ChartConfig } | { readonly check: AcceptanceCheck };

async function draw(
  input: JudgeChartInput,
  rows: readonly ChartRow[],
  shift: 0 | 1,
  onConsole?: OnConsole,
): Promise<Drawing> {
  const { sandbox, code, context, limits, seed, preferences, signal } = input;
  try {
    const drawn = await sandbox.run({
      kind: "chart",
      code,
      input: Buffer.from(JSON.stringify(rows)),
      argument: preferences as JsonValue,
      context: { ...context, fetchedAtMs: context.fetchedAtMs + shift * CLOCK_SHIFT_MS },
      seed: seed + shift,
      limits,
      signal,
      onConsole,
    });
    return { config: parseChartConfig(drawn) };
  } catch (error) {
    if (!MetricsmithError.isInstance(error)) throw error;
    const evidence = { code: error.code };
    if (error.code === "CHART_CONFIG_INVALID")
      return { check: { name: configCheckName(error), verdict: "fail", message: error.message, evidence } };
    if (!FAULTS_OF_CODE.has(error.code)) throw error;
    const name = error.code === "TRANSFORM_CONTRACT" ? "chart-config" : "runs";
    return { check: { name, verdict: "fail", message: error.message, evidence } };
  }
}

function configCheckName({ message, details }: MetricsmithError): AcceptanceCheck["name"] {
  const path = typeof details["path"] === "string" ? details["path"] : "";
  if (
    /safe key|allowed colour|control characters/.test(message) ||
    /^(?:title|description|xAxisLabel|yAxisLabel)/.test(path)
  )
    return "chart-text";
  return /no number|text in a data column|finite number/.test(message) ? "chart-numbers" : "chart-config";
}

async function repeatableCheck(input: JudgeChartInput, config: ChartConfig): Promise<AcceptanceCheck> {
  const name = "repeatable";
  const second = await draw(input, input.rows, 1);
  if ("check" in second) return { name, verdict: "fail", message: `A second run failed: ${second.check.message}` };
  return canonicalJson(config) === canonicalJson(second.config)
    ? { name, verdict: "pass", message: "Another seed and a clock one hour later gave the same picture." }
    : {
        name,
        verdict: "fail",
        message:
          "Another seed or a clock one hour later gave another picture. Use nothing but the rows and preferences.",
      };
}

/** The rows with other numbers, and with one row less where its time has others. */
function situations(rows: readonly ChartRow[], seed: number): [string, readonly ChartRow[]][] {
  const others = rows.map((row, index) => withOtherNumbers(row, index, seed));
  const times = groupRows(rows, ({ timestamp }) => timestamp);
  const crowded = rows.flatMap(({ timestamp, series }, index) => {
    const hasBeside = (times.get(timestamp)?.length ?? 0) > 1;
    // A series that would be gone altogether is not a hole.
    const hasMore = rows.some((other, place) => place !== index && other.series === series);
    return hasBeside && hasMore ? [index] : [];
  });
  const gone = crowded[Math.floor(crowded.length / 2)];
  const list: [string, readonly ChartRow[]][] = [["With other numbers in the same rows", others]];
  if (gone !== undefined) list.push(["With one row less", others.filter((_, index) => index !== gone)]);
  return list;
}

function withOtherNumbers(row: ChartRow, index: number, seed: number): ChartRow {
  const other = (value: number, place: number): number => {
    // Multiples of a prime modulo another: different for each row, and no sum of two is a third.
    const magnitude = (((index * 37 + place * 11 + (seed % 97) + 1) * 7_919) % 104_729) + 0.25;
    return value < 0 ? -magnitude : magnitude;
  };
  return {
    ...row,
    value: row.value === null ? null : other(row.value, 0),
    dimensions:
      row.dimensions === null
        ? null
        : Object.fromEntries(
            Object.entries(row.dimensions).map(([key, value], place) => [key, other(value, place + 1)]),
          ),
  };
}

function replaceCheck(checks: AcceptanceCheck[], check: AcceptanceCheck): void {
  const at = checks.findIndex(({ name }) => name === check.name);
  if (at < 0) checks.push(check);
  else checks[at] = check;
}

function isDecided(checks: readonly AcceptanceCheck[]): boolean {
  return checks.some(({ verdict }) => verdict === "fail");
}

function reportOf(checks: readonly AcceptanceCheck[]): AcceptanceReport {
  const isHeld = checks.some(({ verdict, isNeeded }) => isNeeded === true && verdict !== "pass");
  return { result: isDecided(checks) ? "rejected" : isHeld ? "held" : "accepted", checks: [...checks], support: null };
}
