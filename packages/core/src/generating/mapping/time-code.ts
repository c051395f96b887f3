import type { MappingPath } from "../../transformers/mapping-path.js";
import { timePaths } from "../../transformers/mapping-field-paths.js";
import {
  hasInstants,
  hasZone,
  type MappingTime,
  type TimeFormat,
  type TimeParts,
} from "../../transformers/mapping-time.js";
import type { Mapping } from "../../transformers/mapping.js";
import { pathText } from "./path-code.js";
import { stringLiteral } from "./string-literal.js";

const datePatterns = {
  date: [String.raw`/^(\d{4})-(\d\d)-(\d\d)(?:[Tt ].*)?$/`, "a date such as 2026-03-01"],
  month: [String.raw`/^(\d{4})-(\d\d)$/`, "a month such as 2026-03"],
  year: [String.raw`/^(\d{4})$/`, "a year such as 2026"],
  "compact-date": [String.raw`/^(\d{4})(\d\d)(\d\d)$/`, "a date such as 20260301"],
} as const;

const dayPatterns = {
  "us-date": [
    String.raw`/^(?<month>\d{1,2})[/-](?<day>\d{1,2})[/-](?<year>\d{4})(?:[Tt ].*)?$/`,
    "a date such as 03/31/2026",
  ],
  "eu-date": [
    String.raw`/^(?<day>\d{1,2})[./-](?<month>\d{1,2})[./-](?<year>\d{4})(?:[Tt ].*)?$/`,
    "a date such as 31.03.2026",
  ],
} as const;

const simpleReaders = {
  "epoch-s": "readEpochSeconds",
  "epoch-ms": "readEpochMilliseconds",
  "epoch-us": "readEpochMicroseconds",
  "epoch-ns": "readEpochNanoseconds",
  "rfc-2822": "readRfcTime",
  dotnet: "readDotnetTime",
  "month-name": "readMonthName",
  "iso-week": "readWeek",
  quarter: "readQuarter",
} as const satisfies Partial<Record<TimeFormat, string>>;

/** How paths and records are written in the code around a time. */
export interface TimeSurroundings {
  readonly foundCode: (path: MappingPath) => string;
  /** The variable that names the record in messages. */
  readonly name: string;
}

/** An expression for a record's time: epoch milliseconds, the text of a calendar date, or `undefined` when missing. */
export function timeCode(time: MappingTime, around: TimeSurroundings): string {
  if ("year" in time) return partsCode(time, around);
  if ("format" in time) return writtenCode(time.format, time.path, time.zone, around);
  const date = writtenCode(time.dateFormat ?? "date", time.date, undefined, around);
  return `readClock(${date}, ${foundAndPlace(time.clock, around)}, ${toInstantCode(time.zone)})`;
}

function writtenCode(
  format: TimeFormat,
  path: MappingPath,
  zone: string | undefined,
  around: TimeSurroundings,
): string {
  const argumentsCode = foundAndPlace(path, around);
  switch (format) {
    case "iso":
      return `readIsoTime(${argumentsCode}, ${toInstantCode(zone)})`;
    case "compact-datetime":
      return `readCompactTime(${argumentsCode}, ${toInstantCode(zone)})`;
    case "date":
    case "month":
    case "year":
    case "compact-date": {
      const [pattern, form] = datePatterns[format];
      return `readDate(${argumentsCode}, ${pattern}, ${stringLiteral(form)})`;
    }
    case "us-date":
    case "eu-date": {
      const [pattern, form] = dayPatterns[format];
      return `readWrittenDate(${argumentsCode}, [${pattern}], ${stringLiteral(form)})`;
    }
    default:
      return `${simpleReaders[format]}(${argumentsCode})`;
  }
}

function partsCode(time: TimeParts, { foundCode, name }: TimeSurroundings): string {
  const places = stringLiteral(
    timePaths(time)
      .map(([path]) => pathText(path))
      .join(", "),
  );
  const year = foundCode(time.year);
  if (time.week !== undefined) return `readWeekParts(${year}, ${foundCode(time.week)}, ${places}, ${name})`;
  if (time.quarter !== undefined) return `readQuarterParts(${year}, ${foundCode(time.quarter)}, ${places}, ${name})`;
  const month = time.month === undefined ? "1" : `monthNumber(${foundCode(time.month)})`;
  const day = time.day === undefined ? "1" : foundCode(time.day);
  if (time.hour === undefined) return `readDateParts(${year}, ${month}, ${day}, ${places}, ${name})`;
  const clock = `${foundCode(time.hour)}, ${time.minute === undefined ? "0" : foundCode(time.minute)}`;
  return `readLocalParts(${year}, ${month}, ${day}, ${clock}, ${places}, ${name}, ${toInstantCode(time.zone)})`;
}

/** True when the code reads local times of the metric's zone, or cuts instants in it. */
export function needsClock({ time, groupBy }: Mapping): boolean {
  if (time === undefined || !hasInstants(time)) return false;
  return groupBy?.bucket !== undefined || (hasZone(time) && (time.zone ?? "metric") === "metric");
}

function foundAndPlace(path: MappingPath, { foundCode, name }: TimeSurroundings): string {
  return `${foundCode(path)}, ${stringLiteral(pathText(path))}, ${name}`;
}

function toInstantCode(zone: string | undefined): string {
  if (zone === undefined || zone === "metric") return "clock.toInstant";
  if (zone === "UTC") return "(wallTime) => wallTime";
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return `(wallTime) => wallTime ${zone.startsWith("-") ? "+" : "-"} ${minutes * 60_000}`;
}
