import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { MetricKind } from "../metrics/metric.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { AcceptanceCheckName } from "../transformers/acceptance-report.js";
import type { JsonObject, JsonValue } from "../util/json.js";
import { dimensionsProblem } from "./check-dimensions.js";
import { findDuplicateKeys } from "./duplicate-keys.js";
import { textProblem } from "./storable-text.js";

/** More lines than this cannot be told apart in a chart. */
export const MAXIMUM_SERIES = 200;
const MAXIMUM_SERIES_BYTES = 200;
const MAXIMUM_DIMENSIONS_BYTES = { history: 16_384, gauge: 16_384, snapshot: 1_048_576 } as const;
const MAXIMUM_EXAMPLES = 5;
const FIRST_INSTANT = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_INSTANT = Date.parse("9999-12-31T23:59:59.999Z");

/** The checks of acceptance that points alone decide. */
export type PointCheck = Extract<AcceptanceCheckName, "values" | "times" | "texts" | "unique-keys" | "series-count">;

/** What makes points unfit to be stored, one entry per check that they fail. */
export interface PointProblem {
  readonly check: PointCheck;
  /** The first occurrence, in words. */
  readonly message: string;
  /** How often it occurs; for `series-count` how many series there are. */
  readonly total: number;
  /** The first five. `index` counts from 0 in the order in which the code returned the points. */
  readonly examples: readonly JsonObject[];
}

export interface CheckPointsOptions {
  readonly kind: MetricKind;
  /** Epoch milliseconds; the time that a gauge's points must carry. */
  readonly fetchedAtMs: number;
}

/** Everything that keeps the points from being stored and charted, in the order of the checks. `[]` when they are fit. */
export function checkPoints(columns: PointColumns, { kind, fetchedAtMs }: CheckPointsOptions): PointProblem[] {
  const problems = new Map<PointCheck, MutableProblem>();
  const report = (check: PointCheck, index: number, words: string, example?: JsonObject): void => {
    const problem = problems.get(check) ?? {
      check,
      message: `${describePoint(columns, index)} ${words}`,
      total: 0,
      examples: [],
    };
    problem.total += 1;
    if (problem.examples.length < MAXIMUM_EXAMPLES)
      problem.examples.push({ ...describeKey(columns, index), ...example });
    problems.set(check, problem);
  };

  const { count, timestamps, values, dimensions } = columns;
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? NaN;
    if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER))
      report("values", index, valueWords(value), { value: String(value) });
    const timestamp = timestamps[index] ?? NaN;
    if (!(timestamp >= FIRST_INSTANT && timestamp <= LAST_INSTANT)) report("times", index, timeWords(timestamp));
    else if (kind === "gauge" && timestamp !== fetchedAtMs) report("times", index, gaugeWords(fetchedAtMs));
  }
  if (areSeconds(columns, fetchedAtMs)) report("times", 0, secondsWords(timestamps[0] ?? NaN));
  if (dimensions !== null) {
    for (let index = 0; index < count; index++) {
      const words = dimensionsProblem(dimensions[index] ?? null, MAXIMUM_DIMENSIONS_BYTES[kind]);
      if (words !== null) report("texts", index, words);
    }
  }
  const firstIndexes = firstIndexOfSeries(columns);
  for (const [name, index] of firstIndexes) {
    const words = seriesWords(name);
    if (words !== null) report("texts", index, words);
  }
  for (const { index, earlierIndex } of findDuplicateKeys(columns)) {
    report("unique-keys", index, `has the same series and time as point ${earlierIndex}`, { earlierIndex });
  }
  if (firstIndexes.size > MAXIMUM_SERIES) problems.set("series-count", tooManySeries([...firstIndexes.keys()]));

  const order: readonly PointCheck[] = ["values", "times", "texts", "unique-keys", "series-count"];
  return order.flatMap((check) => problems.get(check) ?? []);
}

/**
 * Passes when the points can be stored.
 *
 * @throws {MetricsmithError} POINTS_INVALID with the first problem in words and all of them in `details.problems`.
 */
