import { compareCodePoints } from "../util/compare-code-points.js";

/** The order of lists of rows: by `createdAt`, then `id` by code point. */
export function compareRows(a: RowPlace, b: RowPlace): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || compareCodePoints(a.id, b.id);
}

/** The order of points: by `timestamp`, then `series` by code point. */
export function comparePoints(a: PointPlace, b: PointPlace): number {
  if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp;
  return a.series === b.series ? 0 : compareCodePoints(a.series, b.series);
}

interface RowPlace {
  readonly createdAt: Date;
  readonly id: string;
}

interface PointPlace {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly series: string;
}
