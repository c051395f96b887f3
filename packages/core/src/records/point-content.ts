import { canonicalJson, type JsonObject } from "../util/json.js";
import type { AdmittedPoint } from "./admit-points.js";

type PointContent = Pick<AdmittedPoint, "value" | "dimensions">;

/**
 * True when value and dimensions are equal, so that an upsert leaves the stored point alone. The order of keys, and where
 * the points came from, say nothing.
 */
export function isSamePoint(stored: PointContent, point: PointContent): boolean {
  if (stored.value !== point.value) return false;
  if (stored.dimensions === point.dimensions) return true;
  if (stored.dimensions === null || point.dimensions === null) return false;
  return canonicalText(stored.dimensions) === canonicalText(point.dimensions);
}

/**
 * The number that `aggregate` takes from a point's dimensions; `null` when there is none. The key is no path, and what every
 * object inherits, such as "constructor", is not found.
 */
export function numberAt(dimensions: AdmittedPoint["dimensions"], key: string): number | null {
  if (dimensions === null) return null;
  const members = JSON.parse(dimensions) as JsonObject;
  const value = Object.hasOwn(members, key) ? members[key] : null;
  return typeof value === "number" ? value : null;
}

function canonicalText(dimensions: string): string {
  return canonicalJson(JSON.parse(dimensions) as JsonObject);
}
