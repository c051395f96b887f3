import { describe, expect, it } from "vitest";
import type { PointColumns } from "../ports/sandbox.js";
import { compareRuns } from "./compare-runs.js";

const fetchedAtMs = 1_000_000;
const clockShiftMs = 3_600_000;
const moved = fetchedAtMs + clockShiftMs;

function run(
  change: Partial<Omit<PointColumns, "timestamps" | "values">> & { timestamps?: number[]; values?: number[] } = {},
): PointColumns {
  const timestamps = Float64Array.from(change.timestamps ?? [1, 2]);
  const values = Float64Array.from(change.values ?? [10, 20]);
  return { series: null, dimensions: null, datesOnly: false, ...change, count: timestamps.length, timestamps, values };
}

const compare = (first: PointColumns, second: PointColumns) =>
  compareRuns(first, second, { fetchedAtMs, clockShiftMs })?.message ?? null;

describe("compareRuns", () => {
  it("finds no difference between equal runs, whatever the order of keys in dimensions", () => {
    expect(
      compare(run({ dimensions: [{ a: 1, b: 2 }, null] }), run({ dimensions: [{ b: 2, a: 1 }, null] })),
    ).toBeNull();
    expect(compare(run({ series: null }), run({ series: ["", ""] }))).toBeNull();
  });

  it("lets points that carry the clock move with it, exactly", () => {
    expect(compare(run({ timestamps: [fetchedAtMs, 2] }), run({ timestamps: [moved, 2] }))).toBeNull();
    expect(compare(run({ timestamps: [fetchedAtMs, 2] }), run({ timestamps: [moved + 1, 2] }))).toContain(
      "Point 0 had the timestamp",
    );
    // A day before the clock is made from the clock too, and would give new points at every refresh.
    expect(compare(run({ timestamps: [fetchedAtMs - 5, 2] }), run({ timestamps: [moved - 5, 2] }))).toContain(
      "Point 0 had the timestamp",
    );
  });

  it.each([
    ["3 points instead of 2", run({ timestamps: [1, 2, 3], values: [1, 2, 3] })],
    ["Point 1 had the value 20, and 21", run({ values: [10, 21] })],
    ['Point 0 had the series "", and "a"', run({ series: ["a", ""] })],
    ["Point 1 had other dimensions", run({ dimensions: [null, { a: 1 }] })],
  ])("names the first difference: %s", (words, second) => {
    expect(compare(run(), second)).toContain(words);
  });
});
