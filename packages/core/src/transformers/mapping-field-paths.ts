import type { MappingFields } from "./mapping-fields.js";
import type { MappingPath } from "./mapping-path.js";
import type { MappingTime, TimeParts } from "./mapping-time.js";
import type { MappingValue } from "./mapping-value.js";

/** A path of a mapping, and the field that holds it. */
export type FieldPath = readonly [path: MappingPath, field: readonly string[]];

/** Every path that is read for a record: time, value, series, dimensions and filter, in this order. */
export function fieldPaths({ time, value, series, dimensions, filter }: MappingFields): FieldPath[] {
  return [
    ...timePaths(time),
    ...valuePaths(value),
    ...(series !== undefined && "path" in series ? [[series.path, ["series", "path"]] as const] : []),
    ...Object.entries(dimensions ?? {}).map(([name, path]) => [path, ["dimensions", name]] as const),
    ...(filter ?? []).map(({ path }, index) => [path, ["filter", String(index), "path"]] as const),
  ];
}

/** The paths of a time, in the order of its parts. */
export function timePaths(time: MappingTime | undefined): FieldPath[] {
  if (time === undefined) return [];
  if ("format" in time) return [[time.path, ["time", "path"]]];
  const parts = "clock" in time ? { date: time.date, clock: time.clock } : orderedParts(time);
  return Object.entries(parts).flatMap(([part, path]) => (path === undefined ? [] : [[path, ["time", part]] as const]));
}

function orderedParts({ year, month, day, hour, minute, week, quarter }: TimeParts) {
  return { year, quarter, week, month, day, hour, minute };
}

/** The paths of a value; that of `bySeriesKeys` leads to the object whose members are the values. */
export function valuePaths(value: MappingValue): FieldPath[] {
  if (value === "count") return [];
  if ("path" in value) return [[value.path, ["value", "path"]]];
  if ("bySeriesKeys" in value) return [[value.bySeriesKeys, ["value", "bySeriesKeys"]]];
  return Object.entries(value.bySeries).map(([name, path]) => [path, ["value", "bySeries", name]]);
}
