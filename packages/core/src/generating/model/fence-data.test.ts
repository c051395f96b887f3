import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closingLine, fenceData, openingLine } from "./fence-data.js";
import { seededRandom } from "./seeded-random.js";

describe("fenceData", () => {
  it("puts any text between two lines that are not in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer(), (text, seed) => {
        const { boundary, text: fenced } = fenceData(text, seededRandom(seed));
        expect(fenced).toBe(`${openingLine(boundary)}\n${text}\n${closingLine(boundary)}`);
        expect(text).not.toContain(boundary);
      }),
    );
  });

  it("draws again when the text, or another one, holds the boundary in any spelling", () => {
    const first = fenceData("", seededRandom(1)).boundary;
    for (const spelling of [
      first,
      first.toUpperCase(),
      first.split("").join("\u200b"),
      first.split("").join("\\u200b"),
      first.split("").join(" "),
      first.split("").join("\u0301"),
      first
        .split("")
        .map((letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0))
        .join(""),
    ]) {
      expect(fenceData(spelling, seededRandom(1)).boundary).not.toBe(first);
      expect(fenceData("", seededRandom(1), [spelling]).boundary).not.toBe(first);
    }
  });
});
