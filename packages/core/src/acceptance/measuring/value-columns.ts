import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { timePaths, valuePaths } from "../explaining/plan.js";
import { isLikelyTime } from "../explaining/reading-candidates.js";
import { isNumberColumn } from "../perturbing/number-column.js";
import type { Column } from "../responses/find-columns.js";
import { cutPath, type GenericPath, listOf } from "../responses/generic-path.js";
import type { MeasureSubject } from "./measure-verdict.js";

/** Columns that could be the value: numbers of records, that are neither times nor identifiers. */
export function valueColumns({ structure, plan, kind }: MeasureSubject): Column[] {
  const used = new Set(valuePaths(plan.value).map(({ text }) => text));
  const times = new Set(timePaths(plan.time).map(({ text }) => text));
  const isInRecords = valuePaths(plan.value).some(({ wildcards }) => wildcards > 0);
  return structure.columns.filter((column) => {
    if (used.has(column.path.text)) return true;
    if (!isNumberColumn(column) || times.has(column.path.text)) return false;
    if (kind === "history" && isInRecords && column.path.wildcards === 0) return false;
    return !isLikelyTime(column) && !isBoolean(column);
  });
}

function isBoolean({ cells }: Column): boolean {
  return cells.every(({ value }) => value === null || typeof value === "boolean");
}

/** True for paths of the same records, also where these are columns side by side. */
export function isSameRecord(other: GenericPath, path: GenericPath): boolean {
  const [a, b] = [listOf(other), listOf(path)];
  if (a === null || b === null) return a === b;
  if (a.text === b.text) return true;
  // Columns of one table are lists side by side.
  return parentOf(a) === parentOf(b);
}

function parentOf(list: GenericPath): string {
  return cutPath(list, Math.max(0, list.segments.length - 2)).text;
}

/** True for times and identifiers, which are values only where a measure writes them out. */
export function isNoMeasurement({ structure }: MeasureSubject, path: GenericPath): boolean {
  const column = structure.columns.find((candidate) => candidate.path.text === path.text);
  return isIdentifierPath(path.text) || (column !== undefined && isLikelyTime(column));
}
