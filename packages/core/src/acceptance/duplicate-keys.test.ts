import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDuplicateKeys } from "./duplicate-keys.js";

const find = (keys: readonly (readonly [series: string, timestamp: number])[]) =>
  findDuplicateKeys({
    count: keys.length,
    series: keys.map(([series]) => series),
    timestamps: Float64Array.from(keys, ([, timestamp]) => timestamp),
    values: new Float64Array(keys.length),
    dimensions: null,
    datesOnly: false,
  });

describe("findDuplicateKeys", () => {
  it("finds what comparing every point with every earlier one finds", () => {
    const key = fc.tuple(
      fc.constantFrom("", "a", "b"),
      fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(NaN, 1.4, 1.6)),
    );
    fc.assert(
      fc.property(fc.array(key), fc.constantFrom("as given", "ascending", "descending"), (keys, order) => {
        if (order !== "as given") keys.sort(([, a], [, b]) => (order === "ascending" ? a - b : b - a));
        const expected = keys.flatMap(([series, timestamp], index) => {
          const earlierIndex = keys.findIndex(
            ([otherSeries, other]) => series === otherSeries && Math.round(timestamp) === Math.round(other),
          );
          return earlierIndex >= 0 && earlierIndex < index ? [{ index, earlierIndex }] : [];
        });
        expect(find(keys)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
