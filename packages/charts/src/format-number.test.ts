import { describe, expect, it } from "vitest";
import { formatCompact, formatFull, formatPercent, tickFormat } from "./format-number.js";

describe("number formats", () => {
  it("names ticks in one unit", () => {
    const named = (ticks: number[]): string[] => ticks.map(tickFormat(ticks));
    expect(named([0, 0.25, 0.5])).toEqual(["0", "0.25", "0.50"]);
    expect(named([0, 5000, 10_000])).toEqual(["0", "5k", "10k"]);
    expect(named([-1500, 0, 1500])).toEqual(["\u22121,500", "0", "1,500"]);
    expect(named([2_000_000, 2_250_000])).toEqual(["2.00M", "2.25M"]);
    expect(named([0, 1e20])).toEqual(["0", "1e20"]);
  });

  it("shortens numbers without changing their size", () => {
    expect([0, 87.26, 1234, 12_345, 999_999, -1.5e9, 0.04123, 1e-7].map(formatCompact)).toEqual([
      "0",
      "87.3",
      "1,234",
      "12.3k",
      "1M",
      "\u22121.5B",
      "0.0412",
      "1e-7",
    ]);
  });

  it("writes whole numbers and shares", () => {
    expect([1234567.891, -0.5, 0].map(formatFull)).toEqual(["1,234,567.891", "\u22120.5", "0"]);
    expect([0, 0.0004, 0.0425, 0.5].map(formatPercent)).toEqual(["0.0%", "<0.1%", "4.3%", "50%"]);
  });
});
