import type { FixedRange } from "../../charts/date-range.js";

const monthNames = [
  "january|jan",
  "february|feb",
  "march|mar",
  "april|apr",
  "may",
  "june|jun",
  "july|jul",
  "august|aug",
  "september|sept|sep",
  "october|oct",
  "november|nov",
  "december|dec",
];
const MONTH = `(?:${monthNames.join("|")})`;
const YEAR = "(?:19|20)\\d\\d";
const DAY = "\\d{1,2}(?:st|nd|rd|th)?";

/** Calendar dates, months, quarters and years as people write them, each with its year. */
export const DATE_PATTERN = [
  `${YEAR}-\\d\\d-\\d\\d`,
  `${YEAR}-\\d\\d`,
  `${YEAR}-q[1-4]`,
  `q[1-4](?: of)? ${YEAR}`,
  `${YEAR} q[1-4]`,
  `${DAY}(?: of)? ${MONTH} (?:, )?${YEAR}`,
  `${MONTH} ${DAY} (?:, )?${YEAR}`,
  `${MONTH} (?:, )?${YEAR}`,
  `${YEAR} ${MONTH}`,
  YEAR,
].join("|");

/** The first and last day of what a text of `DATE_PATTERN` names; `null` when there is no such date. */
export function readDate(text: string): { readonly first: string; readonly last: string } | null {
  const words = text
    .replace(/,/g, "")
    .replace(/\bof\b/g, "")
    .split(/[\s-]+/);
  const year = Number(words.find((word) => /^\d{4}$/.test(word)));
  const quarter = words.map((word) => /^q([1-4])$/.exec(word)?.[1]).find((digit) => digit !== undefined);
  if (quarter !== undefined) return days(year, Number(quarter) * 3 - 2, Number(quarter) * 3);
  const numbers = words
    .filter((word) => /^\d{1,2}(?:st|nd|rd|th)?$/.test(word))
    .map((word) => Number.parseInt(word, 10));
  const named = monthNames.findIndex((names) => words.some((word) => names.split("|").includes(word)));
  const month = named < 0 ? numbers.shift() : named + 1;
  if (month === undefined) return days(year, 1, 12);
  if (month < 1 || month > 12) return null;
  const [day] = numbers;
  if (day === undefined) return days(year, month, month);
  if (day < 1 || day > lastDay(year, month)) return null;
  const date = dateText(year, month, day);
  return { first: date, last: date };
}

/** A range from what two texts name, ends included; an absent one leaves that end open. `null` when it is none. */
export function readSpan(from: string | undefined, to: string | undefined): FixedRange | null {
  const first = from === undefined ? null : readDate(from);
  const last = to === undefined ? null : readDate(to);
  if ((from !== undefined && first === null) || (to !== undefined && last === null)) return null;
  const range = { from: first?.first ?? null, to: last?.last ?? null };
  return range.from !== null && range.to !== null && range.from > range.to ? null : range;
}

/** The day before the first day of what a text names. */
export function readDayBefore(text: string): string | null {
  const date = readDate(text);
  if (date === null) return null;
  return new Date(Date.parse(`${date.first}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function days(year: number, firstMonth: number, lastMonth: number): { first: string; last: string } {
  return { first: dateText(year, firstMonth, 1), last: dateText(year, lastMonth, lastDay(year, lastMonth)) };
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function dateText(year: number, month: number, day: number): string {
  return [String(year), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}
