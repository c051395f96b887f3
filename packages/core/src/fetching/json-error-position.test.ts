import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonErrorPosition } from "./json-error-position.js";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("jsonErrorPosition", () => {
  it.each([
    ['{"a": nope}', 6],
    ['{"a":1,}', 7],
    ["[1,]", 3],
    ["[1", 2],
    ["", 0],
    ["1 2", 2],
    ["[1}", 2],
    ['{"a" 1}', 5],
    ["{1:2}", 1],
    ["01", 0],
    ['"a\nb"', 0],
    ['{"a":"\\x"}', 5],
    ["null", null],
  ])("of %j is %j", (text, expected) => {
    expect(jsonErrorPosition(text)).toBe(expected);
  });

  it("is null exactly for what JSON.parse accepts", () => {
    const piece = fc.constantFrom(
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      '"a"',
      '"',
      "1",
      "-",
      ".5",
      "e3",
      "true",
      "null",
      " ",
      "\\",
      "\\u00e9",
      "x",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        expect(jsonErrorPosition(text) === null).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is found in JSON that lost or gained a character", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", '"', "x"), (json, index, inserted) => {
        const at = index % (json.length + 1);
        const text = json.slice(0, at) + inserted + json.slice(at + (inserted === "" ? 1 : 0));
        expect(jsonErrorPosition(text) === null).toBe(isJson(text));
        expect(jsonErrorPosition(json)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it("copes with deep nesting and long strings", () => {
    expect(jsonErrorPosition("[".repeat(200_000))).toBe(200_000);
    expect(jsonErrorPosition(`"${"x".repeat(2_000_000)}`)).toBe(0);
  });
});
