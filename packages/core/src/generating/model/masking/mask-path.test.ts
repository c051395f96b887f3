import { describe, expect, it } from "vitest";
import { advancePaths, parseMaskPath } from "./mask-path.js";

describe("parseMaskPath", () => {
  it.each([
    ["data[].customer.email", ["data", "[]", "customer", "email"]],
    ["[]", ["[]"]],
    ["[].name", ["[]", "name"]],
    ["rows[][]", ["rows", "[]", "[]"]],
    ["users.*.name", ["users", "*", "name"]],
  ])("reads %s", (text, steps) => {
    expect(parseMaskPath(text)).toEqual(steps);
  });

  it.each(["", ".", "a.", "a..b", "a[0]", "a[", "a[].[]", "[]a"])("knows that %j is none", (text) => {
    expect(parseMaskPath(text)).toBeNull();
  });
});

describe("advancePaths", () => {
  it("keeps what goes on at the key, at any key, or in a list", () => {
    const paths = [["a", "b"], ["*", "c"], ["[]", "d"], ["a"]];
    expect(advancePaths(paths, "a")).toEqual([["b"], ["c"], []]);
    expect(advancePaths(paths, null)).toEqual([["d"]]);
  });
});
