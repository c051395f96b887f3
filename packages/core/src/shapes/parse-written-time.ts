import { calendarDateMs, isoWeekMs, monthOfName } from "./calendar-date.js";
import type { ShapeTimeFormat, TimeGranularity, WrittenTime } from "./time-format.js";

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const RFC_2822 =
  /^(?:[a-z]{3},\s+)?(\d{1,2})\s+([a-z]{3})\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s+(?:(UTC?|GMT|Z)|([ECMP])([SD])T|([+-]\d{4}))$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})T?(\d{2})(?:(\d{2})(?:(\d{2}))?)?(Z)?$/i;
const OFFSET_HOURS: Readonly<Record<string, number>> = { E: -5, C: -6, M: -7, P: -8 };
const EPOCH_UNITS = { "epoch-s": 1_000, "epoch-ms": 1, "epoch-us": 1e-3, "epoch-ns": 1e-6 } as const;

/**
 * The time that a text or number writes in one format; `null` when it is written in another one. Years are not judged.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339 and https://www.rfc-editor.org/rfc/rfc2822#section-3.3
 */
export function parseWrittenTime(value: string | number, format: ShapeTimeFormat): WrittenTime | null {
  if (typeof value === "string") return parsers[format](value.trim());
  if (format.startsWith("epoch")) return epoch(value, EPOCH_UNITS[format as keyof typeof EPOCH_UNITS]);
  return format === "year" || format === "compact-date" || format === "compact-datetime"
    ? parsers[format](String(value))
    : null;
}

const parsers: Readonly<Record<ShapeTimeFormat, (text: string) => WrittenTime | null>> = {
  iso: readIso,
  date: (text) => matchDate(/^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/, text, ["year", "month", "day"]),
  "compact-date": (text) => matchDate(/^(\d{4})(\d{2})(\d{2})$/, text, ["year", "month", "day"]),
  "us-date": (text) => matchDate(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, text, ["month", "day", "year"]),
  "eu-date": (text) => matchDate(/^(\d{1,2})[./](\d{1,2})[./](\d{4})$/, text, ["day", "month", "year"]),
  month: (text) => {
    const match = /^(\d{4})-(\d{1,2})$/.exec(text);
    return match === null ? null : calendar(calendarDateMs(Number(match[1]), Number(match[2]), 1), "month");
  },
  year: (text) => (/^\d{4}$/.test(text) ? calendar(calendarDateMs(Number(text), 1, 1), "year") : null),
  quarter: (text) => {
    const match = /^(\d{4})[- ]?Q([1-4])$/i.exec(text);
    const reversed = /^Q([1-4])[- ](\d{4})$/i.exec(text);
    const year = match?.[1] ?? reversed?.[2];
    const quarter = match?.[2] ?? reversed?.[1];
    if (year === undefined) return null;
    return calendar(calendarDateMs(Number(year), Number(quarter) * 3 - 2, 1), "quarter");
  },
  "iso-week": (text) => {
    const match = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/i.exec(text);
    if (match === null) return null;
    const ms = isoWeekMs(Number(match[1]), Number(match[2]), Number(match[3] ?? 1));
    return calendar(ms, match[3] === undefined ? "week" : "day");
  },
  "month-name": readMonthName,
  "rfc-2822": readRfc2822,
  dotnet: (text) => {
    const match = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text);
    return match === null ? null : { ms: Number(match[1]), isLocal: false, granularity: "instant" };
  },
  "compact-datetime": readCompact,
  "epoch-s": (text) => digits(text, "epoch-s"),
  "epoch-ms": (text) => digits(text, "epoch-ms"),
  "epoch-us": (text) => digits(text, "epoch-us"),
  "epoch-ns": (text) => digits(text, "epoch-ns"),
};

function readIso(text: string): WrittenTime | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute = "0", second = "0", fraction = "", offset] = match;
  const date = calendarDateMs(Number(year), Number(month), Number(day));
  if (date === null) return null;
  if (hour === undefined) return calendar(date, "day");
  const clock = clockMs(Number(hour), Number(minute), Number(second));
  if (clock === null) return null;
  const ms = date + clock + Math.floor(Number(`0.${fraction === "" ? 0 : fraction}`) * 1_000);
  if (offset === undefined) return { ms, isLocal: true, granularity: "instant" };
  return { ms: ms - offsetMs(offset), isLocal: false, granularity: "instant" };
}

function readRfc2822(text: string): WrittenTime | null {
  const match = RFC_2822.exec(text);
  if (match === null) return null;
  const [, day, name = "", year, hour, minute, second = "0", , zone, saving, offset] = match;
  const month = monthOfName(name);
  const date = month === null ? null : calendarDateMs(Number(year), month, Number(day));
  const clock = clockMs(Number(hour), Number(minute), Number(second));
  if (date === null || clock === null) return null;
  const named = ((OFFSET_HOURS[zone?.toUpperCase() ?? ""] ?? 0) + (saving?.toUpperCase() === "D" ? 1 : 0)) * 3_600_000;
  const shift = offset !== undefined ? offsetMs(offset) : zone !== undefined ? named : 0;
  return { ms: date + clock - shift, isLocal: false, granularity: "instant" };
}

function readCompact(text: string): WrittenTime | null {
  const match = COMPACT.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute = "0", second = "0", zulu] = match;
  const date = calendarDateMs(Number(year), Number(month), Number(day));
  const clock = clockMs(Number(hour), Number(minute), Number(second));
  if (date === null || clock === null) return null;
  return { ms: date + clock, isLocal: zulu === undefined, granularity: "instant" };
}

function readMonthName(text: string): WrittenTime | null {
  const month = /^([a-z]{3,9})\.?[- ](\d{4})$/i.exec(text);
  if (month !== null) return namedDate(month[2], month[1], "1", "month");
  const named = /^([a-z]{3,9})\.? (\d{1,2}), (\d{4})$/i.exec(text);
  if (named !== null) return namedDate(named[3], named[1], named[2], "day");
  const dayFirst = /^(\d{1,2})[- ]([a-z]{3,9})\.?[- ](\d{4})$/i.exec(text);
  return dayFirst === null ? null : namedDate(dayFirst[3], dayFirst[2], dayFirst[1], "day");
}

function namedDate(
  year: string | undefined,
  name: string | undefined,
  day: string | undefined,
  granularity: TimeGranularity,
): WrittenTime | null {
  const month = monthOfName(name ?? "");
  return month === null ? null : calendar(calendarDateMs(Number(year), month, Number(day)), granularity);
}

function matchDate(pattern: RegExp, text: string, order: readonly ("year" | "month" | "day")[]): WrittenTime | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const part = (name: "year" | "month" | "day") => Number(match[order.indexOf(name) + 1]);
  return calendar(calendarDateMs(part("year"), part("month"), part("day")), "day");
}

function calendar(ms: number | null, granularity: TimeGranularity): WrittenTime | null {
  return ms === null ? null : { ms, isLocal: false, granularity };
}

function digits(text: string, format: keyof typeof EPOCH_UNITS): WrittenTime | null {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? epoch(Number(text), EPOCH_UNITS[format]) : null;
}

function epoch(value: number, msPerUnit: number): WrittenTime {
  return { ms: Math.floor(value * msPerUnit), isLocal: false, granularity: "instant" };
}

function clockMs(hour: number, minute: number, second: number): number | null {
  const isReal = hour < 24 || (hour === 24 && minute === 0 && second === 0);
  return isReal && minute < 60 && second <= 60 ? ((hour * 60 + minute) * 60 + second) * 1_000 : null;
}

function offsetMs(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
