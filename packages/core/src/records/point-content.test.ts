import { describe, expect, it } from "vitest";
import { isSamePoint, numberAt } from "./point-content.js";

describe("isSamePoint", () => {
  it.each([
    [null, null],
    ["{}", "{}"],
    ['{"a":1,"b":{"c":2,"d":3}}', '{"b":{"d":3,"c":2},"a":1}'],
  ])("holds for %s and %s", (a, b) => {
    expect(isSamePoint({ value: 1, dimensions: a }, { value: 1, dimensions: b })).toBe(true);
  });

  it.each([
    [null, "{}"],
    ["{}", '{"a":null}'],
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['{"__proto__":1}', "{}"],
  ])("does not hold for %s and %s", (a, b) => {
    expect(isSamePoint({ value: 1, dimensions: a }, { value: 1, dimensions: b })).toBe(false);
    expect(isSamePoint({ value: 1, dimensions: b }, { value: 1, dimensions: a })).toBe(false);
  });

  it("tells values apart to the last bit", () => {
    expect(isSamePoint({ value: 0.3, dimensions: null }, { value: 0.1 + 0.2, dimensions: null })).toBe(false);
  });
});

describe("numberAt", () => {
  it.each([
    ['{"a":2,"a.b":3}', "a.b", 3],
    ['{"__proto__":4}', "__proto__", 4],
    ['{"":0}', "", 0],
    ['{"a":{"b":1}}', "a.b", null],
    ['{"a":"1"}', "a", null],
    ['{"a":null}', "a", null],
    ["{}", "constructor", null],
    ["{}", "__proto__", null],
    [null, "a", null],
  ])("finds in %s at %j: %j", (dimensions, key, number) => {
    expect(numberAt(dimensions, key)).toBe(number);
  });
});
