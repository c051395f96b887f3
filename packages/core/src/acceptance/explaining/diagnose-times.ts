import type { OutputPoint } from "../perturbing/run-output.js";
import type { ResponseCells } from "../responses/response-cells.js";
import { bucketOfDate, bucketOfInstant } from "./bucket-start.js";
import { type CandidateInput, isLikelyTime, timeCandidates, timePathsOf } from "./reading-candidates.js";
import type { EvaluationContext } from "./read-groups.js";
import { readTimeOf } from "./read-time-of.js";
import type { TimePath, TimeReading } from "./plan.js";
import { readWrittenTime } from "./written-time.js";

const HOUR_MS = 3_600_000;
/** Seconds of this century, read as milliseconds, end up here. */
const FIRST_WEEKS_MS = 60 * 24 * HOUR_MS;
const FIRST_YEARS_MS = 20 * 365 * 24 * HOUR_MS;

/** What is wrong with times that no reading of the response gives. */
export interface TimeProblem {
  /** False when it is only not known where they come from. */
  readonly isWrong: boolean;
  readonly message: string;
}

/** `null` when every time is one that stands in the response, or the start of its bucket. */
export function diagnoseTimes(
  input: CandidateInput,
  cells: ResponseCells,
  context: EvaluationContext,
): TimeProblem | null {
  const times = [...new Set(input.points.map(({ ms }) => ms))].sort((a, b) => a - b);
  const candidates = timeCandidates(input);
  if (candidates.some((reading) => isCovered(times, reading, cells, context))) return null;
  const paths = input.structure.columns.filter(isLikelyTime).flatMap(timePathsOf);
  for (const path of paths) {
    const problem = shiftOf(times, path, cells, context);
    if (problem !== null) return { isWrong: true, message: problem };
  }
  const read = candidates
    .map((reading) => (reading.kind === "path" ? reading.time.path.text : reading.kind))
    .join(", ");
  return {
    isWrong: false,
    message:
      read === ""
        ? "No time in the response could be found that the points' times come from; read it as it is written."
        : `It could not be explained how the points' times are made from ${read}. Use the time as it is written, or the start of its bucket in the metric's time zone.`,
  };
}

function isCovered(
  times: readonly number[],
  reading: TimeReading,
  cells: ResponseCells,
  context: EvaluationContext,
): boolean {
  if (reading.kind === "fetch") return times.every((time) => time === context.fetchedAtMs);
  const own = recordTimes(reading, cells, context);
  const buckets = ["own", "minute", "hour", "day", "week", "month", "quarter", "year"] as const;
  return buckets.some((bucket) =>
    (["instant", "date"] as const).some((form) => {
      const starts = new Set(
        own.map(({ ms, isDate }) =>
          Math.round(isDate ? bucketOfDate(ms, bucket) : bucketOfInstant(ms, bucket, context.zone, form)),
        ),
      );
      return times.every((time) => starts.has(time));
    }),
  );
}

function recordTimes(
  reading: TimeReading,
  cells: ResponseCells,
  context: EvaluationContext,
): { ms: number; isDate: boolean }[] {
  const [path] =
    reading.kind === "path"
      ? [reading.time.path]
      : reading.kind === "clock"
        ? [reading.date.path]
        : Object.values(reading.kind === "parts" ? reading.parts : {});
  if (path === undefined) return [];
  const read = readTimeOf(reading, cells, context);
  return cells.cells(path).flatMap(({ address }) => read(address) ?? []);
}

/** Names a shift that all times share; `null` when they share none. */
function shiftOf(
  times: readonly number[],
  path: TimePath,
  cells: ResponseCells,
  context: EvaluationContext,
): string | null {
  const own = [...new Set(recordTimes({ kind: "path", time: path }, cells, context).map(({ ms }) => ms))].sort(
    (a, b) => a - b,
  );
  if (own.length === 0) return null;
  const { text } = path.path;
  if (times.every((time) => own.some((ms) => Math.abs(ms / 1_000 - time) < 1))) {
    return `The times are those of ${text} divided by 1000: give milliseconds, not seconds.`;
  }
  if ((own[0] ?? 0) > FIRST_YEARS_MS && times.every((time) => Math.abs(time) < FIRST_WEEKS_MS)) {
    return `The times lie in January 1970: ${text} is in seconds and was read as milliseconds. Multiply it by 1000.`;
  }
  if (times.every((time) => own.some((ms) => ms * 1_000 === time))) {
    return `The times are those of ${text} times 1000: ${text} is in milliseconds already.`;
  }
  if (path.isLocal && areWrittenClocks(times, path, cells)) {
    return `The times of ${text} are written without an offset and were read as UTC; they are local times of ${context.zone.name}.`;
  }
  const shifts = own
    .map((ms) => (times[0] ?? 0) - ms)
    .filter((shift) => shift !== 0 && shift % 60_000 === 0 && Math.abs(shift) <= 400 * 24 * HOUR_MS);
  const shift = shifts
    .sort((a, b) => Math.abs(a) - Math.abs(b))
    .find((candidate) => times.every((time) => own.includes(time - candidate)));
  if (shift === undefined || times.length < 2) return null;
  return `The times are ${durationWords(shift)} ${shift > 0 ? "later" : "earlier"} than ${text}: use the time as it is written.`;
}

function areWrittenClocks(times: readonly number[], path: TimePath, cells: ResponseCells): boolean {
  const clocks = new Set(
    cells.cells(path.path).flatMap(({ value }) => {
      if (typeof value !== "string" && typeof value !== "number") return [];
      return readWrittenTime(value, path.format)?.ms ?? [];
    }),
  );
  return times.every((time) => clocks.has(time));
}

function durationWords(shiftMs: number): string {
  const hours = Math.abs(shiftMs) / HOUR_MS;
  if (hours % 24 === 0) return hours === 24 ? "1 day" : `${hours / 24} days`;
  return hours === 1 ? "1 hour" : `${Number(hours.toFixed(2))} hours`;
}

/** One point in words. */
export function pointWords({ series, ms, value }: OutputPoint): string {
  const name = series === "" ? "" : ` of series ${JSON.stringify(series.slice(0, 60))}`;
  return `${value} at ${new Date(ms).toISOString()}${name}`;
}
