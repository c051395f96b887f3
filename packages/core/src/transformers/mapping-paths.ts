import { timePaths, valuePaths } from "./mapping-field-paths.js";
import type { MappingFields } from "./mapping-fields.js";
import { type MappingPath, type ResolvedPath, resolveMappingPath } from "./mapping-path.js";
import { recordLevels } from "./mapping-records.js";

/** What a mapping reads, as generic paths: what is at them feeds the points. */
export interface MappingPaths {
  /** Of one record, such as `data[]`; of parallel arrays the object that holds them. */
  readonly records: string;
  /** `[]` when records are counted. */
  readonly value: readonly string[];
  readonly time: readonly string[];
  /** `[]` when the series are named by the mapping itself. */
  readonly series: readonly string[];
}

interface GenericLevel {
  /** Generic path of one record. */
  readonly start: string;
  readonly isColumns: boolean;
}

/**
 * The paths of a mapping in the notation of acceptance reports: keys joined by dots, `[]` for the items of an array, `{}` for the
 * values of an object whose keys are data, `rates{}#key` for its keys. Each list holds a path once, in the order of the mapping.
 *
 * A position that ends a path below a record (`"0"` of `[time, value]`) is a column of tuples and stays, as in `prices[].0`; other
 * positions are `[]`. Cells of rows are named by their column, `rows[].close`.
 */
export function mappingPaths(mapping: MappingFields): MappingPaths {
  const levels = genericLevels(mapping);
  const generic = (path: MappingPath): string => genericPath(resolveMappingPath(path), levels);
  const { value, series } = mapping;
  const records = levels.at(-1)?.start ?? "";
  const values = valuePaths(value).map(([path]) => generic(path));
  const time = unique(timePaths(mapping.time).map(([path]) => generic(path)));
  if (value !== "count" && "bySeriesKeys" in value) {
    const isWhole = levels.at(-1)?.isColumns === true && isRecord(resolveMappingPath(value.bySeriesKeys));
    const members = values.map((path) => `${path}{}`);
    return {
      records,
      value: isWhole ? members.map((path) => `${path}[]`) : members,
      time,
      series: members.map((path) => `${path}#key`),
    };
  }
  const named = series !== undefined && "path" in series ? [generic(series.path)] : [];
  return { records, value: unique(values), time, series: named };
}

/** From the outermost records to the innermost. */
function genericLevels(mapping: MappingFields): GenericLevel[] {
  const found: GenericLevel[] = [];
  for (const { path, recordsAre = "array" } of recordLevels(mapping)) {
    const outer = found.at(-1) ?? { start: "", isColumns: false };
    const list = joinKeys(outer, resolveMappingPath(path).keys, false);
    const suffixes = { array: "[]", rows: "[]", "values-of-object": "{}", object: "", columns: "" } as const;
    found.push({ start: `${list}${suffixes[recordsAre]}`, isColumns: recordsAre === "columns" });
  }
  return found;
}

function genericPath({ origin, keys }: ResolvedPath, levels: readonly GenericLevel[]): string {
  if (origin === "root") return joinKeys({ start: "", isColumns: false }, keys, true);
  const distance = origin.startsWith("grandparent") ? 3 : origin.startsWith("parent") ? 2 : 1;
  const level = levels.at(-distance) ?? { start: "", isColumns: false };
  return origin.toLowerCase().endsWith("key") ? `${level.start}#key` : joinKeys(level, keys, true);
}

function joinKeys({ start, isColumns }: GenericLevel, keys: readonly string[], keepsLastPosition: boolean): string {
  return keys.reduce((path, key, index) => {
    const isLast = keepsLastPosition && index === keys.length - 1;
    if (/^\d+$/.test(key) && !isLast && !(isColumns && index === 0)) return `${path}[]`;
    const joined = path === "" ? key : `${path}.${key}`;
    return isColumns && index === 0 ? `${joined}[]` : joined;
  }, start);
}

function isRecord({ origin, keys }: ResolvedPath): boolean {
  return origin === "record" && keys.length === 0;
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}
