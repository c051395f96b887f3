import { type CodeHelpers, codeHelper } from "./code-helper.js";

/** What the other helpers and the conditions of filters rest on. */
export const basicHelpers: CodeHelpers = {
  isMissing: codeHelper(
    [],
    String.raw`
function isMissing(found) {
  return found === undefined || found === null || found === "";
}`,
  ),

  textOf: codeHelper(
    [],
    String.raw`
function textOf(found) {
  return typeof found === "string" ? found : undefined;
}`,
  ),

  toNumber: codeHelper(
    [],
    String.raw`
// A number, also from text; undefined when there is nothing, NaN when there is something else.
function toNumber(found) {
  if (typeof found === "number") return found;
  if (found === undefined || found === null) return undefined;
  if (typeof found !== "string") return NaN;
  const text = found.trim();
  if (text === "") return undefined;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
}`,
  ),

  own: codeHelper(
    [],
    String.raw`
// Reads what the data itself holds, never what every object inherits.
function own(value, key) {
  return value !== null && typeof value === "object" && Object.hasOwn(value, key) ? value[key] : undefined;
}`,
  ),

  show: codeHelper(
    [],
    String.raw`
function show(found) {
  const text = typeof found === "number" ? String(found) : JSON.stringify(found) ?? "missing";
  return text.length > 80 ? text.slice(0, 80) + "..." : text;
}`,
  ),
};
