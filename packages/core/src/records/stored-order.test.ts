import { describe, expect, it } from "vitest";
import { comparePoints, compareRows } from "./stored-order.js";

// JavaScript's `<` puts U+1F600 before U+E000, locales put "a" before "B".
const texts = ["", "B", "a", "é", "\ue000", "\u{1f600}"];

describe("compareRows", () => {
  it("orders by createdAt, then id by code point", () => {
    const rows = [1, 2].flatMap((time) => texts.map((id) => ({ createdAt: new Date(time), id })));
    expect(rows.toReversed().sort(compareRows)).toEqual(rows);
  });

  it("is 0 for one place", () => {
    expect(compareRows({ createdAt: new Date(1), id: "a" }, { createdAt: new Date(1), id: "a" })).toBe(0);
  });
});

describe("comparePoints", () => {
  it("orders by timestamp, then series by code point", () => {
    const points = [-1, 0, 1].flatMap((timestamp) => texts.map((series) => ({ timestamp, series })));
    expect(points.toReversed().sort(comparePoints)).toEqual(points);
  });

  it("is 0 for one key", () => {
    expect(comparePoints({ timestamp: 1, series: "a" }, { timestamp: 1, series: "a" })).toBe(0);
  });
});
