import { timePaths } from "../../transformers/mapping-field-paths.js";
import type { MappingCondition } from "../../transformers/mapping-fields.js";
import { describeMappingPath } from "../../transformers/mapping-path.js";
import { type RecordLevel, recordLevels } from "../../transformers/mapping-records.js";
import { hasZone, type TimeFormat } from "../../transformers/mapping-time.js";
import type { Mapping } from "../../transformers/mapping.js";
import { quotedPaths } from "./path-code.js";

const bucketWords = { hour: "hour", day: "day", week: "week (Monday)", month: "month" } as const;
const operatorWords = { equals: "is", in: "is one of", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;
const operatorNames = ["equals", "in", "gt", "gte", "lt", "lte"] as const;
const formatWords = {
  iso: "ISO 8601",
  "epoch-s": "seconds since 1970",
  "epoch-ms": "milliseconds since 1970",
  "epoch-us": "microseconds since 1970",
  "epoch-ns": "nanoseconds since 1970",
  "rfc-2822": "RFC 2822",
  dotnet: "milliseconds since 1970 as /Date(...)/",
  "compact-datetime": "YYYYMMDDhhmmss or shorter",
  date: "calendar date YYYY-MM-DD",
  "compact-date": "calendar date YYYYMMDD",
  "us-date": "calendar date MM/DD/YYYY",
  "eu-date": "calendar date DD.MM.YYYY",
  month: "month YYYY-MM",
  "month-name": "month or date with the month's name",
  "iso-week": "ISO week YYYY-Www",
  quarter: "quarter YYYY-Qn",
  year: "year YYYY",
} as const satisfies Record<TimeFormat, string>;
const decimalWords = { comma: "1.234,5", "point-grouped": "1,234.5" } as const;

/** What a mapping does, as pairs of a label and words, in the order in which it happens. */
export function describeMapping(mapping: Mapping): (readonly [label: string, words: string])[] {
  const rows: (readonly [string, string])[] = [["records", describeRecords(mapping)]];
  for (const condition of mapping.filter ?? []) rows.push(["only where", describeCondition(condition)]);
  rows.push(["time", describeTime(mapping.time)], ["value", describeValue(mapping.value)]);
  for (const words of describeSeries(mapping)) rows.push(["series", words]);
  if (mapping.missing !== undefined) {
    rows.push(["no value", mapping.missing.map((text) => JSON.stringify(text)).join(", ")]);
  }
  for (const [name, path] of Object.entries(mapping.dimensions ?? {})) {
    rows.push(["dimension", `${JSON.stringify(name)} from ${describeMappingPath(path)}`]);
  }
  rows.push(["points", describePoints(mapping)]);
  return rows;
}

function describeRecords(mapping: Mapping): string {
  const [outer, ...inner] = recordLevels(mapping);
  const isRoot = outer.path === "" || outer.path === "$";
  const outermost = describeLevel(outer, (kind) =>
    isRoot ? "the response" : `the ${kind} ${describeMappingPath(outer.path)}`,
  );
  const nested = inner.map((level) => {
    const isItself = level.path === "" || level.path === "$";
    return `of each ${describeLevel(level, (kind) => (isItself ? "itself" : `its ${kind} ${describeMappingPath(level.path)}`))}`;
  });
  return [outermost, ...nested].join(", ");
}

function describeLevel({ recordsAre, columns }: RecordLevel, place: (kind: string) => string): string {
  switch (recordsAre) {
    case "object":
      return `one: ${place("object")}`;
    case "values-of-object":
      return `the values of ${place("object")}`;
    case "columns":
      return `the positions of the parallel arrays in ${place("object")}`;
    case "rows": {
      const named =
        typeof columns === "object"
          ? `named by ${describeMappingPath(columns.path)}${columns.name === undefined ? "" : `, their ${describeMappingPath(columns.name)}`}`
          : "named by the first one";
      return `the rows of ${place("array")} ${named}`;
    }
    default:
      return `the items of ${place("array")}`;
  }
}

function describeTime(time: Mapping["time"]): string {
  if (time === undefined) return "the time of the fetch";
  const name = time.zone === undefined || time.zone === "metric" ? "the metric's time zone" : time.zone;
  const zone = hasZone(time) ? `; without an offset in ${name}` : "";
  if ("format" in time) return `${describeMappingPath(time.path)}, ${formatWords[time.format]}${zone}`;
  if ("clock" in time) {
    const format = formatWords[time.dateFormat ?? "date"];
    return `${describeMappingPath(time.date)}, ${format}, and ${describeMappingPath(time.clock)}, time of day${zone}`;
  }
  const paths = quotedPaths(timePaths(time).map(([path]) => path));
  if (time.hour !== undefined) return `local time from ${paths}; in ${name}`;
  if (time.week !== undefined) return `ISO week from ${paths}`;
  return `${time.quarter === undefined ? "calendar date" : "quarter"} from ${paths}`;
}

function describeValue(value: Mapping["value"]): string {
  if (value === "count") return "1 for each record";
  const scale = value.scale === undefined ? "" : ` times ${value.scale}`;
  const unit = value.unit === undefined ? "" : `, in ${JSON.stringify(value.unit)}`;
  const decimal = value.decimal === undefined ? "" : `, written as ${decimalWords[value.decimal]}`;
  return `${describeFound(value)}${scale}${unit}${decimal}`;
}

function describeFound(value: Exclude<Mapping["value"], "count">): string {
  if ("path" in value) return describeMappingPath(value.path);
  if ("bySeries" in value) return "one for each series";
  const except = (value.except ?? []).map((name) => JSON.stringify(name)).join(", ");
  return `each member of ${describeMappingPath(value.bySeriesKeys)}${except === "" ? "" : ` except ${except}`}`;
}

function describeSeries({ series, value }: Mapping): string[] {
  if (series !== undefined) {
    return ["path" in series ? describeMappingPath(series.path) : `always ${JSON.stringify(series.constant)}`];
  }
  if (value === "count" || "path" in value) return [];
  if ("bySeriesKeys" in value) return ["the member's key"];
  return Object.entries(value.bySeries).map(
    ([name, path]) => `${JSON.stringify(name)} from ${describeMappingPath(path)}`,
  );
}

function describePoints({ groupBy, series, value, time }: Mapping): string {
  const aggregation = groupBy?.aggregation ?? (value === "count" && time === undefined ? "count" : undefined);
  if (aggregation === undefined) {
    const each = value === "count" || "path" in value ? "record" : "record and series";
    return `one per ${each}; records without value or time are skipped`;
  }
  const bucket = groupBy?.bucket;
  const hasSeveralSeries = series === undefined ? value !== "count" && !("path" in value) : "path" in series;
  const groups = [
    ...(bucket === undefined ? [] : [`${bucketWords[bucket]} of the metric's time zone`]),
    ...(hasSeveralSeries ? ["series"] : []),
  ];
  return `${aggregation} ${groups.length === 0 ? "of all records" : `per ${groups.join(" and ")}`}`;
}

function describeCondition({ path, ...operators }: MappingCondition): string {
  const words = operatorNames.flatMap((operator) => {
    const operand = operators[operator];
    return operand === undefined ? [] : [`${operatorWords[operator]} ${JSON.stringify(operand)}`];
  });
  if (operators.exists !== undefined) words.push(operators.exists ? "exists" : "is missing");
  return `${describeMappingPath(path)} ${words.join(" and ")}`;
}
