import { type ChartBucket, type ChartRow, rowsFromBuckets, rowsFromPoints } from "../charts/chart-row.js";
import {
  type ChartWindow,
  mayShowWholeRange,
  resolveChartWindow,
  type ResolveChartWindowInput,
} from "../charts/chart-window.js";
import { beginsWithFirstPoint } from "../charts/date-range.js";
import type { GenerationKey, PointBucket, PointStore, PointSummary } from "../ports/points.js";
import { pointsOfSeries } from "./chart-series.js";

export interface ChartQuestion {
  readonly points: Pick<PointStore, "list" | "aggregate" | "summarize">;
  readonly key: GenerationKey;
  /** All that the window depends on but the points. */
  readonly settings: Omit<ResolveChartWindowInput, "first" | "last" | "pointCount" | "seriesCount">;
}

/** What a window depends on of the points. */
type PointFacts = Pick<PointSummary, "first" | "last" | "seriesCount"> & { readonly pointCount: number };

interface KnownRange {
  readonly facts: PointFacts;
  /** The whole range as one bucket, where it was read so. */
  readonly whole: PointBucket[] | null;
}

/** A bounded range has the same ends whatever its points are. */
const untold: PointFacts = { first: null, last: null, pointCount: 0, seriesCount: 1 };

/**
 * The window of a chart and the rows in it, of one generation. A bounded range is never counted before it is read, so that what it
 * costs depends on what it shows alone: it is read as a single series that fits, and again where that shows to be wrong.
 */
export async function readChartRows(asked: ChartQuestion): Promise<{ window: ChartWindow; rows: ChartRow[] }> {
  const question = { ...asked, points: pointsOfSeries(asked.points, asked.settings.preferences) };
  const { points, key, settings } = question;
  const { preferences, maximumChartPoints } = settings;
  const { dimensions } = preferences;
  const known = await knownRange(question);
  let facts = known?.facts ?? untold;
  let window = resolveChartWindow({ ...settings, ...facts });
  if (window.boundaries === null) {
    const { from, to } = window;
    const listed = await points.list({ ...key, from, to, limit: maximumChartPoints + 1 });
    if (listed.length <= maximumChartPoints) return { window, rows: rowsFromPoints(listed, window, dimensions) };
    facts = { ...facts, pointCount: listed.length };
    window = resolveChartWindow({ ...settings, ...facts });
  }
  const whole = window.bucket === "range" ? known?.whole : null;
  let buckets = whole ?? (await aggregate(question, window));
  if (known === null) {
    // Many lines have room for fewer buckets each.
    const fitting = resolveChartWindow({ ...settings, ...facts, seriesCount: countSeries(buckets) });
    if (fitting.bucket !== window.bucket) {
      window = fitting;
      buckets = await aggregate(question, window);
    }
  }
  return { window, rows: rowsFromBuckets(await withDimensions(question, window, buckets), window) };
}

/** What must be known before a window is chosen; `null` where it can be told from the points that are read. */
async function knownRange(question: ChartQuestion): Promise<KnownRange | null> {
  const { points, key, settings } = question;
  const { preferences } = settings;
  if (beginsWithFirstPoint(preferences.dateRange)) {
    const { count, ...rest } = await points.summarize(key);
    return { facts: { ...rest, pointCount: count }, whole: null };
  }
  if (!mayShowWholeRange(preferences)) return null;
  const ofManySeries = resolveChartWindow({ ...settings, ...untold, seriesCount: Number.MAX_SAFE_INTEGER });
  const whole = await aggregate(question, ofManySeries);
  const pointCount = whole.reduce((sum, { count }) => sum + count, 0);
  return { facts: { ...untold, pointCount, seriesCount: countSeries(whole) }, whole };
}

async function aggregate({ points, key }: ChartQuestion, window: ChartWindow): Promise<PointBucket[]> {
  return points.aggregate({ ...key, boundaries: window.boundaries ?? [] });
}

function countSeries(buckets: readonly PointBucket[]): number {
  return new Set(buckets.map(({ series }) => series)).size;
}

/** Adds the same summaries of each numeric dimension to the buckets of the value. */
async function withDimensions(
  { points, key, settings }: ChartQuestion,
  window: ChartWindow,
  buckets: readonly PointBucket[],
): Promise<readonly ChartBucket[]> {
  const { dimensions } = settings.preferences;
  if (dimensions.length === 0) return buckets;
  const byPlace = new Map<string, Record<string, PointBucket>>();
  for (const dimension of dimensions) {
    for (const bucket of await points.aggregate({ ...key, boundaries: window.boundaries ?? [], dimension })) {
      const place = `${bucket.bucket}:${bucket.series}`;
      byPlace.set(place, { ...byPlace.get(place), [dimension]: bucket });
    }
  }
  return buckets.map((bucket) => ({ ...bucket, dimensions: byPlace.get(`${bucket.bucket}:${bucket.series}`) }));
}
