import { partsOfLocalMs } from "../util/time-zone.js";
import { type DateRange, type FixedRange, type NamedDateRange, slidingParts } from "./date-range.js";

/** A calendar date. Months and days beyond their range carry over. */
export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A stretch of calendar dates. */
export interface DateSpan {
  /** `null` for the first point. */
  readonly from: LocalDate | null;
  /** Excluded. */
  readonly to: LocalDate;
}

const HOURS_A_DAY = 24;

/** The dates that a range stands for, seen from a day. `all` and hours are spans of instants, and no dates: hours give whole days. */
export function rangeDates(range: Exclude<DateRange, "all">, today: LocalDate): DateSpan {
  const tomorrow = { ...today, day: today.day + 1 };
  if (typeof range === "object") return fixedDates(range, tomorrow);
  const sliding = slidingParts(range);
  if (sliding !== null) {
    const { count, unit } = sliding;
    if (unit === "mo") return { from: monthsBefore(today, count), to: tomorrow };
    const days = unit === "d" ? count : Math.ceil(count / HOURS_A_DAY);
    return { from: { ...today, day: today.day - days + 1 }, to: tomorrow };
  }
  return namedDates(range as Exclude<NamedDateRange, "all">, today, tomorrow);
}

function namedDates(range: Exclude<NamedDateRange, "all">, today: LocalDate, tomorrow: LocalDate): DateSpan {
  const { year, month, day } = today;
  const monday = { ...today, day: day - weekdayOf(today) + 1 };
  const firstOfQuarter = { year, month: month - ((month - 1) % 3), day: 1 };
  const firstOfMonth = { year, month, day: 1 };
  const firstOfYear = { year, month: 1, day: 1 };
  switch (range) {
    case "today":
      return { from: today, to: tomorrow };
    case "yesterday":
      return { from: { ...today, day: day - 1 }, to: today };
    case "this-week":
      return { from: monday, to: tomorrow };
    case "last-week":
      return { from: { ...monday, day: monday.day - 7 }, to: monday };
    case "this-month":
      return { from: firstOfMonth, to: tomorrow };
    case "last-month":
      return { from: { ...firstOfMonth, month: month - 1 }, to: firstOfMonth };
    case "this-quarter":
      return { from: firstOfQuarter, to: tomorrow };
    case "last-quarter":
      return { from: { ...firstOfQuarter, month: firstOfQuarter.month - 3 }, to: firstOfQuarter };
    case "this-year":
      return { from: firstOfYear, to: tomorrow };
    case "last-year":
      return { from: { ...firstOfYear, year: year - 1 }, to: firstOfYear };
  }
}

function fixedDates({ from, to }: FixedRange, tomorrow: LocalDate): DateSpan {
  const first = from === null ? null : dateOf(from);
  if (to !== null) {
    const last = dateOf(to);
    return { from: first, to: { ...last, day: last.day + 1 } };
  }
  // One that begins in the future is empty, and shows its first day.
  const isAhead = first !== null && utcOf(first) >= utcOf(tomorrow);
  return { from: first, to: isAhead ? { ...first, day: first.day + 1 } : tomorrow };
}

/** The day after the same day `count` months ago, or the last of that month where it has no such day. */
function monthsBefore({ year, month, day }: LocalDate, count: number): LocalDate {
  const lastDay = new Date(utcOf({ year, month: month - count + 1, day: 0 })).getUTCDate();
  return { year, month: month - count, day: Math.min(day, lastDay) + 1 };
}

function dateOf(text: string): LocalDate {
  const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
  return { year, month, day };
}

function weekdayOf(date: LocalDate): number {
  return partsOfLocalMs(utcOf(date)).weekday;
}

function utcOf({ year, month, day }: LocalDate): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
