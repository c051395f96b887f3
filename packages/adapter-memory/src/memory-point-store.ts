import {
  admitBoundaries,
  type AdmittedPoint,
  admitPoints,
  admitReceipt,
  assertLimit,
  type PointRange,
  type PointStore,
  type Run,
  storageLimits,
  type StoredDataPoint,
  type UpsertCounts,
} from "@metricsmith/core/adapter";
import { aggregatePoints } from "./aggregate-points.js";
import type { GenerationPoints } from "./generation-points.js";
import type { MemoryDatabase } from "./memory-database.js";
import { Transaction } from "./transaction.js";

/** Points in columns, by metric and generation. */
export function memoryPointStore(database: MemoryDatabase): PointStore {
  return {
    async upsert({ metricId, generation, points, fence, receipt }) {
      database.assertFence(fence);
      admitReceipt({ receipt, fence });
      const admitted = admitPoints(points);
      const apply = () => upsertPoints(database, { metricId, generation, points: admitted });
      if (receipt === undefined || fence === undefined) return apply();
      return withReceipt(database, { runId: fence.runId, receipt }, apply);
    },

    async list(input) {
      assertLimit(input.limit, storageLimits.points);
      const points = database.generationsOf(input.metricId).get(input.generation);
      if (points === undefined) return [];
      const { after } = input;
      const behind = after === undefined ? 0 : points.indexAfter(after.timestamp.getTime(), after.series);
      const listed: StoredDataPoint[] = [];
      for (const index of indexesOf(points, input, behind)) {
        listed.push(points.pointAt(index));
        if (listed.length === input.limit) break;
      }
      return listed;
    },

    async aggregate({ metricId, generation, boundaries, series, dimension }) {
      const instants = admitBoundaries(boundaries);
      const points = database.generationsOf(metricId).get(generation);
      return points === undefined ? [] : aggregatePoints(points, { boundaries: instants, series, dimension });
    },

    async summarize(input) {
      const points = database.generationsOf(input.metricId).get(input.generation);
      const summary = { count: 0, first: null as Date | null, last: null as Date | null, seriesCount: 0 };
      if (points === undefined) return summary;
      const seen = new Set<number>();
      let last = 0;
      for (const index of indexesOf(points, input)) {
        summary.first ??= new Date(points.timestampAt(index));
        last = points.timestampAt(index);
        seen.add(points.seriesAt(index));
        summary.count++;
      }
      return { ...summary, last: summary.count === 0 ? null : new Date(last), seriesCount: seen.size };
    },

    async delete(input) {
      database.assertFence(input.fence);
      let deleted = 0;
      for (const [generation, points] of database.generationsOf(input.metricId)) {
        if ("below" in input ? generation >= input.below : generation !== input.generation) continue;
        if (input.before === undefined) {
          deleted += points.size;
          database.deleteGeneration(input.metricId, generation);
        } else {
          deleted += points.deleteBefore(input.before.getTime());
          if (points.size === 0) database.deleteGeneration(input.metricId, generation);
        }
      }
      return deleted;
    },
  };
}

/** Indexes of a range's points in order, at least `start`. */
function* indexesOf(points: GenerationPoints, range: PointRange, start = 0): Generator<number> {
  const wanted = range.series === undefined ? undefined : points.seriesNumber(range.series);
  if (range.series !== undefined && wanted === undefined) return;
  const from = range.from === undefined ? 0 : points.indexOf(range.from.getTime());
  const to = range.to === undefined ? points.size : points.indexOf(range.to.getTime());
  for (let index = Math.max(start, from); index < to; index++) {
    if (wanted === undefined || points.seriesAt(index) === wanted) yield index;
  }
}

function upsertPoints(
  database: MemoryDatabase,
  input: { readonly metricId: string; readonly generation: number; readonly points: readonly AdmittedPoint[] },
): UpsertCounts {
  const { metricId, generation, points } = input;
  if (points.length === 0) return { inserted: 0, replaced: 0, unchanged: 0 };
  return database.openGeneration(metricId, generation).upsert(points);
}

/** The counts that the run has under this receipt, or else those of `apply`, which it has from now on. */
function withReceipt(
  database: MemoryDatabase,
  { runId, receipt }: { readonly runId: string; readonly receipt: string },
  apply: () => UpsertCounts,
): UpsertCounts {
  const receipts = database.table("runs").get(runId)?.["receipts"] as Run["receipts"];
  const known = Object.hasOwn(receipts, receipt) ? receipts[receipt] : undefined;
  if (known !== undefined) return { ...known };
  const counts = apply();
  new Transaction(database).update("runs", runId, { receipts: { ...receipts, [receipt]: counts } });
  return counts;
}
