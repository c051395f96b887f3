import type { Influence } from "../perturbing/find-influence.js";
import { isNumberColumn } from "../perturbing/number-column.js";
import type { OutputPoint } from "../perturbing/run-output.js";
import { hasTimeName, timeFormatsOf } from "../perturbing/time-column.js";
import type { Column, Structure } from "../responses/find-columns.js";
import { type GenericPath, isJoinable, lastKey } from "../responses/generic-path.js";
import { splitWords } from "../../shapes/word-stems.js";
import type { NumberPath, SeriesReading, TimePart, TimePath, TimeReading, ValueReading } from "./plan.js";
import { numberStyles } from "./read-number.js";
import { createLocalZone } from "./local-zone.js";
import { clockMs, partNumber, readTimePath } from "./read-time-of.js";

export interface CandidateInput {
  readonly structure: Structure;
  readonly influence: Influence;
  readonly points: readonly OutputPoint[];
  readonly fetchedAtMs: number;
  /** True when the points were given as calendar dates, not as instants. */
  readonly datesOnly: boolean;
}

const UTC = createLocalZone("UTC", []);

/** Every way in which a column can be read as times; ways that come to the same once. */
export function timePathsOf(column: Column): TimePath[] {
  const readings = timeFormatsOf(column);
  return readings.flatMap(({ format, granularity, isLocal }) => {
    const roundings = format.startsWith("epoch") ? (["floor", "round", "lossless"] as const) : (["floor"] as const);
    const paths = roundings.map((rounding): TimePath => ({
      path: column.path,
      format,
      granularity,
      isLocal,
      rounding,
    }));
    // Beyond 2^53 numbers differ in their last digits, here or in another response.
    if (format === "epoch-us" || format === "epoch-ns") return paths;
    const texts = new Set<string>();
    return paths.filter((path) => {
      const text = column.cells.map(({ value }) => readTimePath(value, path, UTC)?.ms).join();
      const isNew = !texts.has(text);
      texts.add(text);
      return isNew;
    });
  });
}

/** Ways in which the times of points may have been read, the likeliest first. */
export function timeCandidates({ influence, points, fetchedAtMs }: CandidateInput): TimeReading[] {
  const candidates: TimeReading[] = [];
  if (points.every(({ ms }) => ms === fetchedAtMs)) candidates.push({ kind: "fetch" });
  const columns = influence.columns.filter(({ effects }) => effects.times).map(({ column }) => column);
  const paths = columns.flatMap(timePathsOf);
  candidates.push(...paths.map((time): TimeReading => ({ kind: "path", time })));
  const clocks = columns.filter(({ cells }) => cells.every(({ value }) => value === null || clockMs(value) !== null));
  for (const clock of clocks) {
    for (const date of paths)
      if (date.granularity === "day") candidates.push({ kind: "clock", date, clock: clock.path });
  }
  return [...candidates, ...partCandidates(columns)];
}

const PART_WORDS: Readonly<Record<TimePart, readonly string[]>> = {
  year: ["year", "yr", "y", "yyyy"],
  quarter: ["quarter", "qtr", "q", "period"],
  month: ["month", "mon", "m", "mm", "period"],
  week: ["week", "wk", "w"],
  day: ["day", "d", "dd", "dom", "date"],
  hour: ["hour", "hr", "h", "hh"],
};

function partCandidates(columns: readonly Column[]): TimeReading[] {
  const of = (part: TimePart): readonly Column[] =>
    columns.filter(
      ({ path, cells }) =>
        splitWords(lastKey(path)).some((word) => PART_WORDS[part].includes(word)) &&
        cells.every(({ value }) => value === null || partNumber(value) !== null),
    );
  const candidates: TimeReading[] = [];
  for (const year of of("year")) {
    const others = (part: TimePart): readonly Column[] => of(part).filter((column) => column !== year);
    for (const quarter of others("quarter")) candidates.push(parts({ year, quarter }));
    for (const week of others("week")) candidates.push(parts({ year, week }));
    for (const month of others("month")) {
      candidates.push(parts({ year, month }));
      for (const day of others("day")) {
        candidates.push(parts({ year, month, day }));
        for (const hour of others("hour")) candidates.push(parts({ year, month, day, hour }));
      }
    }
  }
  return candidates;
}

function parts(columns: Partial<Record<TimePart, Column>>): TimeReading {
  return {
    kind: "parts",
    parts: Object.fromEntries(Object.entries(columns).map(([part, column]) => [part, column.path])),
  };
}

