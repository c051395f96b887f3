import { compareCodePoints } from "@metricsmith/core/adapter";
import type { Columns, StoredRow } from "./stored-row.js";

interface Bounds {
  readonly in?: readonly unknown[] | undefined;
  readonly lt?: unknown;
  readonly lte?: unknown;
  readonly gt?: unknown;
  readonly gte?: unknown;
}

/** True when every condition holds. */
export function matchesWhere(row: StoredRow, where: Columns): boolean {
  return Object.entries(where).every(
    ([column, condition]) => condition === undefined || matchesCondition(row[column] ?? null, condition),
  );
}

function matchesCondition(stored: unknown, condition: unknown): boolean {
  const isEquality = typeof condition !== "object" || condition === null || condition instanceof Date;
  if (isEquality) return stored === comparable(condition);
  if (stored === null) return false;
  const { in: values, lt, lte, gt, gte } = condition as Bounds;
  if (values !== undefined) return values.some((value) => stored === comparable(value));
  return (
    (lt === undefined || compare(stored, lt) < 0) &&
    (lte === undefined || compare(stored, lte) <= 0) &&
    (gt === undefined || compare(stored, gt) > 0) &&
    (gte === undefined || compare(stored, gte) >= 0)
  );
}

/** Stored times are epoch milliseconds. */
function comparable(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value;
}

function compare(stored: unknown, bound: unknown): number {
  if (typeof stored === "string") return compareCodePoints(stored, String(bound));
  return Number(stored) - Number(comparable(bound));
}
