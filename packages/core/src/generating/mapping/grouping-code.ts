import { hasInstants } from "../../transformers/mapping-time.js";
import type { Mapping } from "../../transformers/mapping.js";
import { indentCode } from "./indent-code.js";
import { foundCode } from "./path-code.js";
import { propertyName } from "./property-access.js";
import { stringLiteral } from "./string-literal.js";

/** Code around and at the end of the loop over the records. */
export interface GroupingCode {
  readonly before: readonly string[];
  /** Uses `time`, `value`, `series` as far as the mapping has them. */
  readonly each: readonly string[];
  /** True, behind the loop, when there are no points. */
  readonly isEmpty: string;
  readonly after: readonly string[];
}

/** How records become points: one each, or collected in groups of one bucket of time and one series. `name` names the record. */
export function groupingCode(mapping: Mapping, name: string): GroupingCode {
  const aggregation = mapping.groupBy?.aggregation ?? (mapping.value === "count" ? "count" : undefined);
  if (aggregation === undefined) {
    const point = pointLiteral(mapping, mapping.time === undefined ? "context.fetchedAt" : "time", "value");
    return {
      before: ["const points = [];"],
      each: [`points.push(${point});`],
      isEmpty: "points.length === 0",
      after: ["return points;"],
    };
  }
  const bucket = mapping.groupBy?.bucket;
  const opening = bucket === undefined ? [] : [`const timestamp = ${bucketCode(mapping, bucket, name)};`];
  const each = [...opening, `const group = groups.get(${groupKey(mapping)});`, ...collectCode(mapping, aggregation)];
  return {
    before: ["const groups = new Map();", ...emptyCountCode(mapping)],
    each,
    isEmpty: "groups.size === 0",
    after: [pointsOfGroups(aggregation)],
  };
}

type Bucket = NonNullable<NonNullable<Mapping["groupBy"]>["bucket"]>;

function bucketCode(mapping: Mapping, bucket: Bucket, name: string): string {
  if (bucket === "hour") return `hourOf(time, clock, ${name})`;
  const day = hasInstants(mapping.time) ? "dayOf(time, clock)" : "time";
  if (bucket === "day") return day;
  return `${bucket === "week" ? "weekOf" : "monthOf"}(${day})`;
}

/** How many there are is known even when there are none: a count of all records without a time is then 0. */
function emptyCountCode(mapping: Mapping): string[] {
  if (mapping.value !== "count" || mapping.time !== undefined || hasSeriesVariable(mapping)) return [];
  return [`groups.set("", ${pointLiteral(mapping, "context.fetchedAt", "0")});`];
}

type Aggregation = NonNullable<Mapping["groupBy"]>["aggregation"];

function collectCode(mapping: Mapping, aggregation: Aggregation): string[] {
  const timestamp =
    mapping.time === undefined ? "context.fetchedAt" : mapping.groupBy?.bucket === undefined ? "time" : "timestamp";
  const set = (entry: string): string => `groups.set(${groupKey(mapping)}, ${entry});`;
  const first = (value: string): string => `if (group === undefined) ${set(pointLiteral(mapping, timestamp, value))}`;
  switch (aggregation) {
    case "count":
      return [first("1"), "else group.value += 1;"];
    case "sum":
      return [first("value"), "else group.value += value;"];
    case "avg":
      return [
        `if (group === undefined) ${set(`{ point: ${pointLiteral(mapping, timestamp, "value")}, sum: value, count: 1 }`)}`,
        "else {",
        "  group.sum += value;",
        "  group.count += 1;",
        "  group.point.value = group.sum / group.count;",
        "}",
      ];
    case "min":
    case "max":
      return [
        `if (group === undefined || value ${aggregation === "max" ? ">" : "<"} group.value) {`,
        ...indentCode([set(pointLiteral(mapping, timestamp, "value"))]),
        "}",
      ];
    case "last": {
      if (mapping.time === undefined) return [set(`{ point: ${pointLiteral(mapping, timestamp, "value")} }`)];
      return [
        "const instant = instantOf(time);",
        "if (group === undefined || instant >= group.instant) {",
        ...indentCode([set(`{ point: ${pointLiteral(mapping, timestamp, "value")}, instant }`)]),
        "}",
      ];
    }
  }
}

function pointsOfGroups(aggregation: Aggregation): string {
  const holdsPoint = aggregation === "avg" || aggregation === "last";
  return holdsPoint ? "return [...groups.values()].map((group) => group.point);" : "return [...groups.values()];";
}

/** A bucket holds no space, so bucket and series cannot run into each other. */
function groupKey(mapping: Mapping): string {
  const bucket = mapping.groupBy?.bucket === undefined ? undefined : "timestamp";
  const series = hasSeriesVariable(mapping) ? "series" : undefined;
  if (bucket !== undefined && series !== undefined) return "`${timestamp} ${series}`";
  return bucket ?? series ?? '""';
}

function pointLiteral(mapping: Mapping, timestamp: string, value: string): string {
  const { series } = mapping;
  const members = [
    timestamp === "timestamp" ? "timestamp" : `timestamp: ${timestamp}`,
    value === "value" ? "value" : `value: ${value}`,
  ];
  if (hasSeriesVariable(mapping)) members.push("series");
  else if (series !== undefined && "constant" in series) members.push(`series: ${stringLiteral(series.constant)}`);
  const dimensions = Object.entries(mapping.dimensions ?? {}).map(
    ([name, path]) => `${propertyName(name)}: ${foundCode(path)}`,
  );
  if (dimensions.length > 0) members.push(`dimensions: readDimensions(${objectLiteral(dimensions)})`);
  return objectLiteral(members);
}

/** On one line when short. */
function objectLiteral(members: readonly string[]): string {
  const line = `{ ${members.join(", ")} }`;
  if (line.length <= 80 && !line.includes("\n")) return line;
  return ["{", ...indentCode(members.map((member) => `${member},`)), "}"].join("\n");
}

function hasSeriesVariable({ series, value }: Mapping): boolean {
  if (series !== undefined) return "path" in series;
  return value !== "count" && !("path" in value);
}
