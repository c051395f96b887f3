import { describe, expect, it } from "vitest";
import type { DataPoint } from "../metrics/data-point.js";
import type { PointColumns } from "../ports/sandbox.js";
import { historyCheck } from "./compare-history.js";

const at = (day: number): Date => new Date(Date.UTC(2026, 2, day));
const stored = (...values: readonly [number, number][]): DataPoint[] =>
  values.map(([day, value]) => ({ series: "", timestamp: at(day), value, dimensions: null }));
const given = (...values: readonly [number, number][]): PointColumns => ({
  count: values.length,
  timestamps: Float64Array.from(values, ([day]) => at(day).getTime()),
  values: Float64Array.from(values, ([, value]) => value),
  series: null,
  dimensions: null,
  datesOnly: false,
});

describe("historyCheck", () => {
  it("passes when what is stored comes out again, also beside new points", () => {
    expect(historyCheck(stored([1, 5], [2, 6]), given([1, 5 + 1e-12], [2, 6], [3, 7])).verdict).toBe("pass");
  });

  it("fails when a settled point comes out otherwise, and says which", () => {
    const check = historyCheck(stored([1, 5], [2, 6]), given([1, 50], [2, 6]));
    expect(check).toMatchObject({ verdict: "fail", evidence: { different: 1 } });
    expect(check.message).toContain("2026-03-01T00:00:00.000Z is stored as 5 and would be 50");
  });

  it("lets the newest point grow", () => {
    expect(historyCheck(stored([1, 5], [2, 6]), given([1, 5], [2, 9])).verdict).toBe("pass");
  });

  it("does not know without shared points", () => {
    const check = historyCheck(stored([1, 5], [2, 6]), given([3, 7]));
    expect(check.verdict).toBe("unknown");
    expect(check.isNeeded).toBeUndefined();
  });
});
