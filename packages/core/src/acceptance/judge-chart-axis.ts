import { type BucketSize, bucketSizes, bucketSpans } from "../charts/chart-buckets.js";
import type { ChartConfig } from "../charts/chart-config.js";
import { bucketLabel } from "../charts/chart-label.js";
import { boundaryLabels, type ChartRow } from "../charts/chart-row.js";
import { toSafeText } from "../charts/chart-text.js";
import type { ChartWindow } from "../charts/chart-window.js";
import { localMsAt, partsOfLocalMs } from "../util/time-zone.js";
import {
  type ChartFacts,
  groupRows,
  isSameName,
  keyLabel,
  measureOf,
  plainText,
  seriesOf,
} from "./judge-chart-facts.js";

/** What a place on an axis is called, and the rows that belong there. */
interface AxisPlace {
  readonly names: readonly string[];
  readonly rows: readonly ChartRow[];
}

/** One way to read the positions of a picture. */
interface AxisReading {
  readonly kind: "positions" | "periods" | "series";
  /** Every place, in the order in which they belong. */
  readonly places: readonly AxisPlace[];
  /** True where the first place may be any: weekdays begin on Sunday or Monday. */
  readonly isCyclic: boolean;
  /** For `periods` of the calendar. */
  readonly size: BucketSize | null;
}

/** The rows that each drawn row stands for. */
export interface ChartAxis {
  readonly kind: AxisReading["kind"] | "whole";
  readonly groups: readonly (readonly ChartRow[])[];
  readonly size: BucketSize | null;
  /** Names of series that are drawn, where rows are series. */
  readonly drawnSeries: readonly string[] | null;
  /** Which rows are those of the series that are left, under one name. */
  readonly restAt: number | null;
  /** Sentences about places that are made up, left out, doubled or out of order. */
  readonly problems: readonly string[];
}

const REST = /^(?:all )?(?:others?|rest|remaining|the rest)$/i;
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const months = "January February March April May June July August September October November December".split(" ");

/** Reads the x axis of a picture as buckets of the window, coarser buckets, weekdays and the like, series, or the whole at once. */
export function readChartAxis(config: ChartConfig, facts: ChartFacts): ChartAxis {
  const drawn = config.chartData.map((row) => {
    const x = String(row[config.xAxisKey] ?? "");
    return [x, keyLabel(config, x)];
  });
  const count = (places: readonly number[]): number => places.filter((place) => place >= 0).length;
  let best: { readonly reading: AxisReading; readonly places: readonly number[] } | undefined;
  for (const reading of axisReadings(facts)) {
    const index = indexPlaces(reading);
    const places = drawn.map((names) => findPlace(index, names));
    if (best === undefined || count(places) > count(best.places)) best = { reading, places };
    if (count(best.places) === drawn.length) break;
  }
  if (best === undefined || count(best.places) === 0) {
    if (drawn.length === 1) return wholeAxis(facts.rows);
    return {
      ...wholeAxis([]),
      groups: drawn.map(() => []),
      problems: [`Nothing on its x axis is a time or a series of the rows: ${quote(drawn[0]?.[0])}.`],
    };
  }
  return best.reading.kind === "series"
    ? seriesAxis(best.reading, drawn, facts)
    : timeAxis(best.reading, drawn, best.places, config, facts);
}

