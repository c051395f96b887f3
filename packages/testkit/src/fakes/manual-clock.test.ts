import { describe, expect, it } from "vitest";
import { manualClock } from "./manual-clock.js";

describe("manualClock", () => {
  it("stands still until it is moved", () => {
    const clock = manualClock("2026-01-01T00:00:00Z");
    expect(clock.now()).toEqual(new Date("2026-01-01T00:00:00Z"));
    clock.advance(1_500);
    expect(clock.now()).toEqual(new Date("2026-01-01T00:00:01.500Z"));
    clock.set(0);
    expect(clock.now()).toEqual(new Date(0));
  });

  it("hands out copies", () => {
    const clock = manualClock(0);
    clock.now().setTime(5);
    expect(clock.now()).toEqual(new Date(0));
  });

  it("refuses what is no time", () => {
    expect(() => manualClock("yesterday")).toThrow("The clock cannot be set to yesterday.");
    expect(() => manualClock(0).advance(Number.NaN)).toThrow(RangeError);
  });
});