/** Ways in which the values of points may have been read, the plainest first. */
export function valueCandidates(input: CandidateInput): ValueReading[] {
  const { influence, structure } = input;
  const columns = influence.columns.filter(({ effects }) => effects.values).map(({ column }) => column);
  const numbers = columns.filter(isNumberColumn).flatMap(numberPaths);
  return [
    ...numbers.map((number): ValueReading => ({ kind: "path", number })),
    ...sideBySide(numbers, input),
    ...structure.lists
      .filter(({ path }) => influence.lists.some((list) => list.path.text === path.text))
      .map(({ path }): ValueReading => ({ kind: "count", list: path })),
    ...combinations(numbers),
    ...durations(columns),
    ...columns
      .filter(({ path }) => !path.isKey && path.wildcards > 0)
      .map(({ path }): ValueReading => ({ kind: "distinct", path })),
  ];
}

function numberPaths(column: Column): NumberPath[] {
  return numberStyles(column.cells.map(({ value }) => value)).map((style) => ({ path: column.path, style }));
}

/** Columns of one record whose keys are the names of the series. */
function sideBySide(numbers: readonly NumberPath[], { points }: CandidateInput): ValueReading[] {
  const names = [...new Set(points.map(({ series }) => series))];
  if (names.length < 2 && numbers.length < 2) return [];
  const columns = names.flatMap((series) => {
    const number = numbers.find(({ path }) => lastKey(path) === series || path.text.endsWith(`.${series}`));
    return number === undefined ? [] : [{ series, number }];
  });
  return columns.length === names.length && columns.length > 1 ? [{ kind: "columns", columns }] : [];
}

function combinations(numbers: readonly NumberPath[]): ValueReading[] {
  if (numbers.length < 2 || numbers.length > 4) return [];
  const readings: ValueReading[] = [];
  for (const first of numbers) {
    for (const second of numbers) {
      if (first === second || !areTogether([first.path, second.path])) continue;
      for (const operation of ["difference", "ratio"] as const) {
        readings.push({ kind: "combined", operation, numbers: [first, second] });
      }
    }
  }
  for (const operation of ["sum", "product"] as const) {
    for (const [index, first] of numbers.entries()) {
      for (const second of numbers.slice(index + 1)) {
        if (areTogether([first.path, second.path]))
          readings.push({ kind: "combined", operation, numbers: [first, second] });
      }
    }
    const [first, second, ...others] = numbers;
    if (
      first !== undefined &&
      second !== undefined &&
      others.length > 0 &&
      areTogether(numbers.map(({ path }) => path))
    ) {
      readings.push({ kind: "combined", operation, numbers: [first, second, ...others] });
    }
  }
  return readings;
}

function durations(columns: readonly Column[]): ValueReading[] {
  const times = columns.flatMap((column) => timePathsOf(column).slice(0, 1));
  const readings: ValueReading[] = [];
  for (const from of times) {
    for (const to of times) {
      if (from !== to && areTogether([from.path, to.path])) readings.push({ kind: "duration", from, to });
    }
  }
  return readings.length > 12 ? [] : readings;
}

function areTogether(paths: readonly GenericPath[]): boolean {
  const deepest = paths.reduce((a, b) => (b.wildcards > a.wildcards ? b : a));
  return paths.every((path) => isJoinable(path, deepest));
}

const SEPARATORS = ["", " ", "/", "-", " - ", "_", ":", ": ", "|", ", ", ",", ".", " / "];

/** Ways in which the series of points may have been named. */
export function seriesCandidates({ influence, points }: CandidateInput, value: ValueReading): SeriesReading[] {
  const names = new Set(points.map(({ series }) => series));
  const [only] = names;
  const paths = influence.columns.filter(({ effects }) => effects.series).map(({ column }) => column.path);
  const candidates: SeriesReading[] = [];
  if (value.kind === "columns") return [{ kind: "columns" }];
  if (names.size <= 1) candidates.push({ kind: "constant", text: only ?? "" });
  for (const path of paths) candidates.push({ kind: "path", paths: [path], separator: "" });
  if (names.size > 1 && paths.length >= 2 && paths.length <= 4) {
    for (const first of paths) {
      for (const second of paths) {
        if (first === second) continue;
        for (const separator of SEPARATORS) {
          if (separator !== "" && [...names].some((name) => !name.includes(separator))) continue;
          candidates.push({ kind: "path", paths: [first, second], separator });
        }
      }
    }
  }
  return candidates;
}

/** True for columns that may be times by their name, or that can be nothing else. */
export function isLikelyTime(column: Column): boolean {
  if (timeFormatsOf(column).length === 0) return false;
  return hasTimeName(column.path) || column.path.isKey || isFirstCell(column.path) || !isNumberColumn(column);
}

/** Rows such as `[1772323200, 17.5]` begin with their time. */
function isFirstCell({ segments }: GenericPath): boolean {
  const end = segments.at(-1);
  return end?.kind === "position" && end.position === 0;
}
