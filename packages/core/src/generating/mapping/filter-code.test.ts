import { describe, expect, it } from "vitest";
import { valuesOf } from "../../../test/mapping/evaluate-mapping.js";

describe("compiled filters", () => {
  const records = [
    { v: 1, type: "a", size: 5, at: "2026-01-01" },
    { v: 2, type: "b", size: "7", at: "2026-02-01" },
    { v: 3, size: null },
    { v: 4, type: "a", size: "", at: "2026-03-01", on: true },
  ];

  it.each([
    [[{ path: "type", equals: "a" }], [1, 4]],
    [[{ path: "size", equals: 7 }], [2]],
    [[{ path: "on", equals: true }], [4]],
    [[{ path: "type", in: ["b", "c"] }], [2]],
    [[{ path: "size", in: [5, "7"] }], [1, 2]],
    [[{ path: "size", gte: 5 }], [1, 2]],
    [[{ path: "size", gt: 5, lt: 8 }], [2]],
    [[{ path: "size", lte: 0 }], []],
    [[{ path: "at", gte: "2026-02-01" }], [2, 4]],
    [[{ path: "type", exists: false }], [3]],
    [[{ path: "size", exists: true }], [1, 2]],
    [
      [
        { path: "type", equals: "a" },
        { path: "size", exists: true },
      ],
      [1],
    ],
  ])("%j keep %j", (filter, expected) => {
    expect(valuesOf({ filter }, records)).toEqual(expected);
  });
});
