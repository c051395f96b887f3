import { describe, expect, it } from "vitest";
import { findColumns } from "./find-columns.js";
import { type GenericPath, isJoinable, isOfSameRecords, lastKey, listOf } from "./generic-path.js";

const body = {
  meta: { generated: 1 },
  hourly: { time: ["a", "b"], level: [1, 2] },
  lines: [{ name: "x", points: [{ at: 1, value: 2 }] }],
};
const paths = new Map(findColumns(body).columns.map(({ path }) => [path.text, path]));
const path = (text: string): GenericPath => {
  const found = paths.get(text);
  if (found === undefined) throw new Error(`There is no ${text} among ${[...paths.keys()].join(", ")}.`);
  return found;
};

describe("isJoinable", () => {
  it.each([
    ["lines[].points[].at", "lines[].points[].value", true],
    ["lines[].name", "lines[].points[].value", true],
    ["meta.generated", "lines[].points[].value", true],
    ["hourly.time[]", "hourly.level[]", true],
    ["lines[].points[].at", "meta.generated", false],
    ["lines[].points[].at", "lines[].name", false],
  ])("%s with %s: %s", (inner, driver, expected) => {
    expect(isJoinable(path(inner), path(driver))).toBe(expected);
  });
});

it("columns of one object belong together, lists of others do not", () => {
  expect(isOfSameRecords(path("hourly.time[]"), path("hourly.level[]"))).toBe(true);
  expect(isOfSameRecords(path("hourly.time[]"), path("lines[].name"))).toBe(false);
});

it("knows the list and the last key of a path", () => {
  expect(listOf(path("lines[].points[].at"))?.text).toBe("lines[].points[]");
  expect(listOf(path("meta.generated"))).toBeNull();
  expect(lastKey(path("hourly.level[]"))).toBe("level");
});
