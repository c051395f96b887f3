import { execute, getTime, slice, toNumber, utc } from "./pristine.js";
import type { TimeZone } from "./time-zone.js";

const isoPattern =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)? ?(?:(Z)|([+-])(\d\d):?(\d\d)?)?)?)?$/;
const fourHundredYearsMs = 146_097 * 86_400_000;

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const leapDay = 29;

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Months count from 1. */
export function existsInCalendar(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > (daysInMonth[month - 1] ?? 0)) return false;
  return !(month === 2 && day === leapDay && !isLeapYear(year));
}

/** A time given by a transform. */
export interface ReadTimestamp {
  /** Epoch milliseconds, NaN when it is no time. */
  ms: number;
  /** It was text of a calendar date without a time. */
  isDate: boolean;
}

/** Fields are set anew by each call, which spares an object a point. */
const result: ReadTimestamp = { ms: NaN, isDate: false };

function readIso(text: string, zone: TimeZone): void {
  const match = execute(isoPattern, text);
  if (match === null) return;
  const year = toNumber(match[1]);
  const month = toNumber(match[2]);
  const day = match[3] === undefined ? 1 : toNumber(match[3]);
  if (!existsInCalendar(year, month, day)) return;
  const hour = toNumber(match[4] ?? 0);
  const minute = toNumber(match[5] ?? 0);
  const second = toNumber(match[6] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return;
  const milliseconds = match[7] === undefined ? 0 : toNumber(slice(match[7] + "00", 0, 3));
  // `Date.UTC` reads the years 0 to 99 as 1900 to 1999; the calendar repeats every 400 years.
  const asUtc = utc(year + 400, month - 1, day, hour, minute, second, milliseconds) - fourHundredYearsMs;
  if (match[4] === undefined) {
    result.isDate = true;
    result.ms = asUtc;
  } else if (match[8] !== undefined) result.ms = asUtc;
  else if (match[9] === undefined) result.ms = zone.fromLocal(asUtc);
  else {
    const offsetMinutes = toNumber(match[10]) * 60 + toNumber(match[11] ?? 0);
    result.ms = asUtc - (match[9] === "-" ? -1 : 1) * offsetMinutes * 60_000;
  }
}

/**
 * Reads a Date, epoch milliseconds or ISO 8601 text. Text with a time but no offset is local to `zone`; a date without a time is
 * midnight UTC and marked. Dates that do not exist, such as 30 February, are no time. The result is reused by the next call.
 */
export function readTimestamp(value: unknown, zone: TimeZone): Readonly<ReadTimestamp> {
  result.ms = NaN;
  result.isDate = false;
  if (typeof value === "number") result.ms = value;
  else if (typeof value === "string") readIso(value, zone);
  else if (typeof value === "object" && value !== null) {
    try {
      result.ms = getTime(value);
    } catch {
      // Not a Date.
    }
  }
  return result;
}
