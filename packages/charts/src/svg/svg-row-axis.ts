import { scaleUtc } from "d3-scale";
import { rowTimes, timeTickFormat } from "../row-times.js";
import { textWidthEm, truncateText } from "../text-width.js";
import type { Rectangle } from "./svg-scene.js";

/** Font size of the names on both axes. */
export const TICK_SIZE = 11.5;
const LABEL_GAP = 14;
const MAXIMUM_TICK_WIDTH = 130;
const MINIMUM_TICK_WIDTH = 48;

/** What a row is called on the axis, and where it is. */
export interface RowAxis {
  readonly position: (row: number) => number;
  /** Room of one row; 0 where rows are points in time. */
  readonly step: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** Rows as points: spaced by time where their labels are times, otherwise evenly. */
export function pointAxis(labels: readonly string[], plot: Rectangle): RowAxis {
  const parsed = rowTimes(labels);
  const first = parsed?.times[0];
  const last = parsed?.times.at(-1);
  if (parsed === null || first === undefined || last === undefined || first.getTime() === last.getTime())
    return evenAxis(labels, plot, 0);
  const scale = scaleUtc()
    .domain([first, last])
    .range([plot.left, plot.left + plot.width]);
  let ticks = scale.ticks(Math.max(2, Math.floor(plot.width / 85)));
  // Ticks finer than the rows would name times that no row has.
  if (ticks.length > labels.length) ticks = [...parsed.times];
  const format = timeTickFormat(ticks);
  const placed = ticks.map((time) => ({ at: scale(time), text: format(time) }));
  return { position: (row) => scale(parsed.times[row] ?? first), step: 0, ticks: withoutOverlap(placed, plot) };
}

/** Rows side by side, each with the same room. */
export function bandAxis(labels: readonly string[], plot: Rectangle): RowAxis {
  return evenAxis(labels, plot, plot.width / Math.max(1, labels.length));
}

function evenAxis(labels: readonly string[], plot: Rectangle, band: number): RowAxis {
  const step = band > 0 ? band : labels.length > 1 ? plot.width / (labels.length - 1) : 0;
  const start = plot.left + (band > 0 ? band / 2 : labels.length > 1 ? 0 : plot.width / 2);
  const position = (row: number): number => start + row * step;
  const parsed = rowTimes(labels);
  const calendarTicks = parsed === null ? null : calendarRows(parsed.times, plot);
  if (calendarTicks !== null) {
    const placed = calendarTicks.map(({ row, text }) => ({ at: position(row), text }));
    return { position, step: band, ticks: withoutOverlap(placed, plot) };
  }
  // Names may be shortened, dates not: half a date is another date.
  const nameWidth = Math.max(MINIMUM_TICK_WIDTH, Math.min(MAXIMUM_TICK_WIDTH, step - LABEL_GAP));
  const texts = labels.map((label, row) => {
    const time = parsed?.times[row];
    const text = time === undefined || parsed === null ? label : parsed.short(time);
    return truncateText(
      text,
      parsed === null ? nameWidth : MAXIMUM_TICK_WIDTH,
      (candidate) => textWidthEm(candidate) * TICK_SIZE,
    );
  });
  const widest = Math.max(...texts.slice(0, 400).map((text) => textWidthEm(text) * TICK_SIZE), 1);
  const every = step === 0 ? 1 : Math.max(1, Math.ceil((widest + LABEL_GAP) / step));
  const placed = texts.flatMap((text, row) => (row % every === 0 ? [{ at: position(row), text }] : []));
  return { position, step: band, ticks: withoutOverlap(placed, plot) };
}

/** Rows at round dates, such as every January; `null` when too few rows lie on them, as with weeks. */
function calendarRows(times: readonly Date[], plot: Rectangle): { row: number; text: string }[] | null {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return null;
  const ticks = scaleUtc()
    .domain([first, last])
    .ticks(Math.max(2, Math.floor(plot.width / 85)));
  if (ticks.length < 3 || ticks.length > times.length) return null;
  const rowAt = new Map(times.map((time, row) => [time.getTime(), row]));
  const format = timeTickFormat(ticks);
  const rows = ticks.flatMap((time) => {
    const row = rowAt.get(time.getTime());
    return row === undefined ? [] : [{ row, text: format(time) }];
  });
  return rows.length < ticks.length * 0.6 ? null : rows;
}

/** Drops ticks whose text would touch the one before it or leave the picture. */
function withoutOverlap(
  ticks: readonly { at: number; text: string }[],
  plot: Rectangle,
): { at: number; text: string }[] {
  let occupied = -Infinity;
  return ticks.filter(({ at, text }) => {
    const half = (textWidthEm(text) * TICK_SIZE) / 2;
    if (at - half < occupied + LABEL_GAP * 0.6 || at + half > plot.left + plot.width + 18) return false;
    occupied = at + half;
    return true;
  });
}
