import type { PointRange, PointStore, StoredDataPoint } from "@metricsmith/core/adapter";
import { admitPoints } from "./admit-points.js";
import { aggregatePoints } from "./aggregate-points.js";
import type { GenerationPoints } from "./generation-points.js";
import type { MemoryDatabase } from "./memory-database.js";
import { assertLimit, storageInvalid } from "./storage-invalid.js";

const maximumPoints = 10_000;
const maximumBoundaries = 10_001;

/** Points in columns, by metric and generation. */
export function memoryPointStore(database: MemoryDatabase): PointStore {
  return {
    async upsert({ metricId, generation, points, fence }) {
      database.assertFence(fence);
      const admitted = admitPoints(points);
      if (admitted.length === 0) return { inserted: 0, replaced: 0, unchanged: 0 };
      return database.openGeneration(metricId, generation).upsert(admitted);
    },

    async list(input) {
      assertLimit(input.limit, maximumPoints);
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
      const instants = boundaries.map((boundary) => boundary.getTime());
      assertBoundaries(instants);
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

    async deleteGenerations(input) {
      database.assertFence(input.fence);
      let deleted = 0;
      for (const [generation, points] of database.generationsOf(input.metricId)) {
        if ("below" in input ? generation >= input.below : generation !== input.generation) continue;
        deleted += points.size;
        database.deleteGeneration(input.metricId, generation);
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

function assertBoundaries(instants: readonly number[]): void {
  if (instants.length < 2 || instants.length > maximumBoundaries) {
    throw storageInvalid(`aggregate() got ${instants.length} boundaries. Pass 2 to ${maximumBoundaries}.`);
  }
  const isAscending = instants.every((instant, index) => index === 0 || instant > (instants[index - 1] as number));
  if (!isAscending)
    throw storageInvalid("aggregate() got boundaries that do not ascend. Sort them and remove doubles.");
}
