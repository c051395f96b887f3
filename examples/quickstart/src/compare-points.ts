import { isDeepStrictEqual } from "node:util";
import type { DataPoint } from "@metricsmith/core";

export interface ChangedPoint {
  readonly before: DataPoint;
  readonly after: DataPoint;
}

/** What happened to the points of a metric between two looks at them. */
export interface PointChanges {
  readonly added: readonly DataPoint[];
  readonly changed: readonly ChangedPoint[];
  readonly removed: readonly DataPoint[];
}

export function comparePoints(before: readonly DataPoint[], after: readonly DataPoint[]): PointChanges {
  const earlier = new Map(before.map((point) => [keyOf(point), point]));
  const added: DataPoint[] = [];
  const changed: ChangedPoint[] = [];
  for (const point of after) {
    const previous = earlier.get(keyOf(point));
    earlier.delete(keyOf(point));
    if (previous === undefined) added.push(point);
    else if (!isSame(previous, point)) changed.push({ before: previous, after: point });
  }
  return { added, changed, removed: [...earlier.values()] };
}

function keyOf({ series, timestamp }: DataPoint): string {
  return `${timestamp.getTime()} ${series}`;
}

function isSame(a: DataPoint, b: DataPoint): boolean {
  return a.value === b.value && isDeepStrictEqual(a.dimensions, b.dimensions);
}
