import { type CodeHelpers, codeHelper } from "./code-helper.js";

/** Read calendar dates that are not written as YYYY-MM-DD, as the text of the date, or throw and name the record. */
export const writtenDateHelpers: CodeHelpers = {
  readMonthName: codeHelper(
    ["readWrittenDate"],
    String.raw`
function readMonthName(found, path, name) {
  return readWrittenDate(found, path, name, MONTH_NAMES, "a date such as Mar 2026 or Mar 31, 2026");
}

const MONTH_NAMES = [
  /^(?<month>[A-Za-z]{3,9})\.?[ -](?<year>\d{4})$/,
  /^(?<year>\d{4})[ -](?<month>[A-Za-z]{3,9})$/,
  /^(?<month>[A-Za-z]{3,9})\.? (?<day>\d{1,2}),? (?<year>\d{4})$/,
  /^(?<day>\d{1,2})[ -](?<month>[A-Za-z]{3,9})\.?[ -](?<year>\d{4})$/,
];`,
  ),

  readWrittenDate: codeHelper(
    ["isMissing", "dayStart", "dateText", "monthNumber", "badTime"],
    String.raw`
// The first pattern that fits names the parts; without a day it is the first.
function readWrittenDate(found, path, name, patterns, form) {
  if (isMissing(found)) return undefined;
  const text = typeof found === "string" ? found.trim() : "";
  const parts = patterns.map((pattern) => pattern.exec(text)).find((match) => match !== null)?.groups;
  const [year, month, day] = [Number(parts?.year), Number(monthNumber(parts?.month)), Number(parts?.day ?? 1)];
  if (Number.isNaN(dayStart(year, month, day))) throw badTime(found, path, name, form);
  return dateText(year, month, day);
}`,
  ),

  readWeek: codeHelper(
    ["isMissing", "weekDay", "badTime"],
    String.raw`
function readWeek(found, path, name) {
  if (isMissing(found)) return undefined;
  const parts = typeof found === "string" ? /^(\d{4})-?[Ww](\d\d)(?:-?([1-7]))?$/.exec(found.trim()) : null;
  const day = parts === null ? undefined : weekDay(Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 1));
  if (day === undefined) throw badTime(found, path, name, "an ISO week such as 2026-W05");
  return day;
}`,
  ),

  readWeekParts: codeHelper(
    ["isMissing", "toNumber", "weekDay", "badTime"],
    String.raw`
function readWeekParts(year, week, path, name) {
  if (isMissing(year) || isMissing(week)) return undefined;
  const number = typeof week === "string" ? week.trim().replace(/^[Ww](?=\d)/, "") : week;
  const day = weekDay(toNumber(year), toNumber(number), 1);
  if (day === undefined) throw badTime([year, week], path, name, "a year and an ISO week");
  return day;
}`,
  ),

  readQuarter: codeHelper(
    ["isMissing", "quarterStart", "badTime"],
    String.raw`
function readQuarter(found, path, name) {
  if (isMissing(found)) return undefined;
  const text = typeof found === "string" ? found.trim() : "";
  const parts = /^(?<year>\d{4})[ -]?[Qq](?<quarter>\d)$/.exec(text) ?? /^[Qq](?<quarter>\d)[ /-]?(?<year>\d{4})$/.exec(text);
  const day = parts === null ? undefined : quarterStart(Number(parts.groups.year), Number(parts.groups.quarter));
  if (day === undefined) throw badTime(found, path, name, "a quarter such as 2026-Q1 or Q1 2026");
  return day;
}`,
  ),

  readQuarterParts: codeHelper(
    ["isMissing", "toNumber", "quarterStart", "badTime"],
    String.raw`
function readQuarterParts(year, quarter, path, name) {
  if (isMissing(year) || isMissing(quarter)) return undefined;
  const number = typeof quarter === "string" ? quarter.trim().replace(/^[Qq](?=\d)/, "") : quarter;
  const day = quarterStart(toNumber(year), toNumber(number));
  if (day === undefined) throw badTime([year, quarter], path, name, "a year and a quarter");
  return day;
}`,
  ),

  weekDay: codeHelper(
    ["dayStart"],
    String.raw`
// The date of a day of an ISO week, Monday being 1; undefined when there is none. The week belongs to the year of its Thursday.
function weekDay(year, week, weekday) {
  if (!Number.isInteger(year) || !Number.isInteger(week) || week < 1 || year > 9998) return undefined;
  const fourth = dayStart(year, 1, 4);
  const monday = fourth + ((week - 1) * 7 - ((new Date(fourth).getUTCDay() + 6) % 7)) * 86400000;
  if (!(new Date(monday + 3 * 86400000).getUTCFullYear() === year)) return undefined;
  return new Date(monday + (weekday - 1) * 86400000).toISOString().slice(0, 10);
}`,
  ),

  quarterStart: codeHelper(
    ["dayStart", "dateText"],
    String.raw`
// The first day of a quarter, undefined when there is no such quarter.
function quarterStart(year, quarter) {
  const isQuarter = Number.isInteger(year) && year <= 9999 && [1, 2, 3, 4].includes(quarter);
  return isQuarter && !Number.isNaN(dayStart(year, 1, 1)) ? dateText(year, quarter * 3 - 2, 1) : undefined;
}`,
  ),

  monthNumber: codeHelper(
    [],
    String.raw`
// Of "March", "Mar", "Mar." and "M03"; anything else is left as it is.
function monthNumber(found) {
  const text = typeof found === "string" ? found.trim().toLowerCase().replace(/\.$/, "") : "";
  if (/^m\d\d$/.test(text)) return Number(text.slice(1));
  const index = text.length < 3 ? -1 : MONTHS.findIndex((month) => month.startsWith(text));
  return index < 0 ? found : index + 1;
}

const MONTHS =
  "january february march april may june july august september october november december".split(" ");`,
  ),
};
