import { describe, expect, it } from "vitest";
import { valueAxis, valueDomain } from "./svg-value-axis.js";

const plot = { left: 0, top: 10, width: 100, height: 200 };

describe("valueDomain()", () => {
  it("holds zero for bars, and for lines that come near it", () => {
    expect(valueDomain([90, 100], false)).toEqual({ minimum: 90, maximum: 100 });
    expect(valueDomain([10, 100], false)).toEqual({ minimum: 0, maximum: 100 });
    expect(valueDomain([90, 100], true)).toEqual({ minimum: 0, maximum: 100 });
    expect(valueDomain([-100, -90], true)).toEqual({ minimum: -100, maximum: 0 });
  });

  it("has room around equal numbers, and a size without numbers", () => {
    for (const numbers of [[5, 5], [0], [-3], []]) {
      const { minimum, maximum } = valueDomain(numbers, false);
      expect(minimum).toBeLessThan(maximum);
    }
  });
});

describe("valueAxis()", () => {
  it("puts larger numbers higher, inside the plot, with ticks on round numbers", () => {
    const axis = valueAxis({ minimum: 0, maximum: 97 }, plot);
    expect(axis.ticks.map(({ text }) => text)).toEqual(["0", "20", "40", "60", "80", "100"]);
    expect([axis.position(0), axis.position(100), axis.zero]).toEqual([210, 10, 210]);
  });
});
