import { type CodeHelpers, codeHelper } from "./code-helper.js";

/** Read records, values, series and dimensions, or throw and name the record. */
export const recordHelpers: CodeHelpers = {
  arrayAt: codeHelper(
    ["show"],
    String.raw`
function arrayAt(value, path) {
  if (!Array.isArray(value)) throw new Error("The records at " + path + " should be an array but are " + show(value));
  return value;
}`,
  ),

  objectAt: codeHelper(
    ["show"],
    String.raw`
function objectAt(value, path) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new Error("The records at " + path + " should be an object but are " + show(value));
  }
  return value;
}`,
  ),

  readValue: codeHelper(
    ["toNumber", "show"],
    String.raw`
// Missing stays missing; what is there has to be a number that can be held exactly.
function readValue(found, path, name) {
  const number = toNumber(found);
  if (number === undefined) return undefined;
  if (!Number.isFinite(number)) throw new Error("Record " + name + ": the value at " + path + " is " + show(found) + ", which is not a number");
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) {
    throw new Error("Record " + name + ": the value at " + path + " is " + show(found) + ", too large to be exact");
  }
  return number;
}`,
  ),

  readSeries: codeHelper(
    ["show"],
    String.raw`
function readSeries(found, path, name) {
  if (found === undefined || found === null) return "";
  if (typeof found === "object") throw new Error("Record " + name + ": the series at " + path + " is " + show(found) + ", which is not a text");
  if (typeof found === "number" && Math.abs(found) > Number.MAX_SAFE_INTEGER) {
    throw new Error("Record " + name + ": the series at " + path + " is " + show(found) + ", a number too large to be exact: two series may share it");
  }
  return String(found);
}`,
  ),

  readDimensions: codeHelper(
    [],
    String.raw`
// Missing values are left out. Numbers in text become numbers unless that would lose digits, such as leading zeros.
function readDimensions(found) {
  const dimensions = {};
  for (const name of Object.keys(found)) {
    const value = found[name];
    if (value === undefined || value === null || value === "") continue;
    const number = typeof value === "string" && PLAIN_NUMBER.test(value) ? Number(value) : NaN;
    dimensions[name] = Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value;
  }
  return dimensions;
}

const PLAIN_NUMBER = /^\s*[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;`,
  ),
};
