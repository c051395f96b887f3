import { readTimes, type TimeReading } from "../../shapes/read-times.js";
import { pathStems } from "../../shapes/measure-words.js";
import { wordStem } from "../../shapes/word-stems.js";
import { usualSpelling } from "../explaining/written-time.js";
import type { Column, Scalar } from "../responses/find-columns.js";
import { type GenericPath, lastKey } from "../responses/generic-path.js";

const TIME_STEMS: ReadonlySet<string> = new Set(
  (
    "time timestamp date day hour minute month year quarter week period when at on epoch unix utc created updated published " +
    "started ended closed open close since until from to observed begin due posted pushed merged recorded seen t x dt"
  )
    .split(" ")
    .flatMap((word) => [word, wordStem(word)]),
);

/** How the values of a column can be read as times, best first; `[]` when they cannot. Markers for missing values do not count. */
export function timeFormatsOf({ cells }: Column): readonly TimeReading[] {
  const present = cells.map(({ value }) => value).filter(isWritten);
  if (present.length === 0) return [];
  return readTimes(present.map((value) => (typeof value === "string" ? usualSpelling(value.trim()).text : value)));
}

/** True when the name of a column says that it holds times. Numbers that could be epochs or years need it to be taken for times. */
export function hasTimeName(path: GenericPath): boolean {
  const stems = pathStems(lastKey(path));
  // "open_interest" and "price_close_change" are no times, "created_at_i" is.
  return TIME_STEMS.has(stems.at(-1) ?? "") || stems.some((stem) => SURE_STEMS.has(stem));
}

const SURE_STEMS: ReadonlySet<string> = new Set(
  "time timestamp date epoch unix created updated published seen".split(" ").flatMap((word) => [word, wordStem(word)]),
);

function isWritten(value: Scalar): value is string | number {
  return typeof value === "number" || (typeof value === "string" && /\d/.test(value));
}

/** True for columns whose values are times by their form, or by form and name where they are numbers. */
export function isTimeColumn(column: Column): boolean {
  if (timeFormatsOf(column).length === 0) return false;
  return (
    column.path.isKey || hasTimeName(column.path) || column.cells.some(({ value }) => /[-/:TW]/.test(String(value)))
  );
}
