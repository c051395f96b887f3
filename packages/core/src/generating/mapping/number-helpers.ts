import { type CodeHelpers, codeHelper } from "./code-helper.js";

/** Read values of other notations, and lines that stand side by side. */
export const numberHelpers: CodeHelpers = {
  linesAt: codeHelper(
    ["isMissing", "show"],
    String.raw`
function linesAt(found, path, name) {
  if (isMissing(found)) return undefined;
  if (typeof found === "object" && !Array.isArray(found)) return found;
  throw new Error("Record " + name + ": the lines at " + path + " are " + show(found) + ", which is not an object");
}`,
  ),

  readCommaNumber: codeHelper(
    ["readGroupedNumber"],
    String.raw`
// "1.234,5" and "1234,5".
function readCommaNumber(found, path, name) {
  return readGroupedNumber(found, path, name, /^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/, "1.234,5");
}`,
  ),

  readPointGroupedNumber: codeHelper(
    ["readGroupedNumber"],
    String.raw`
// "1,234.5" and "1234.5".
function readPointGroupedNumber(found, path, name) {
  return readGroupedNumber(found, path, name, /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/, "1,234.5");
}`,
  ),

  readGroupedNumber: codeHelper(
    ["readValue", "show"],
    String.raw`
function readGroupedNumber(found, path, name, pattern, example) {
  const text = typeof found === "string" ? found.trim() : "";
  if (text === "") return readValue(found, path, name);
  if (!pattern.test(text)) {
    throw new Error("Record " + name + ": the value at " + path + " is " + show(found) + ", which is not a number such as " + example);
  }
  const [group, point] = [example[1], example[5]];
  return readValue(text.replaceAll(group, "").replace(point, "."), path, name);
}`,
  ),

  present: codeHelper(
    [],
    String.raw`
// Texts that stand for "no value" are as good as absent.
function present(found, missingTexts) {
  return typeof found === "string" && missingTexts.includes(found.trim()) ? undefined : found;
}`,
  ),
};
