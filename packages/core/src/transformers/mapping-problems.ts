import type { MappingFields } from "./mapping-fields.js";
import { type MappingPath, resolveMappingPath } from "./mapping-path.js";

/** A field of a mapping that contradicts another one. */
export interface MappingProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What fields of a mapping say against each other, each on its own being well-formed. `[]` when nothing. */
export function mappingProblems(mapping: MappingFields): MappingProblem[] {
  return [...originProblems(mapping), ...timeProblems(mapping), ...groupProblems(mapping)];
}

function originProblems(mapping: MappingFields): MappingProblem[] {
  const problems: MappingProblem[] = [];
  if (resolveMappingPath(mapping.records).origin !== "record") {
    problems.push({ path: ["records"], message: 'starts at the response anyway: leave out the "$root" or "$key"' });
  }
  if (mapping.recordsAre === "values-of-object") return problems;
  for (const [path, fieldPath] of fieldPaths(mapping)) {
    if (resolveMappingPath(path).origin === "key") {
      problems.push({ path: fieldPath, message: 'is "$key", which only records have that are "values-of-object"' });
    }
  }
  return problems;
}

function timeProblems({ time, groupBy }: MappingFields): MappingProblem[] {
  if (time === undefined) return [];
  const problems: MappingProblem[] = [];
  if ("format" in time && time.zone !== undefined && time.format !== "iso") {
    problems.push({ path: ["time", "zone"], message: `has no meaning for ${time.format} times: remove it` });
  }
  if (!("format" in time) && time.day !== undefined && time.month === undefined) {
    problems.push({ path: ["time", "month"], message: "is missing: a day needs its month" });
  }
  const hasClockTime = "format" in time && (time.format === "iso" || time.format.startsWith("epoch"));
  if (groupBy?.bucket === "hour" && !hasClockTime) {
    problems.push({ path: ["groupBy", "bucket"], message: 'cannot be "hour": the times are calendar dates' });
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

function fieldPaths({
  time,
  value,
  series,
  dimensions,
  filter,
}: MappingFields): (readonly [MappingPath, readonly string[]])[] {
  const found: (readonly [MappingPath, readonly string[]])[] = [];
  if (time !== undefined && "format" in time) found.push([time.path, ["time", "path"]]);
  if (time !== undefined && !("format" in time)) {
    for (const part of ["year", "month", "day"] as const) {
      const path = time[part];
      if (path !== undefined) found.push([path, ["time", part]]);
    }
  }
  if (value !== "count") found.push([value.path, ["value", "path"]]);
  if (series !== undefined && "path" in series) found.push([series.path, ["series", "path"]]);
  for (const [name, path] of Object.entries(dimensions ?? {})) found.push([path, ["dimensions", name]]);
  for (const [index, condition] of (filter ?? []).entries())
    found.push([condition.path, ["filter", String(index), "path"]]);
  return found;
}
