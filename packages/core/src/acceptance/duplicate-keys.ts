import type { PointColumns } from "../ports/sandbox.js";

/** A point with the series and timestamp of an earlier one. */
export interface DuplicateKey {
  readonly index: number;
  readonly earlierIndex: number;
}

/**
 * Points whose key an earlier point has, in order. Times count as they are stored, in whole milliseconds; what is no time
 * at all has no key.
 */
export function findDuplicateKeys(columns: PointColumns): DuplicateKey[] {
  // Nearly all responses are sorted, and telling that is several times cheaper than remembering every key.
  if (isSortedWithinSeries(columns)) return [];
  const { count, timestamps, series } = columns;
  const duplicates: DuplicateKey[] = [];
  const indexesBySeries = new Map<string, Map<number, number>>();
  for (let index = 0; index < count; index++) {
    const timestamp = Math.round(timestamps[index] ?? NaN);
    if (Number.isNaN(timestamp)) continue;
    const name = series?.[index] ?? "";
    const indexes = indexesBySeries.get(name) ?? new Map<number, number>();
    if (indexes.size === 0) indexesBySeries.set(name, indexes);
    const earlierIndex = indexes.get(timestamp);
    if (earlierIndex === undefined) indexes.set(timestamp, index);
    else duplicates.push({ index, earlierIndex });
  }
  return duplicates;
}

/** True when within each series times only rise, or only fall. */
function isSortedWithinSeries({ count, timestamps, series }: PointColumns): boolean {
  const lastBySeries = new Map<string, { timestamp: number; direction: number }>();
  for (let index = 0; index < count; index++) {
    const timestamp = Math.round(timestamps[index] ?? NaN);
    const name = series?.[index] ?? "";
    const last = lastBySeries.get(name);
    if (last === undefined) {
      lastBySeries.set(name, { timestamp, direction: 0 });
      continue;
    }
    const direction = Math.sign(timestamp - last.timestamp);
    if (!(direction * last.direction >= 0) || direction === 0) return false;
    last.timestamp = timestamp;
    last.direction = direction;
  }
  return true;
}
