import type { MappingCondition } from "../../transformers/mapping-fields.js";
import { describeMappingPath } from "../../transformers/mapping-path.js";
import type { Mapping } from "../../transformers/mapping.js";

const bucketWords = { hour: "hour", day: "day", week: "week (Monday)", month: "month" } as const;
const operatorWords = { equals: "is", in: "is one of", gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;
const operatorNames = ["equals", "in", "gt", "gte", "lt", "lte"] as const;
const formatWords = {
  iso: "ISO 8601",
  "epoch-s": "seconds since 1970",
  "epoch-ms": "milliseconds since 1970",
  date: "calendar date YYYY-MM-DD",
  month: "month YYYY-MM",
  year: "year YYYY",
  "compact-date": "calendar date YYYYMMDD",
} as const;

/** What a mapping does, as pairs of a label and words, in the order in which it happens. */
export function describeMapping(mapping: Mapping): (readonly [label: string, words: string])[] {
  const rows: (readonly [string, string])[] = [["records", describeRecords(mapping)]];
  for (const condition of mapping.filter ?? []) rows.push(["only where", describeCondition(condition)]);
  rows.push(["time", describeTime(mapping.time)], ["value", describeValue(mapping.value)]);
  if (mapping.series !== undefined) {
    const { series } = mapping;
    rows.push([
      "series",
      "path" in series ? describeMappingPath(series.path) : `always ${JSON.stringify(series.constant)}`,
    ]);
  }
  for (const [name, path] of Object.entries(mapping.dimensions ?? {})) {
    rows.push(["dimension", `${JSON.stringify(name)} from ${describeMappingPath(path)}`]);
  }
  rows.push(["points", describePoints(mapping)]);
  return rows;
}

function describeRecords({ records, recordsAre }: Mapping): string {
  const isRoot = records === "" || records === "$";
  const place = (kind: string): string => (isRoot ? "the response" : `the ${kind} ${describeMappingPath(records)}`);
  if (recordsAre === "object") return `one: ${place("object")}`;
  return recordsAre === "values-of-object" ? `the values of ${place("object")}` : `the items of ${place("array")}`;
}

function describeTime(time: Mapping["time"]): string {
  if (time === undefined) return "the time of the fetch";
  if (!("format" in time)) {
    const parts = [
      time.year,
      ...(time.month === undefined ? [] : [time.month]),
      ...(time.day === undefined ? [] : [time.day]),
    ];
    return `calendar date from ${parts.map(describeMappingPath).join(", ")}`;
  }
  const zone = time.zone === undefined || time.zone === "metric" ? "the metric's time zone" : time.zone;
  return `${describeMappingPath(time.path)}, ${formatWords[time.format]}${time.format === "iso" ? `; without an offset in ${zone}` : ""}`;
}

function describeValue(value: Mapping["value"]): string {
  if (value === "count") return "1 for each record";
  const scale = value.scale === undefined ? "" : ` times ${value.scale}`;
  return `${describeMappingPath(value.path)}${scale}${value.unit === undefined ? "" : `, in ${JSON.stringify(value.unit)}`}`;
}

function describePoints({ groupBy, series, value, time }: Mapping): string {
  const aggregation = groupBy?.aggregation ?? (value === "count" && time === undefined ? "count" : undefined);
  if (aggregation === undefined) return "one per record; records without value or time are skipped";
  const bucket = groupBy?.bucket;
  const groups = [
    ...(bucket === undefined ? [] : [`${bucketWords[bucket]} of the metric's time zone`]),
    ...(series !== undefined && "path" in series ? ["series"] : []),
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
