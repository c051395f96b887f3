import { describe, expect, it } from "vitest";
import { numberStyles, readNumber } from "./read-number.js";

describe("readNumber", () => {
  it.each([
    [5, "plain", 5],
    ["5.50", "plain", 5.5],
    [" -1e3 ", "plain", -1_000],
    ["$12.99", "plain", 12.99],
    ["0.4955%", "plain", 0.4955],
    ["1,234.5", "grouped", 1_234.5],
    ["1.234,5", "comma", 1_234.5],
    [true, "plain", 1],
    ["1,234.5", "plain", null],
    ["12 apples", "plain", null],
    ["", "plain", null],
    [".", "plain", null],
    [null, "plain", null],
    [undefined, "plain", null],
  ] as const)("%j as %s is %j", (value, style, expected) => {
    expect(readNumber(value, style)).toBe(expected);
  });
});

it("numberStyles() leaves open what the texts leave open", () => {
  expect(numberStyles([1, 2.5])).toEqual(["plain"]);
  expect(numberStyles(["4.1", ".", "4.3"])).toEqual(["plain"]);
  expect(numberStyles(["1,234.50", "12.10"])).toEqual(["grouped"]);
  expect(numberStyles(["1.234,50", "12,10"])).toEqual(["comma"]);
  expect(numberStyles(["north", "south"])).toEqual([]);
});
