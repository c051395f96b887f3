import { type CodeHelpers, codeHelper } from "./code-helper.js";

/** Say why a response with records gave no points. */
export const noPointsHelpers: CodeHelpers = {
  noPoints: codeHelper(
    ["showKeys"],
    String.raw`
// Every record was skipped: what they lack, and what the first of them holds.
function noPoints(missing, count, first) {
  const lacked = [...missing];
  const all = "None of the " + count + " records has " + (lacked.length > 1 ? "both " : "") + lacked.join(" and ");
  return new Error((count === 1 ? "The only record lacks " + lacked[0] + ". It " : all + ". The first record ") + showKeys(first));
}`,
  ),

  showKeys: codeHelper(
    ["show"],
    String.raw`
function showKeys(record) {
  const keys = record !== null && typeof record === "object" ? Object.keys(record) : [];
  if (keys.length === 0) return "is " + show(record) + ".";
  return "has: " + keys.slice(0, 20).map(showKey).join(", ") + (keys.length > 20 ? " and " + (keys.length - 20) + " more." : ".");
}

// A key is the API's text: odd ones are quoted, and what does not print is escaped.
function showKey(key) {
  const text = key.length > 60 ? key.slice(0, 60) + "..." : key;
  if (/^[\p{L}\p{N}_$][\p{L}\p{M}\p{N}_$ .:/-]*$/u.test(text)) return text;
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (found) => "\\u{" + found.codePointAt(0).toString(16) + "}");
}`,
  ),

  hasOnlyEmptyLists: codeHelper(
    [],
    String.raw`
function hasOnlyEmptyLists(response) {
  const lengths = [];
  JSON.stringify(response, (key, value) => (Array.isArray(value) && lengths.push(value.length), value));
  return lengths.length > 0 && lengths.every((length) => length === 0);
}`,
  ),
};
