import { fieldPaths, valuePaths } from "./mapping-field-paths.js";
import type { MappingFields } from "./mapping-fields.js";
import { resolveMappingPath } from "./mapping-path.js";
import { recordsProblems } from "./mapping-records-problems.js";
import { recordLevels } from "./mapping-records.js";
import { hasInstants, hasZone } from "./mapping-time.js";

/** A field of a mapping that contradicts another one. */
export interface MappingProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What fields of a mapping say against each other, each on its own being well-formed. `[]` when nothing. */
export function mappingProblems(mapping: MappingFields): MappingProblem[] {
  return [
    ...recordsProblems(mapping),
    ...originProblems(mapping),
    ...timeProblems(mapping),
    ...valueProblems(mapping),
    ...groupProblems(mapping),
  ];
}

const levelWords = ["", '"within"', '"within" with two levels'] as const;

/** Paths that start at something that these records do not have. */
function originProblems(mapping: MappingFields): MappingProblem[] {
  const levels = [...recordLevels(mapping)].reverse();
  return fieldPaths(mapping).flatMap(([path, field]) => {
    const { origin } = resolveMappingPath(path);
    const level = origin.startsWith("grandparent") ? 2 : origin.startsWith("parent") ? 1 : 0;
    if (origin === "root") return [];
    if (levels[level] === undefined) {
      return [{ path: field, message: `starts with "$${origin}", which needs ${levelWords[level]}` }];
    }
    if (!origin.toLowerCase().endsWith("key") || levels[level].recordsAre === "values-of-object") return [];
    return [{ path: field, message: `is "$${origin}", which only records have that are "values-of-object"` }];
  });
}

function timeProblems({ time, groupBy }: MappingFields): MappingProblem[] {
  if (time === undefined) return [];
  const problems: MappingProblem[] = [];
  if (time.zone !== undefined && !hasZone(time)) {
    const times = "format" in time ? `${time.format} times` : "times without an hour";
    problems.push({ path: ["time", "zone"], message: `has no meaning for ${times}: remove it` });
  }
  if ("year" in time) problems.push(...partProblems(time));
  if (groupBy?.bucket === "hour" && !hasInstants(time)) {
    problems.push({ path: ["groupBy", "bucket"], message: 'cannot be "hour": the times are calendar dates' });
  }
  return problems;
}

function partProblems(time: Extract<MappingFields["time"], { year: unknown }>): MappingProblem[] {
  const needs = [
    ["day", "month"],
    ["hour", "day"],
    ["minute", "hour"],
  ] as const;
  const missing = needs.flatMap(([part, needed]) =>
    time[part] !== undefined && time[needed] === undefined
      ? [{ path: ["time", needed], message: `is missing: ${part === "hour" ? "an" : "a"} ${part} needs its ${needed}` }]
      : [],
  );
  const whole = time.week === undefined ? "quarter" : "week";
  if (time[whole] === undefined) return missing;
  const others = (["quarter", "month", "day", "hour", "minute"] as const).filter((part) => part !== whole);
  const extra = others.filter((part) => time[part] !== undefined);
  return extra.map((part) => ({ path: ["time", part], message: `cannot stand beside a ${whole}: remove one of them` }));
}

function valueProblems({ value, series }: MappingFields): MappingProblem[] {
  if (value === "count" || "path" in value) return [];
  const lines = "bySeries" in value ? "bySeries" : "bySeriesKeys";
  const problems: MappingProblem[] = [];
  if (series !== undefined) {
    problems.push({ path: ["series"], message: `cannot stand beside "${lines}", which names the series: remove it` });
  }
  if (valuePaths(value).length === 0) {
    problems.push({ path: ["value", lines], message: "is empty: name at least one series" });
  }
  return problems;
}

function groupProblems(mapping: MappingFields): MappingProblem[] {
  const { time, value, groupBy, dimensions } = mapping;
  if (groupBy === undefined) {
    if (value !== "count" || time === undefined) {
      return value === "count" && dimensions !== undefined
        ? [{ path: ["dimensions"], message: "cannot be kept by a count of records: remove them" }]
        : [];
    }
    return [
      { path: ["groupBy"], message: 'is missing: counting records over time needs { bucket, aggregation: "count" }' },
    ];
  }
  const problems: MappingProblem[] = [];
  if (time !== undefined && groupBy.bucket === undefined) {
    problems.push({ path: ["groupBy", "bucket"], message: "is missing: say hour, day, week or month" });
  }
  if (time === undefined && groupBy.bucket !== undefined) {
    problems.push({ path: ["groupBy", "bucket"], message: 'needs a "time" to cut into buckets' });
  }
  if (value === "count" && groupBy.aggregation !== "count") {
    problems.push({ path: ["groupBy", "aggregation"], message: 'must be "count" when the value is "count"' });
  }
  if (value !== "count" && groupBy.aggregation === "count" && value.scale !== undefined) {
    problems.push({ path: ["value", "scale"], message: "has no meaning for a count: remove it" });
  }
  if (dimensions !== undefined && !["min", "max", "last"].includes(groupBy.aggregation)) {
    problems.push({
      path: ["dimensions"],
      message: `cannot be kept by aggregation "${groupBy.aggregation}": remove them, or use min, max or last`,
    });
  }
  return problems;
}
