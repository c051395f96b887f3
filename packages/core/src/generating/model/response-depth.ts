import type { JsonValue } from "../../util/json.js";

/** Most levels of a response that is shown to a model; deeper ones are refused before anything walks them. */
export const maximumResponseDepth = 64;

/** True when something in the value lies deeper than so many levels. Stops at the first. */
export function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item: JsonValue) => isDeeperThan(item, levels - 1));
  const object = value as Readonly<Record<string, JsonValue>>;
  for (const key in object) {
    if (isDeeperThan(object[key] ?? null, levels - 1)) return true;
  }
  return false;
}
