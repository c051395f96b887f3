import type { DateRange } from "../../charts/date-range.js";
import type { ChartSettings } from "./chart-meaning.js";
import { DATE_PATTERN, readDayBefore, readSpan } from "./date-words.js";
import { numberOf, NUMBER_PATTERN, phrase, type Phrase } from "./phrase.js";

const PERIOD = "(?<period>week|month|quarter|year)";
const pastPeriods: Readonly<Record<string, DateRange>> = {
  hour: "1h",
  day: "24h",
  week: "7d",
  month: "1mo",
  quarter: "3mo",
  year: "12mo",
};

/** Phrases that say which stretch of time a chart shows. */
export const rangePhrases: readonly Phrase[] = [
  phrase(
    `(?:last|past|latest|recent|trailing) (?<count>${NUMBER_PATTERN}) (?<unit>hour|day|week|month|quarter|year)s?`,
    ({ count = "", unit = "" }) => sliding(numberOf(count), unit),
  ),
  phrase("(?:last|past) (?<count>\\d{1,4})(?<unit>h|d|w|mo|y)", ({ count = "", unit = "" }) =>
    sliding(Number(count), { h: "hour", d: "day", w: "week", mo: "month", y: "year" }[unit] ?? ""),
  ),
  phrase(`(?:last|previous)(?: calendar| full)? ${PERIOD}`, ({ period }) => ({
    dateRange: `last-${period}` as DateRange,
  })),
  phrase(`(?:this|current)(?: calendar)? ${PERIOD}`, ({ period }) => ({ dateRange: `this-${period}` as DateRange })),
  phrase("past (?<period>hour|day|week|month|quarter|year)", ({ period = "" }) => rangeOf(pastPeriods[period])),
  phrase(`${PERIOD} to date`, ({ period }) => ({ dateRange: `this-${period}` as DateRange })),
  phrase("wtd", () => ({ dateRange: "this-week" })),
  phrase("mtd", () => ({ dateRange: "this-month" })),
  phrase("qtd", () => ({ dateRange: "this-quarter" })),
  phrase("ytd", () => ({ dateRange: "this-year" })),
  phrase("today", () => ({ dateRange: "today" })),
  phrase("yesterday", () => ({ dateRange: "yesterday" })),
  phrase(
    "all time|all(?: of)? data|all dates|(?:entire|whole|full|complete) (?:history|range|period|time)|(?:since|from) (?:beginning|start)|everything",
    () => ({ dateRange: "all" }),
  ),
  phrase(
    `(?:since|from|starting(?: in| on| from)?)(?: beginning of| start of)? (?<from>${DATE_PATTERN})(?: on| onwards?)?`,
    ({ from }) => rangeOf(readSpan(from, undefined)),
  ),
  phrase(`(?:until|till|up to|through|up until)(?: end of)? (?<to>${DATE_PATTERN})`, ({ to }) =>
    rangeOf(readSpan(undefined, to)),
  ),
  phrase(`before (?<to>${DATE_PATTERN})`, ({ to = "" }) => {
    const last = readDayBefore(to);
    return last === null ? null : { dateRange: { from: null, to: last } };
  }),
  phrase(`(?:in|for|during|of) (?<date>${DATE_PATTERN})`, ({ date }) => rangeOf(readSpan(date, date))),
  phrase(
    `(?:from |between )?(?<from>${DATE_PATTERN}) (?:(?:to|until|till|through|and) )?(?<to>${DATE_PATTERN})`,
    ({ from, to }) => rangeOf(readSpan(from, to)),
  ),
];

function rangeOf(dateRange: DateRange | null | undefined): ChartSettings | null {
  return dateRange === null || dateRange === undefined ? null : { dateRange };
}

function sliding(count: number, unit: string): ChartSettings | null {
  const [factor, suffix] = (
    { hour: [1, "h"], day: [1, "d"], week: [7, "d"], month: [1, "mo"], quarter: [3, "mo"], year: [12, "mo"] } as const
  )[unit as "hour"] ?? [0, "d"];
  const total = count * factor;
  return total >= 1 && total <= 9_999 ? { dateRange: `${total}${suffix}` } : null;
}
