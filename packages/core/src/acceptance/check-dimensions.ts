import { isJsonObject, type JsonValue } from "../util/json.js";
import { textProblem } from "./storable-text.js";

const MAXIMUM_DEPTH = 100;

/** What is wrong with the dimensions of one point, as the end of a sentence; `null` when nothing is. */
export function dimensionsProblem(dimensions: JsonValue, maximumBytes: number): string | null {
  if (dimensions === null) return null;
  if (!isJsonObject(dimensions))
    return `has dimensions that are ${Array.isArray(dimensions) ? "an array" : `a ${typeof dimensions}`}, not an object`;
  const walk: Walk = { maximumBytes: 0, problem: null };
  visit(dimensions, walk, 0);
  if (walk.problem !== null) return `has dimensions with ${walk.problem}`;
  // The exact size costs a copy, so it is asked for only when it could be too large.
  if (walk.maximumBytes <= maximumBytes) return null;
  const bytes = Buffer.byteLength(JSON.stringify(dimensions));
  return bytes <= maximumBytes ? null : `has dimensions of ${bytes} bytes; at most ${maximumBytes} can be stored`;
}

interface Walk {
  /** The JSON text is not longer than this. */
  maximumBytes: number;
  problem: string | null;
}

function visit(value: JsonValue | undefined, walk: Walk, depth: number): void {
  if (depth > MAXIMUM_DEPTH) {
    walk.problem ??= `more than ${MAXIMUM_DEPTH} levels`;
  } else if (typeof value === "string") {
    visitText(value, walk);
  } else if (Array.isArray(value)) {
    walk.maximumBytes += 2 + value.length;
    for (const item of value as readonly JsonValue[]) visit(item, walk, depth + 1);
  } else if (isJsonObject(value)) {
    walk.maximumBytes += 2;
    for (const key of Object.keys(value)) {
      visitText(key, walk);
      walk.maximumBytes += 2;
      visit(value[key], walk, depth + 1);
    }
  } else {
    // The longest number and word: -1.2345678901234567e-300.
    walk.maximumBytes += 24;
  }
}

function visitText(text: string, walk: Walk): void {
  // A control character is written as six bytes.
  walk.maximumBytes += text.length * 6 + 2;
  walk.problem ??= textProblem(text);
}
