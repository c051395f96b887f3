import { type CodeHelpers, codeHelper } from "./code-helper.js";

/** Read instants that are written otherwise than in ISO 8601 or seconds, or throw and name the record. */
export const writtenTimeHelpers: CodeHelpers = {
  readEpochMicroseconds: codeHelper(
    ["readFineEpoch"],
    String.raw`
function readEpochMicroseconds(found, path, name) {
  return readFineEpoch(found, 3, path, name, "microseconds since 1970");
}`,
  ),

  readEpochNanoseconds: codeHelper(
    ["readFineEpoch"],
    String.raw`
function readEpochNanoseconds(found, path, name) {
  return readFineEpoch(found, 6, path, name, "nanoseconds since 1970");
}`,
  ),

  readFineEpoch: codeHelper(
    ["isMissing", "toNumber", "readEpoch", "badTime"],
    String.raw`
// Cut to milliseconds. Digits in text lose none; a number beyond 2^53 is up to half of its last place too small.
function readFineEpoch(found, places, path, name, form) {
  if (isMissing(found)) return undefined;
  const text = typeof found === "string" ? /^([+-]?)(\d+)$/.exec(found.trim()) : null;
  let instant;
  if (text === null) {
    const number = toNumber(found);
    const lost = Math.abs(number) > Number.MAX_SAFE_INTEGER ? Math.abs(number) * 2 ** -53 : 0;
    instant = number === undefined ? undefined : Math.floor((number + lost) / 10 ** places);
  } else {
    const whole = Number(text[2].slice(0, -places));
    instant = text[1] === "-" ? 0 - whole - (/[1-9]/.test(text[2].slice(-places)) ? 1 : 0) : whole;
  }
  if (Number.isNaN(instant)) throw badTime(found, path, name, form);
  return readEpoch(instant, 1, path, name, form);
}`,
  ),

  readDotnetTime: codeHelper(
    ["isMissing", "readEpoch", "badTime"],
    String.raw`
// Milliseconds since 1970; an offset behind them is for display only.
function readDotnetTime(found, path, name) {
  if (isMissing(found)) return undefined;
  const parts = typeof found === "string" ? /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(found.trim()) : null;
  if (parts === null) throw badTime(found, path, name, "a time such as /Date(1700000000000)/");
  return readEpoch(parts[1], 1, path, name, "milliseconds since 1970");
}`,
  ),

  readRfcTime: codeHelper(
    ["isMissing", "dayStart", "monthNumber", "offsetMilliseconds", "badTime"],
    String.raw`
function readRfcTime(found, path, name) {
  if (isMissing(found)) return undefined;
  const parts = typeof found === "string" ? RFC_TIME.exec(found.trim()) : null;
  const start = parts === null ? NaN : dayStart(Number(parts[3]), monthNumber(parts[2]), Number(parts[1]));
  if (Number.isNaN(start)) {
    throw badTime(found, path, name, "a time with its zone such as Tue, 03 Mar 2026 10:00:00 +0100");
  }
  const seconds = Number(parts[4]) * 3600 + Number(parts[5]) * 60 + Number(parts[6] ?? 0);
  return start + seconds * 1000 - offsetMilliseconds(parts[7]);
}

const RFC_TIME =
  /^(?:[a-z]{3},\s*)?(\d{1,2})\s+([a-z]{3})\s+(\d{4})\s+([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\s+(UTC?|GMT|Z|[ECMP][SD]T|[+-](?:0\d|1[0-4])[0-5]\d)(?:\s*\([^()]*\))?$/i;`,
  ),

  readCompactTime: codeHelper(
    ["isMissing", "dayStart", "offsetMilliseconds", "badTime"],
    String.raw`
function readCompactTime(found, path, name, toInstant) {
  if (isMissing(found)) return undefined;
  const parts = typeof found === "string" || typeof found === "number" ? COMPACT_TIME.exec(String(found).trim()) : null;
  const start = parts === null ? NaN : dayStart(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (Number.isNaN(start)) throw badTime(found, path, name, "a time such as 20260301T120000Z or 202603011200");
  const seconds = Number(parts[4]) * 3600 + Number(parts[5] ?? 0) * 60 + Number(parts[6] ?? 0);
  const wallTime = start + seconds * 1000 + Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3));
  return parts[8] === undefined ? toInstant(wallTime) : wallTime - offsetMilliseconds(parts[8]);
}

const COMPACT_TIME =
  /^(\d{4})(\d\d)(\d\d)[Tt]?([01]\d|2[0-3])(?:([0-5]\d)(?:([0-5]\d)(?:[.,](\d{1,9}))?)?)?([Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/;`,
  ),

  readClock: codeHelper(
    ["isMissing", "offsetMilliseconds", "badTime"],
    String.raw`
// The instant of a time of day on a calendar date.
function readClock(date, found, path, name, toInstant) {
  if (date === undefined || isMissing(found)) return undefined;
  const parts = typeof found === "string" ? CLOCK.exec(found.trim()) : null;
  const half = parts?.[5];
  const isClock = parts !== null && (half === undefined ? parts[2] !== undefined && parts[1] < 24 : parts[1] >= 1 && parts[1] <= 12);
  if (!isClock) throw badTime(found, path, name, "a time of day such as 14:30 or 2:30 PM");
  const hour = half === undefined ? Number(parts[1]) : (parts[1] % 12) + (half === "p" || half === "P" ? 12 : 0);
  const seconds = hour * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
  const wallTime = Date.parse(date) + seconds * 1000 + Number((parts[4] ?? "").padEnd(3, "0").slice(0, 3));
  return parts[6] === undefined ? toInstant(wallTime) : wallTime - offsetMilliseconds(parts[6]);
}

const CLOCK =
  /^(\d{1,2})(?::([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?)?(?:\s?([AaPp])\.?[Mm]\.?)?\s?([Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/;`,
  ),

  readLocalParts: codeHelper(
    ["isMissing", "toNumber", "dayStart", "badTime"],
    String.raw`
// The instant of a local time.
function readLocalParts(year, month, day, hour, minute, path, name, toInstant) {
  if ([year, month, day, hour, minute].some(isMissing)) return undefined;
  const [y, m, d, h, min] = [year, month, day, hour, minute].map(toNumber);
  const start = [y, m, d, h, min].every(Number.isInteger) && y <= 9999 ? dayStart(y, m, d) : NaN;
  if (Number.isNaN(start) || h < 0 || h > 23 || min < 0 || min > 59) {
    throw badTime([year, month, day, hour, minute], path, name, "a year, month, day, hour and minute");
  }
  return toInstant(start + (h * 60 + min) * 60000);
}`,
  ),

  offsetMilliseconds: codeHelper(
    [],
    String.raw`
// Of "+01:00", "+0100", "+01", "Z" or a zone name of RFC 2822.
function offsetMilliseconds(text) {
  const digits = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (digits !== null) return (digits[1] === "-" ? -1 : 1) * (Number(digits[2]) * 60 + Number(digits[3] ?? 0)) * 60000;
  const hours = "ECMP".indexOf(text[0].toUpperCase());
  return text.length === 3 && hours >= 0 ? (text[1].toUpperCase() === "D" ? -4 - hours : -5 - hours) * 3600000 : 0;
}`,
  ),
};
