import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitNumber } from "./split-number.js";

describe("splitNumber", () => {
  it.each([0, 1, -7, 0.1, -0.1, 1 / 3, 1e21, 5e-324, 2 ** -1022, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 53])(
    "splits %d into two numbers whose product it is",
    (value) => {
      const [mantissa, exponent] = splitNumber(value);
      expect(Number.isSafeInteger(mantissa)).toBe(true);
      expect(mantissa * 2 ** exponent).toBe(value);
    },
  );

  it("does so for every finite number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [mantissa, exponent] = splitNumber(value);
        expect(Number.isSafeInteger(mantissa)).toBe(true);
        expect(mantissa * 2 ** exponent === value).toBe(true);
      }),
    );
  });
});
