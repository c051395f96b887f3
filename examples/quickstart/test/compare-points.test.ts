import type { DataPoint } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { comparePoints } from "../src/compare-points.js";

function point(day: string, value: number, dimensions: DataPoint["dimensions"] = null, series = ""): DataPoint {
  return { timestamp: new Date(day), value, dimensions, series };
}

describe("comparePoints()", () => {
  it("finds nothing between equal points, whatever their order", () => {
    const points = [point("2026-01-01", 1), point("2026-01-02", 2, { wind: 3 })];
    expect(comparePoints(points, structuredClone(points).reverse())).toEqual({ added: [], changed: [], removed: [] });
  });

  it("tells new, changed and missing points apart by time and series", () => {
    const before = [point("2026-01-01", 1, null, "a"), point("2026-01-01", 1, null, "b"), point("2026-01-02", 2)];
    const after = [point("2026-01-01", 1, null, "a"), point("2026-01-02", 5), point("2026-01-03", 3)];
    expect(comparePoints(before, after)).toEqual({
      added: [point("2026-01-03", 3)],
      changed: [{ before: point("2026-01-02", 2), after: point("2026-01-02", 5) }],
      removed: [point("2026-01-01", 1, null, "b")],
    });
  });

  it("counts other dimensions as a change", () => {
    const { changed } = comparePoints([point("2026-01-01", 1, { wind: 3 })], [point("2026-01-01", 1, { wind: 4 })]);
    expect(changed).toHaveLength(1);
  });
});
