import { isArray, toText } from "./pristine.js";

/** What a value is, in words for a message. */
export function nameOfKind(value: unknown): string {
  if (value === null || value === undefined) return toText(value);
  if (isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : "a " + typeof value;
}