function timeAxis(
  reading: AxisReading,
  drawn: readonly string[][],
  places: readonly number[],
  config: ChartConfig,
  { preferences, window }: ChartFacts,
): ChartAxis {
  const problems: string[] = [];
  const isSliced = config.chartType === "pie" || config.chartType === "radial";
  const seen = new Set(places);
  const invented = places.findIndex((place) => place < 0);
  if (invented >= 0)
    problems.push(`${quote(drawn[invented]?.[0])} is no ${placeWord(reading)} of the rows in ${window.timezone}.`);
  if (seen.size < places.length && invented < 0) problems.push("A position is drawn twice.");
  if (!isSliced && !isInOrder(places, reading)) problems.push("Its positions are not in the order of time.");
  const isFilled = (place: number): boolean => (reading.places[place]?.rows.length ?? 0) > 0;
  const missing = reading.places.flatMap((_, place) => (isFilled(place) && !seen.has(place) ? [place] : []));
  // A key figure needs the latest numbers alone.
  const firstDrawn = Math.min(...places.filter((place) => place >= 0));
  const left = config.chartType === "kpi" ? missing.filter((place) => place > firstDrawn) : missing;
  if (left.length > 0)
    problems.push(
      `It leaves out ${left.length} of ${reading.places.length}, such as ${quote(nameOfPlace(reading, left[0]))}.`,
    );
  const fillsGaps = preferences.gaps !== "null" || window.aggregation === "count";
  if (reading.kind === "positions" && fillsGaps && !isSliced && config.chartType !== "kpi") {
    const empty = reading.places.findIndex((_, place) => !isFilled(place) && !seen.has(place));
    if (empty >= 0)
      problems.push(
        `It leaves out ${quote(nameOfPlace(reading, empty))}, which has no points: gaps are to be drawn as ${preferences.gaps === "previous" ? "the value before" : "zero"}.`,
      );
  }
  const groups = places.map((place) => reading.places[place]?.rows ?? []);
  return { kind: reading.kind, groups, size: reading.size, drawnSeries: null, restAt: null, problems };
}

function seriesAxis(reading: AxisReading, drawn: readonly string[][], facts: ChartFacts): ChartAxis {
  const { rows, names } = facts;
  const all = seriesOf(rows);
  const problems: string[] = [];
  const isOf = (series: string, texts: readonly string[]): boolean =>
    texts.some(
      (text) =>
        isSameName(text, toSafeText(series, 200)) || (series === "" && names.some((name) => isSameName(text, name))),
    );
  const found = drawn.map((texts) => all.find((series) => isOf(series, texts)) ?? null);
  const drawnSeries = found.filter((series) => series !== null);
  if (new Set(drawnSeries).size < drawnSeries.length) problems.push("A series is drawn twice.");
  let restAt: number | null = null;
  const groups = drawn.map((texts, index) => {
    const series = found[index] ?? null;
    if (series !== null) return rows.filter((row) => row.series === series);
    const ofDimension = dimensionRows(texts, facts, all);
    if (ofDimension !== null) return ofDimension;
    if (restAt === null && texts.some((text) => REST.test(text.trim()))) {
      restAt = index;
      return rows.filter((row) => !drawnSeries.includes(row.series));
    }
    problems.push(`${quote(texts[0])} is no series of the rows.`);
    return [];
  });
  return { kind: reading.kind, groups, size: null, drawnSeries, restAt, problems };
}

/** Rows of a slice that stands for a dimension of a series, such as "Berlin – wind", or of the only one. */
function dimensionRows(
  texts: readonly string[],
  { rows, preferences, names }: ChartFacts,
  all: readonly string[],
): ChartRow[] | null {
  const isCalled = (text: string, series: string, dimension: string): boolean =>
    (all.length === 1 && isSameName(text, dimension)) ||
    (series === "" ? names : [series]).some((name) => isSameName(text, `${toSafeText(name, 200)} – ${dimension}`));
  for (const dimension of preferences.dimensions) {
    const series = all.find((name) => texts.some((text) => isCalled(text, name, dimension)));
    if (series === undefined) continue;
    return rows.filter((row) => row.series === series).map((row) => ({ ...row, value: measureOf(row, dimension) }));
  }
  return null;
}

function wholeAxis(rows: readonly ChartRow[]): ChartAxis {
  return { kind: "whole", groups: [rows], size: null, drawnSeries: null, restAt: null, problems: [] };
}

/** The likeliest first; those behind one that fits are never made. */
function* axisReadings({ rows, window, names, preferences }: ChartFacts): Generator<AxisReading> {
  yield { kind: "positions", places: positionPlaces(rows, window), isCyclic: false, size: null };
  const bySeries = groupRows(rows, ({ series }) => series);
  const series = seriesOf(rows).map((name) => ({
    names: name === "" ? names : [toSafeText(name, 200)],
    rows: bySeries.get(name) ?? [],
  }));
  const dimensionPlaces = preferences.dimensions.map((name) => ({
    names: [name, ...series.flatMap((place) => place.names.map((own) => `${own} – ${name}`))],
    rows: [],
  }));
  yield { kind: "series", places: [...series, ...dimensionPlaces], isCyclic: false, size: null };
  yield* coarserReadings(rows, window);
  yield* cyclicReadings(rows, window);
}

