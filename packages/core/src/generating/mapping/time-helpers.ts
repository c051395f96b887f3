import { type CodeHelpers, codeHelper } from "./code-helper.js";

/** Read times as epoch milliseconds, or as the text of a calendar date, or throw and name the record. */
export const timeHelpers: CodeHelpers = {
  readIsoTime: codeHelper(
    ["isMissing", "dayStart", "badTime"],
    String.raw`
// An instant, or the text of a calendar date when there is no time of day.
function readIsoTime(found, path, name, toInstant) {
  if (isMissing(found)) return undefined;
  const parts = typeof found === "string" ? ISO_TIME.exec(found.trim()) : null;
  const start = parts === null ? NaN : dayStart(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (Number.isNaN(start)) throw badTime(found, path, name, "an ISO 8601 time such as 2026-03-01T12:00:00Z");
  if (parts[4] === undefined) return parts[1] + "-" + parts[2] + "-" + parts[3];
  const seconds = Number(parts[4]) * 3600 + Number(parts[5]) * 60 + Number(parts[6] ?? 0);
  const wallTime = start + seconds * 1000 + Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3));
  const offset = parts[8];
  if (offset === undefined) return toInstant(wallTime);
  if (offset === "Z" || offset === "z") return wallTime;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(":", ""));
  return wallTime - (offset[0] === "-" ? -minutes : minutes) * 60000;
}

const ISO_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/;`,
  ),

  readEpochSeconds: codeHelper(
    ["readEpoch"],
    String.raw`
function readEpochSeconds(found, path, name) {
  return readEpoch(found, 1000, path, name, "seconds since 1970");
}`,
  ),

  readEpochMilliseconds: codeHelper(
    ["readEpoch"],
    String.raw`
function readEpochMilliseconds(found, path, name) {
  return readEpoch(found, 1, path, name, "milliseconds since 1970");
}`,
  ),

  readEpoch: codeHelper(
    ["toNumber", "badTime"],
    String.raw`
function readEpoch(found, unitMilliseconds, path, name, form) {
  const number = toNumber(found);
  if (number === undefined) return undefined;
  const instant = Math.round(number * unitMilliseconds);
  if (!(instant >= FIRST_INSTANT && instant <= LAST_INSTANT)) throw badTime(found, path, name, form + " within the years 1 to 9999");
  return instant;
}

const FIRST_INSTANT = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_INSTANT = Date.parse("9999-12-31T23:59:59.999Z");`,
  ),

  readDate: codeHelper(
    ["isMissing", "dayStart", "dateText", "badTime"],
    String.raw`
// The text of a calendar date: year, month and day are the groups of the pattern, January and the first where it has none.
function readDate(found, path, name, pattern, form) {
  if (isMissing(found)) return undefined;
  const parts = typeof found === "string" || typeof found === "number" ? pattern.exec(String(found).trim()) : null;
  if (parts === null || Number.isNaN(dayStart(Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)))) {
    throw badTime(found, path, name, form);
  }
  return dateText(Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1));
}`,
  ),

  readDateParts: codeHelper(
    ["isMissing", "toNumber", "dayStart", "dateText", "badTime"],
    String.raw`
// The text of a calendar date.
function readDateParts(year, month, day, path, name) {
  if (isMissing(year) || isMissing(month) || isMissing(day)) return undefined;
  const [y, m, d] = [toNumber(year), toNumber(month), toNumber(day)];
  if (![y, m, d].every(Number.isInteger) || y > 9999 || Number.isNaN(dayStart(y, m, d))) {
    throw badTime([year, month, day], path, name, "a year, month and day");
  }
  return dateText(y, m, d);
}`,
  ),

  badTime: codeHelper(
    ["show"],
    String.raw`
function badTime(found, path, name, form) {
  return new Error("Record " + name + ": the time at " + path + " is " + show(found) + ", which is not " + form);
}`,
  ),
};