export function assertPoints(columns: PointColumns, options: CheckPointsOptions): void {
  const problems = checkPoints(columns, options);
  const [first] = problems;
  if (first === undefined) return;
  throw new MetricsmithError(`${first.message}. Nothing was stored: correct the code or mapping.`, {
    code: "POINTS_INVALID",
    details: { problems: problems.map((problem): JsonValue => ({ ...problem })) },
  });
}

/** Around the fetch; seconds of these years read as milliseconds all lie within two weeks of January 1970. */
const SECONDS_SPAN_MS = 20 * 365 * 86_400_000;

/** True when every time would lie near the fetch if it were in seconds, and so lies within days of January 1970 as milliseconds. */
function areSeconds({ count, timestamps, datesOnly }: PointColumns, fetchedAtMs: number): boolean {
  if (count === 0 || datesOnly || fetchedAtMs < 2 * SECONDS_SPAN_MS) return false;
  for (let index = 0; index < count; index++) {
    if (!(Math.abs((timestamps[index] ?? NaN) * 1_000 - fetchedAtMs) < SECONDS_SPAN_MS)) return false;
  }
  return true;
}

interface MutableProblem {
  readonly check: PointCheck;
  readonly message: string;
  total: number;
  readonly examples: JsonObject[];
}

function firstIndexOfSeries({ series, count }: PointColumns): Map<string, number> {
  const indexes = new Map<string, number>();
  if (series === null) return count === 0 ? indexes : indexes.set("", 0);
  for (const [index, name] of series.entries()) if (!indexes.has(name)) indexes.set(name, index);
  return indexes;
}

function tooManySeries(names: readonly string[]): MutableProblem {
  return {
    check: "series-count",
    message:
      `The points belong to ${names.length} series; at most ${MAXIMUM_SERIES} can be shown. ` +
      "Count or aggregate the records per period instead, or name the series by something with fewer values",
    total: names.length,
    examples: names.slice(0, MAXIMUM_EXAMPLES).map((name) => ({ series: shorten(name) })),
  };
}

function valueWords(value: number): string {
  if (Number.isNaN(value)) return "has a value that is not a number: leave out the points that have none";
  return Number.isFinite(value)
    ? `has the value ${value}, too large to be exact: scale it`
    : `has the value ${value}, which is not finite`;
}

function timeWords(timestamp: number): string {
  if (Number.isNaN(timestamp))
    return "has a timestamp that is not a time: give a Date, an ISO 8601 text or epoch milliseconds";
  return `has the timestamp ${timestamp} ms, outside of the years 1 to 9999: epoch times are milliseconds`;
}

function secondsWords(timestamp: number): string {
  return `has the timestamp ${timestamp} ms, in January 1970 like all others: these are seconds, so multiply by 1000 or use the format epoch-s`;
}

function gaugeWords(fetchedAtMs: number): string {
  return `is not stamped with the time of the fetch, ${new Date(fetchedAtMs).toISOString()}, as the points of a gauge must be`;
}

function seriesWords(name: string): string | null {
  const problem = textProblem(name);
  if (problem !== null) return `has a series name with ${problem}`;
  const bytes = name.length * 3 <= MAXIMUM_SERIES_BYTES ? 0 : Buffer.byteLength(name);
  return bytes <= MAXIMUM_SERIES_BYTES
    ? null
    : `has a series name of ${bytes} bytes; at most ${MAXIMUM_SERIES_BYTES} can be stored`;
}

function describePoint(columns: PointColumns, index: number): string {
  const { series, timestamp } = describeKey(columns, index);
  return `Point ${index} (series ${JSON.stringify(series)}, ${timestamp ?? "no time"})`;
}

function describeKey(
  { timestamps, series }: PointColumns,
  index: number,
): { index: number; series: string; timestamp: string | null } {
  const timestamp = timestamps[index] ?? NaN;
  const isTime = timestamp >= FIRST_INSTANT && timestamp <= LAST_INSTANT;
  return {
    index,
    series: shorten(series?.[index] ?? ""),
    timestamp: isTime ? new Date(timestamp).toISOString() : null,
  };
}

/** Fit for messages and for storage. */
function shorten(name: string): string {
  return name.slice(0, 60).replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD");
}
