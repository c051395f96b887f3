import { compareCodePoints } from "../util/compare-code-points.js";
import type { AdmittedRow } from "./admit-rows.js";

type Scalar = string | number | boolean;

interface Bounds {
  readonly in?: readonly unknown[] | undefined;
  readonly lt?: unknown;
  readonly lte?: unknown;
  readonly gt?: unknown;
  readonly gte?: unknown;
}

/** True when the row meets every condition of a `Where`. A column set to `undefined` is no condition. */
export function matchesWhere(row: AdmittedRow, where: Readonly<Record<string, unknown>>): boolean {
  for (const column of Object.keys(where)) {
    const condition = where[column];
    if (condition !== undefined && !matchesCondition(row[column], condition)) return false;
  }
  return true;
}

/** True when the condition asks for one value or `null`, not for one of several or for bounds. */
export function isEquality(condition: unknown): boolean {
  return typeof condition !== "object" || condition === null || condition instanceof Date;
}

/** A column's value as `===` compares it: times become epoch milliseconds. */
export function comparable(value: unknown): Scalar | null {
  return value instanceof Date ? value.getTime() : (value as Scalar | null);
}

function matchesCondition(value: unknown, condition: unknown): boolean {
  const stored = comparable(value);
  if (isEquality(condition)) return stored === comparable(condition);
  if (stored === null) return false;
  const { in: values, lt, lte, gt, gte } = condition as Bounds;
  if (values !== undefined) return values.some((candidate) => comparable(candidate) === stored);
  return (
    (lt === undefined || compare(stored, lt) < 0) &&
    (lte === undefined || compare(stored, lte) <= 0) &&
    (gt === undefined || compare(stored, gt) > 0) &&
    (gte === undefined || compare(stored, gte) >= 0)
  );
}

function compare(stored: Scalar, bound: unknown): number {
  const other = comparable(bound);
  if (typeof stored === "string") return compareCodePoints(stored, String(other));
  return Number(stored) - Number(other);
}
