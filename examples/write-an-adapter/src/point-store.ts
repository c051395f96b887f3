import {
  admitBoundaries,
  type AdmittedPoint,
  admitPoints,
  admitReceipt,
  assertLimit,
  comparePoints,
  isSamePoint,
  type JsonObject,
  type PointRange,
  type PointStore,
  type Run,
  storageLimits,
  type StoredDataPoint,
  type UpsertCounts,
  type UpsertPointsInput,
} from "@metricsmith/core/adapter";
import { aggregatePoints } from "./aggregate-points.js";
import type { FileDatabase } from "./file-database.js";
import type { Change } from "./journal.js";

export interface StoredPoint extends AdmittedPoint {
  readonly generation: number;
}

/** The name of the collection of a metric's points. */
export function pointsOf(metricId: string): string {
  return `points of ${metricId}`;
}

/** Points of all metrics. */
export function filePointStore(database: FileDatabase): PointStore {
  return {
    async upsert(input) {
      return upsertPoints(database, input);
    },

    async list({ after, limit, ...range }) {
      assertLimit(limit, storageLimits.points);
      const points = selectPoints(database, range);
      const place = after === undefined ? null : { timestamp: after.timestamp.getTime(), series: after.series };
      const behind = place === null ? points : points.filter((point) => comparePoints(point, place) > 0);
      return behind.slice(0, limit).map(handOut);
    },

    async aggregate({ boundaries, dimension, ...range }) {
      const instants = admitBoundaries(boundaries);
      return aggregatePoints(selectPoints(database, range), { boundaries: instants, dimension });
    },

    async summarize(range) {
      const points = selectPoints(database, range);
      const [first, last] = [points[0], points.at(-1)].map((point) => (point ? new Date(point.timestamp) : null));
      const series = new Set(points.map((point) => point.series));
      return { count: points.length, first: first ?? null, last: last ?? null, seriesCount: series.size };
    },

    async delete({ metricId, before, fence, ...which }) {
      database.assertFence(fence);
      const points = selectPoints(database, { metricId, to: before, ...which });
      database.change(points.map((point): Change => [pointsOf(metricId), keyOf(point), null]));
      return points.length;
    },
  };
}

function upsertPoints(database: FileDatabase, input: UpsertPointsInput): UpsertCounts {
  const { metricId, generation, fence, receipt = null } = input;
  database.assertFence(fence);
  admitReceipt(input);
  const points = admitPoints(input.points).map((point) => ({ ...point, generation }));

  const run = fence === undefined ? undefined : database.rows("runs").get(fence.runId);
  const receipts = new Map(Object.entries((run?.["receipts"] ?? {}) as Run["receipts"]));
  const known = receipt === null ? undefined : receipts.get(receipt);
  if (known !== undefined) return { ...known };

  const stored = database.collection<StoredPoint>(pointsOf(metricId));
  const counts = { inserted: 0, replaced: 0, unchanged: 0 };
  const changes: Change[] = [];
  for (const point of points) {
    const before = stored.get(keyOf(point));
    const outcome = before === undefined ? "inserted" : isSamePoint(before, point) ? "unchanged" : "replaced";
    counts[outcome]++;
    if (outcome !== "unchanged") changes.push([pointsOf(metricId), keyOf(point), point]);
  }
  if (run !== undefined && receipt !== null) {
    const kept = Object.fromEntries(receipts.set(receipt, counts));
    changes.push(["runs", run.id, { ...run, receipts: kept }]);
  }
  database.change(changes);
  return { ...counts };
}

type Selection = Omit<PointRange, "generation"> & {
  readonly generation?: number | undefined;
  /** Generations below this one. */
  readonly below?: number | undefined;
};

/** By timestamp, then series by code point. */
function selectPoints(database: FileDatabase, selection: Selection): StoredPoint[] {
  const { metricId, generation, below = Number.POSITIVE_INFINITY, series } = selection;
  const from = selection.from?.getTime() ?? Number.NEGATIVE_INFINITY;
  const to = selection.to?.getTime() ?? Number.POSITIVE_INFINITY;
  return [...database.collection<StoredPoint>(pointsOf(metricId)).values()]
    .filter((point) => (generation === undefined || point.generation === generation) && point.generation < below)
    .filter((point) => point.timestamp >= from && point.timestamp < to)
    .filter((point) => series === undefined || point.series === series)
    .sort(comparePoints);
}

function keyOf({ generation, timestamp, series }: StoredPoint): string {
  return `${generation} ${timestamp} ${series}`;
}

/** A copy for the caller. */
function handOut({ series, timestamp, value, dimensions, payloadId, transformerVersion }: StoredPoint) {
  return {
    series,
    timestamp: new Date(timestamp),
    value,
    dimensions: dimensions === null ? null : (JSON.parse(dimensions) as JsonObject),
    payloadId,
    transformerVersion,
  } satisfies StoredDataPoint;
}
