import type { PointColumns } from "../ports/sandbox.js";
import { canonicalJson, type JsonObject, type JsonValue } from "../util/json.js";

/** Where two runs of the same code over the same response differ, in words. */
export interface RunDifference {
  readonly message: string;
  readonly evidence: JsonObject;
}

/**
 * The first difference between two runs whose clocks were `clockShiftMs` apart, `null` when there is none. A point that the
 * first run stamped with its clock must move with the clock; all else must stay.
 */
export function compareRuns(
  first: PointColumns,
  second: PointColumns,
  { fetchedAtMs, clockShiftMs }: { readonly fetchedAtMs: number; readonly clockShiftMs: number },
): RunDifference | null {
  if (first.count !== second.count) {
    return {
      message: `A second run gave ${second.count} points instead of ${first.count}`,
      evidence: { first: first.count, second: second.count },
    };
  }
  for (let index = 0; index < first.count; index++) {
    const timestamp = first.timestamps[index] ?? NaN;
    const moved = timestamp === fetchedAtMs && second.timestamps[index] === fetchedAtMs + clockShiftMs;
    if (!moved && timestamp !== second.timestamps[index]) {
      return differenceAt(index, "timestamp", isoText(timestamp), isoText(second.timestamps[index] ?? NaN));
    }
    if (first.values[index] !== second.values[index]) {
      return differenceAt(index, "value", first.values[index] ?? null, second.values[index] ?? null);
    }
    if ((first.series?.[index] ?? "") !== (second.series?.[index] ?? "")) {
      return differenceAt(index, "series", first.series?.[index] ?? "", second.series?.[index] ?? "");
    }
  }
  const index = differentDimensions(first, second);
  return index === null
    ? null
    : { message: `Point ${index} had other dimensions in a second run`, evidence: { index } };
}

/** Texts are compared as a whole first: they nearly always agree. */
function differentDimensions(first: PointColumns, second: PointColumns): number | null {
  if (JSON.stringify(first.dimensions) === JSON.stringify(second.dimensions)) return null;
  for (let index = 0; index < first.count; index++) {
    if (canonicalJson(first.dimensions?.[index] ?? null) !== canonicalJson(second.dimensions?.[index] ?? null))
      return index;
  }
  return null;
}

function differenceAt(index: number, column: string, first: JsonValue, second: JsonValue): RunDifference {
  return {
    message: `Point ${index} had the ${column} ${JSON.stringify(first)}, and ${JSON.stringify(second)} in a second run`,
    evidence: { index, column, first, second },
  };
}

function isoText(timestamp: number): string | null {
  return Math.abs(timestamp) <= 8.64e15 ? new Date(timestamp).toISOString() : null;
}
