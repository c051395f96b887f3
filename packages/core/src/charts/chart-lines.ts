import { compareCodePoints } from "../util/compare-code-points.js";
import type { ChartAggregation, ChartGaps, ChartPreferences } from "./chart-preferences.js";
import { boundaryLabels, type ChartRow } from "./chart-row.js";
import type { ChartWindow } from "./chart-window.js";

/** One line of a chart: the values of a series, or one dimension of it. */
export interface ChartLine {
  readonly series: string;
  /** `null` for the value itself. */
  readonly dimension: string | null;
  /** One for each position; `null` is a gap. */
  readonly values: (number | null)[];
}

/** Rows turned into columns: positions along the x axis, and lines over them. */
export interface ChartLines {
  readonly labels: readonly string[];
  readonly lines: readonly ChartLine[];
  /** Lines with data that were left out because a chart holds no more. */
  readonly omittedLines: number;
  /** Series with data that were left out because only the largest were asked for. */
  readonly omittedSeries: number;
}

/** Which lines a chart has: the measures of every series, or of the largest series alone. */
export type LineChoice = Pick<ChartPreferences, "dimensions" | "showsValue" | "top">;

const MAXIMUM_LINES = 200;

/**
 * Lines over every bucket of the window, or over every instant that has a point. Lines are ordered by series (by code
 * point), then value before dimensions; a line without a single number is left out. Beyond 200 lines those with the
 * largest numbers stay.
 */
export function chartLines(rows: readonly ChartRow[], window: ChartWindow, choice: LineChoice): ChartLines {
  const { dimensions: dimensionKeys } = choice;
  const measures = drawnMeasures(choice);
  const { labels, positionOf } = positionsOf(rows, window);
  const lines = new Map<string, ChartLine[]>();
  for (const row of rows) {
    const position = positionOf.get(row.timestamp);
    if (position === undefined) continue;
    let ofSeries = lines.get(row.series);
    if (ofSeries === undefined) {
      const { series } = row;
      ofSeries = measures.map((dimension) => ({
        series,
        dimension,
        values: emptyValues(labels.length),
      }));
      lines.set(series, ofSeries);
    }
    for (const line of ofSeries) {
      const value = line.dimension === null ? row.value : ownNumber(row.dimensions, line.dimension);
      if (value !== null && Number.isFinite(value)) line.values[position] = value;
    }
  }
  const filled = [...lines.values()].flat().filter((line) => line.values.some((value) => value !== null));
  const { lines: chosen, omittedSeries } = largestSeries(filled, choice.top ?? null);
  const kept = chosen.length <= MAXIMUM_LINES ? chosen : largestLines(chosen);
  if (kept.length === 0) return { labels: [], lines: [], omittedLines: 0, omittedSeries: 0 };
  const dimensionRank = new Map(dimensionKeys.map((key, index) => [key, index]));
  const rankOf = (line: ChartLine): number => (line.dimension === null ? -1 : (dimensionRank.get(line.dimension) ?? 0));
  kept.sort((a, b) => compareCodePoints(a.series, b.series) || rankOf(a) - rankOf(b));
  return { labels, lines: kept, omittedLines: chosen.length - kept.length, omittedSeries };
}

/** The value as `null`, and dimensions by their keys, in the order in which they are drawn. */
export function drawnMeasures({ dimensions, showsValue }: LineChoice): (string | null)[] {
  return showsValue === false && dimensions.length > 0 ? [...dimensions] : [null, ...dimensions];
}

/** Fills the gaps of a line as asked. The count of an empty bucket is 0 whatever is asked: nothing was counted there. */
export function fillGaps(
  values: readonly (number | null)[],
  gaps: ChartGaps,
  aggregation: ChartAggregation,
): (number | null)[] {
  if (gaps === "zero" || aggregation === "count") return values.map((value) => value ?? 0);
  if (gaps === "null") return [...values];
  let previous: number | null = null;
  return values.map((value) => (previous = value ?? previous));
}

/** The last number of a line. */
export function lastNumber(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

function positionsOf(
  rows: readonly ChartRow[],
  window: ChartWindow,
): { labels: string[]; positionOf: Map<number, number> } {
  if (window.boundaries !== null) {
    const labels = boundaryLabels(window);
    return {
      labels,
      positionOf: new Map(labels.map((_, index) => [window.boundaries?.[index]?.getTime() ?? Number.NaN, index])),
    };
  }
  const labelOf = new Map(rows.map((row) => [row.timestamp, row.label]));
  const instants = [...labelOf.keys()].sort((a, b) => a - b);
  return {
    labels: instants.map((ms) => labelOf.get(ms) ?? ""),
    positionOf: new Map(instants.map((ms, index) => [ms, index])),
  };
}

function emptyValues(length: number): (number | null)[] {
  return Array.from({ length }, () => null);
}

function ownNumber(dimensions: Readonly<Record<string, number>> | null, key: string): number | null {
  if (dimensions === null || !Object.hasOwn(dimensions, key)) return null;
  return dimensions[key] ?? null;
}

/** Series count by their values, or where these are not drawn by all their dimensions together: units differ. */
function largestSeries(lines: readonly ChartLine[], top: number | null): { lines: ChartLine[]; omittedSeries: number } {
  const sizes = new Map<string, number>();
  const hasValues = lines.some(({ dimension }) => dimension === null);
  for (const line of lines)
    if (!hasValues || line.dimension === null) sizes.set(line.series, (sizes.get(line.series) ?? 0) + sizeOf(line));
  for (const { series } of lines) if (!sizes.has(series)) sizes.set(series, 0);
  if (top === null || sizes.size <= top) return { lines: [...lines], omittedSeries: 0 };
  const ranked = [...sizes].sort(([a, sizeOfA], [b, sizeOfB]) => sizeOfB - sizeOfA || compareCodePoints(a, b));
  const kept = new Set(ranked.slice(0, top).map(([series]) => series));
  return { lines: lines.filter(({ series }) => kept.has(series)), omittedSeries: sizes.size - kept.size };
}

function largestLines(lines: readonly ChartLine[]): ChartLine[] {
  const sized = lines.map((line) => ({ line, size: sizeOf(line) }));
  sized.sort((a, b) => b.size - a.size || compareCodePoints(a.line.series, b.line.series));
  return sized.slice(0, MAXIMUM_LINES).map(({ line }) => line);
}

function sizeOf({ values }: ChartLine): number {
  return values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
}
