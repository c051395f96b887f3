import { admitPoints, compareCodePoints, type StoredDataPoint } from "@metricsmith/core/adapter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GenerationPoints } from "./generation-points.js";

const point = fc.record({
  series: fc.constantFrom("", "a", "B", "\ue000", "\u{1f600}"),
  timestamp: fc.integer({ min: 0, max: 12 }).map((hour) => new Date(hour * 3_600_000)),
  value: fc.integer({ min: -2, max: 2 }).map((value) => (value === 0 ? 0 : value)),
  dimensions: fc.constantFrom(null, {}, { a: 1 }, { a: 1, b: null }),
  payloadId: fc.constantFrom(null, "first", "second"),
  transformerVersion: fc.constantFrom(null, 1, 2),
});

/** The same, the obvious way. */
class PlainPoints {
  readonly #points = new Map<string, StoredDataPoint>();

  upsert(points: readonly StoredDataPoint[]): { inserted: number; replaced: number; unchanged: number } {
    const counts = { inserted: 0, replaced: 0, unchanged: 0 };
    const latest = new Map(points.map((point) => [`${point.timestamp.getTime()} ${point.series}`, point]));
    for (const [key, point] of latest) {
      const stored = this.#points.get(key);
      const content = ({ value, dimensions }: StoredDataPoint): string => JSON.stringify([value, dimensions]);
      if (stored !== undefined && content(stored) === content(point)) counts.unchanged++;
      else {
        counts[stored === undefined ? "inserted" : "replaced"]++;
        this.#points.set(key, point);
      }
    }
    return counts;
  }

  list(): StoredDataPoint[] {
    return [...this.#points.values()].sort(
      (a, b) => a.timestamp.getTime() - b.timestamp.getTime() || compareCodePoints(a.series, b.series),
    );
  }
}

describe("GenerationPoints", () => {
  it("holds what a plain map would hold, after any upserts", () => {
    fc.assert(
      fc.property(fc.array(fc.array(point, { maxLength: 30 }), { maxLength: 6 }), (chunks) => {
        const points = new GenerationPoints();
        const plain = new PlainPoints();
        for (const chunk of chunks) expect(points.upsert(admitPoints(chunk))).toEqual(plain.upsert(chunk));
        expect(Array.from({ length: points.size }, (_, index) => points.pointAt(index))).toEqual(plain.list());
      }),
    );
  });

  it("finds the first point at or behind a place", () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), point, (chunk, place) => {
        const points = new GenerationPoints();
        points.upsert(admitPoints(chunk));
        const time = place.timestamp.getTime();
        const isBefore = (index: number): boolean => {
          const { timestamp, series } = points.pointAt(index);
          return (
            timestamp.getTime() - time < 0 ||
            (timestamp.getTime() === time && compareCodePoints(series, place.series) < 0)
          );
        };
        const indexes = Array.from({ length: points.size }, (_, index) => index);
        expect(points.indexOf(time, place.series)).toBe(indexes.filter(isBefore).length);
      }),
    );
  });
});
