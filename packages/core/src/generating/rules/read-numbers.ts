import { scalarText } from "./scalar-text.js";
import type { JsonValue } from "../../util/json.js";

/** What the values of a field are, as numbers. */
export type NumberReading =
  /** Numbers, or texts that are numbers; `missing` are the texts that stand for none. */
  | { readonly kind: "numbers"; readonly missing: readonly string[]; readonly areWhole: boolean }
  /** Nothing but `null`, empty texts and absent values. */
  | { readonly kind: "empty" }
  /** Meant as numbers, and not to be read as such without knowing more. */
  | { readonly kind: "unclear"; readonly reason: string }
  | { readonly kind: "none" };

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i;
const MARKERS = new Set([
  ".",
  "..",
  "-",
  "--",
  "—",
  "na",
  "n/a",
  "nan",
  "null",
  "none",
  "nd",
  ":",
  "x",
  "*",
  "**",
  "(na)",
  "#n/a",
  "...",
]);
/** "1.234,56", "1,234", "$5", "12 %": a number to people. */
const WRITTEN_FOR_PEOPLE = /^\s*[-+]?[$€£]?\s?\d{1,3}(?:[.,' ]\d{3})*(?:[.,]\d+)?\s?[%€$£]?\s*$/;

/** What the values of a field are as numbers. */
export function readNumbers(values: readonly (JsonValue | undefined)[]): NumberReading {
  const missing = new Set<string>();
  const others: JsonValue[] = [];
  let numbers = 0;
  let areWhole = true;
  let unsafe: string | null = null;
  for (const value of values) {
    if (isMissing(value)) continue;
    const number = numberIn(value);
    if (number === null) {
      if (typeof value === "string" && MARKERS.has(value.trim().toLowerCase())) missing.add(value);
      else others.push(value);
      continue;
    }
    numbers += 1;
    areWhole &&= Number.isInteger(number);
    if (Number.isInteger(number) && Math.abs(number) > Number.MAX_SAFE_INTEGER) unsafe = scalarText(value);
  }
  if (numbers === 0 && others.length === 0)
    return missing.size > 0 || values.length > 0 ? { kind: "empty" } : { kind: "none" };
  if (others.some((value) => typeof value === "object")) return { kind: "none" };
  const isLikeNumber = (value: JsonValue): boolean => typeof value === "string" && WRITTEN_FOR_PEOPLE.test(value);
  if (others.length > 0 && others.every(isLikeNumber)) {
    return {
      kind: "unclear",
      reason: `holds numbers that are written for people, such as ${JSON.stringify(others[0])}`,
    };
  }
  if (numbers === 0) return { kind: "none" };
  if (others.length > 0) {
    return {
      kind: "unclear",
      reason: `holds numbers and something else, such as ${JSON.stringify(others[0]).slice(0, 60)}`,
    };
  }
  if (unsafe !== null) {
    return { kind: "unclear", reason: "holds whole numbers beyond 2^53, which lose digits when they are read" };
  }
  return { kind: "numbers", missing: [...missing], areWhole };
}

/** Absent, `null` or empty text. */
export function isMissing(value: JsonValue | undefined): value is undefined | null | "" {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

/** The finite number that a number or a text is; `null` when it is none. */
export function numberIn(value: JsonValue | undefined): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !NUMBER.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
