import type { Mapping } from "../../transformers/mapping.js";
import type { MappingPath } from "../../transformers/mapping-path.js";
import { stringLiteral } from "./string-literal.js";

const datePatterns = {
  date: [String.raw`/^(\d{4})-(\d\d)-(\d\d)(?:[Tt ].*)?$/`, "a date such as 2026-03-01"],
  month: [String.raw`/^(\d{4})-(\d\d)$/`, "a month such as 2026-03"],
  year: [String.raw`/^(\d{4})$/`, "a year such as 2026"],
  "compact-date": [String.raw`/^(\d{4})(\d\d)(\d\d)$/`, "a date such as 20260301"],
} as const;

/** How paths and records are written in the code around a time. */
export interface TimeSurroundings {
  readonly foundCode: (path: MappingPath) => string;
  readonly pathText: (path: MappingPath) => string;
  /** The variable that names the record in messages. */
  readonly name: string;
}

/** An expression for a record's time: epoch milliseconds, the text of a calendar date, or `undefined` when missing. */
export function timeCode(time: NonNullable<Mapping["time"]>, { foundCode, pathText, name }: TimeSurroundings): string {
  if (!("format" in time)) {
    const paths = [time.year, time.month, time.day];
    const found = paths.map((path) => (path === undefined ? "1" : foundCode(path)));
    const places = paths.flatMap((path) => (path === undefined ? [] : [pathText(path)]));
    return `readDateParts(${found.join(", ")}, ${stringLiteral(places.join(", "))}, ${name})`;
  }
  const argumentsCode = `${foundCode(time.path)}, ${stringLiteral(pathText(time.path))}, ${name}`;
  if (time.format === "iso") return `readIsoTime(${argumentsCode}, ${toInstantCode(time.zone)})`;
  if (time.format === "epoch-s") return `readEpochSeconds(${argumentsCode})`;
  if (time.format === "epoch-ms") return `readEpochMilliseconds(${argumentsCode})`;
  const [pattern, form] = datePatterns[time.format];
  return `readDate(${argumentsCode}, ${pattern}, ${stringLiteral(form)})`;
}

/** True when times can be instants; the other formats give calendar dates. */
export function hasInstants(time: Mapping["time"]): boolean {
  return (
    time !== undefined &&
    "format" in time &&
    (time.format === "iso" || time.format === "epoch-s" || time.format === "epoch-ms")
  );
}

/** True when the code reads local times of the metric's zone, or cuts instants in it. */
export function needsClock({ time, groupBy }: Mapping): boolean {
  if (!hasInstants(time)) return false;
  if (groupBy?.bucket !== undefined) return true;
  return time !== undefined && "format" in time && time.format === "iso" && (time.zone ?? "metric") === "metric";
}

function toInstantCode(zone: string | undefined): string {
  if (zone === undefined || zone === "metric") return "clock.toInstant";
  if (zone === "UTC") return "(wallTime) => wallTime";
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return `(wallTime) => wallTime ${zone.startsWith("-") ? "+" : "-"} ${minutes * 60_000}`;
}