function positionPlaces(rows: readonly ChartRow[], window: ChartWindow): AxisPlace[] {
  const byLabel = groupRows(rows, ({ label }) => label);
  if (window.boundaries === null) return [...byLabel].map(([label, own]) => ({ names: [label], rows: own }));
  return boundaryLabels(window).map((label) => ({ names: [label], rows: byLabel.get(label) ?? [] }));
}

/** Coarser buckets of the calendar. Weeks fit into no month, quarter or year. */
function coarserReadings(rows: readonly ChartRow[], window: ChartWindow): AxisReading[] {
  const finest: BucketSize = window.boundaries === null ? "hour" : window.bucket;
  const sizes = window.boundaries === null ? bucketSizes : bucketSizes.slice(bucketSizes.indexOf(finest) + 1);
  return sizes.flatMap((size): AxisReading[] => {
    if (size === "range" || (finest === "week" && window.boundaries !== null)) return [];
    const spans = bucketSpans(window.timezone, size, window.from.getTime(), window.to.getTime());
    const byLabel = groupRows(rows, ({ timestamp }) => bucketLabel(spans, size, timestamp));
    const places = [...byLabel].map(([label, own]) => ({ names: [label], rows: own }));
    return [{ kind: "periods", places, isCyclic: false, size }];
  });
}

function cyclicReadings(rows: readonly ChartRow[], window: ChartWindow): AxisReading[] {
  const isPointwise = window.boundaries === null;
  const spans = bucketSpans(window.timezone, "day", window.from.getTime(), window.to.getTime());
  const parts = (row: ChartRow) => partsOfLocalMs(localMsAt(spans, row.timestamp));
  const cycle = (names: readonly (readonly string[])[], placeOf: (row: ChartRow) => number): AxisReading => ({
    kind: "periods",
    isCyclic: true,
    size: null,
    places: placesOf(names, groupRows(rows, placeOf)),
  });
  const readings: AxisReading[] = [];
  if (isPointwise || window.bucket === "hour") {
    const hours = Array.from({ length: 24 }, (_, hour) => [
      `${hour}`,
      String(hour).padStart(2, "0"),
      `${hour}:00`,
      `${String(hour).padStart(2, "0")}:00`,
    ]);
    readings.push(cycle(hours, (row) => parts(row).hour));
  }
  if (isPointwise || window.bucket === "hour" || window.bucket === "day")
    readings.push(
      cycle(
        weekdays.map((name) => [name, name.slice(0, 3), name.slice(0, 2)]),
        (row) => parts(row).weekday - 1,
      ),
    );
  if (isPointwise || window.bucket === "hour" || window.bucket === "day" || window.bucket === "month")
    readings.push(
      cycle(
        months.map((name) => [name, name.slice(0, 3)]),
        (row) => parts(row).month - 1,
      ),
    );
  return readings;
}

function placesOf(
  names: readonly (readonly string[])[],
  groups: ReadonlyMap<number, readonly ChartRow[]>,
): AxisPlace[] {
  return names.map((own, place) => ({ names: own, rows: groups.get(place) ?? [] }));
}

function indexPlaces({ places }: AxisReading): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  for (const [place, { names }] of places.entries()) {
    for (const name of names) if (!index.has(plainText(name))) index.set(plainText(name), place);
  }
  return index;
}

function findPlace(index: ReadonlyMap<string, number>, texts: readonly string[]): number {
  for (const text of texts) {
    const place = index.get(plainText(text));
    if (place !== undefined) return place;
  }
  return -1;
}

function isInOrder(places: readonly number[], { isCyclic }: AxisReading): boolean {
  const known = places.filter((place) => place >= 0);
  const descents = known.filter((place, index) => index > 0 && place < (known[index - 1] ?? 0)).length;
  if (descents === 0) return true;
  return isCyclic && descents === 1 && (known.at(-1) ?? 0) < (known[0] ?? 0);
}

function nameOfPlace({ places }: AxisReading, place: number | undefined): string {
  return places[place ?? -1]?.names[0] ?? "";
}

function placeWord({ kind, size }: AxisReading): string {
  return kind === "positions" ? "bucket or time" : (size ?? "period");
}

function quote(text: string | undefined): string {
  return JSON.stringify(toSafeText(text ?? "", 60));
}
