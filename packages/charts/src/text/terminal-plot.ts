import { scaleLinear } from "d3-scale";
import { type ChartColumn, rowLabels } from "../chart-content.js";
import { drawableDomain } from "../drawable-domain.js";
import { tickFormat } from "../format-number.js";
import { textColumns } from "../text-width.js";
import { positionNames } from "./position-names.js";
import { EIGHTHS, resample } from "./terminal-blocks.js";
import { type TerminalScene, toCells } from "./terminal-scene.js";

/** Bits of a braille character by dot column and row. @see https://www.unicode.org/charts/PDF/U2800.pdf */
const BRAILLE_BITS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

interface Plot {
  readonly values: readonly (number | null)[];
  readonly low: number;
  readonly high: number;
  readonly columns: number;
  readonly rows: number;
}

/** One line, area or set of bars over its axes. */
export function drawPlot(scene: TerminalScene, column: ChartColumn): string[] {
  const { config, color } = scene;
  const numbers = column.values.filter((value) => value !== null);
  const scale = scaleLinear()
    .domain(domainOf(numbers, config.chartType !== "line"))
    .nice(Math.max(2, Math.floor(scene.height / 2)));
  const [low = 0, high = 1] = scale.domain();
  const ticks = scale.ticks(Math.max(2, Math.floor(scene.height / 3)));
  const format = tickFormat(ticks);
  const gutter = Math.max(...ticks.map((tick) => textColumns(format(tick))), 1);
  const plot: Plot = {
    values: column.values,
    low,
    high,
    columns: Math.max(8, scene.width - gutter - 2),
    rows: scene.height,
  };
  const isBar = config.chartType === "bar";
  // The lowest name wins where two fall into one row.
  const names = new Map(
    ticks.toReversed().map((tick) => [isBar ? barRowOf(plot, tick) : dotRowOf(plot, tick), format(tick)]),
  );
  const cells = isBar ? barRows(plot) : brailleRows(plot, config.chartType === "area");
  const body = cells.map((line, row) => {
    const name = names.get(row);
    return `${color.faint(`${toCells(name ?? "", gutter, "right")} ${name === undefined ? "│" : "┤"}`)}${color.series(0, line.trimEnd())}`;
  });
  const axis = `${" ".repeat(gutter + 1)}└${"─".repeat(plot.columns)}`;
  return [
    ...body,
    color.faint(axis),
    color.faint(
      " ".repeat(gutter + 2) + positionNames(rowLabels(config), isBar ? barSlots(plot).used : plot.columns, isBar),
    ),
  ];
}

/** Bars stand on zero. Rows above it fill by eighths, rows below it by halves: terminals have no other blocks. */
function barRows(plot: Plot): string[] {
  const zeroRows = Math.round((-plot.low / (plot.high - plot.low)) * plot.rows);
  const { slot, barCells } = barSlots(plot);
  const inSlot = (value: number | null): (number | null)[] =>
    Array.from({ length: slot }, (_, cell) => (cell < barCells ? value : null));
  const wide = slot >= 1 ? plot.values.flatMap(inSlot) : resample(plot.values, plot.columns);
  const perRow = (plot.high - plot.low) / plot.rows;
  return Array.from({ length: plot.rows }, (_, index) => {
    const row = plot.rows - 1 - index;
    return wide.map((value) => (value === null ? " " : barCell(value / perRow, row - zeroRows))).join("");
  });
}

/** Cells of a bar and of the slot it stands in; a slot of 0 cells means that bars share cells. */
function barSlots({ values, columns }: Plot): { slot: number; barCells: number; used: number } {
  const slot = Math.floor(columns / Math.max(1, values.length));
  return { slot, barCells: slot >= 3 ? slot - 1 : slot, used: slot === 0 ? columns : slot * values.length };
}

/** What a bar of `height` rows shows in the row `level` rows above zero. */
function barCell(height: number, level: number): string {
  if (height >= 0) {
    if (level < 0) return " ";
    const filled = Math.round(Math.min(1, Math.max(0, height - level)) * 8);
    return EIGHTHS[level === 0 && height > 0 ? Math.max(1, filled) : filled] ?? " ";
  }
  if (level >= 0) return " ";
  const covered = Math.min(1, -height - (-1 - level));
  return covered >= 0.75 ? "█" : covered >= 0.25 || (level === -1 && height < 0) ? "▀" : " ";
}

/** A line of braille dots: two a cell across, four a cell up. A gap stays empty. */
function brailleRows(plot: Plot, isFilled: boolean): string[] {
  const across = plot.columns * 2;
  const masks = Array.from({ length: plot.rows }, () => new Uint8Array(plot.columns));
  const dot = (x: number, y: number): void => {
    const mask = masks[plot.rows - 1 - Math.floor(y / 4)];
    const cell = Math.floor(x / 2);
    if (mask !== undefined && cell < mask.length)
      mask[cell] = (mask[cell] ?? 0) | (BRAILLE_BITS[x % 2 === 0 ? 0 : 1][3 - (y % 4)] ?? 0);
  };
  const height = (value: number): number => dotHeight(plot, value);
  const zero = height(Math.max(plot.low, Math.min(plot.high, 0)));
  const last = plot.values.length - 1;
  const place = (row: number): number =>
    last === 0 ? Math.floor(across / 2) : Math.round((row / last) * (across - 1));
  for (const [row, value] of plot.values.entries()) {
    if (value === null) continue;
    const next = plot.values[row + 1] ?? null;
    const from = place(row);
    const to = next === null ? from : place(row + 1);
    for (let x = from; x <= to; x++) {
      const at = (step: number): number =>
        height(next === null || to === from ? value : value + ((next - value) * step) / (to - from));
      const start = at(x - from);
      // Steep parts are drawn down to the next column's dot, so that the line has no holes.
      const end = isFilled
        ? zero
        : next === null
          ? start
          : to === from
            ? height(next)
            : at(Math.min(to - from, x - from + 1));
      const stop = isFilled || Math.abs(end - start) <= 1 ? end : end + (end > start ? -1 : 1);
      for (let y = Math.min(start, stop); y <= Math.max(start, stop); y++) dot(x, y);
    }
  }
  return masks.map((mask) =>
    Array.from(mask, (bits) => (bits === 0 ? " " : String.fromCodePoint(0x2800 + bits))).join(""),
  );
}

function domainOf(numbers: readonly number[], includesZero: boolean): [number, number] {
  let low = Math.min(...numbers);
  let high = Math.max(...numbers);
  if (includesZero || (low > 0 && low < high * 0.5)) low = Math.min(0, low);
  if (includesZero) high = Math.max(0, high);
  return drawableDomain(low, high);
}

/** The row that a bar of this value fills last. */
function barRowOf({ low, high, rows }: Plot, value: number): number {
  const level = ((value - low) / (high - low)) * rows;
  return Math.max(0, Math.min(rows - 1, value > 0 ? rows - Math.ceil(level) : rows - 1 - Math.floor(level)));
}

/** The row that holds the dots of this value. */
function dotRowOf(plot: Plot, value: number): number {
  return plot.rows - 1 - Math.floor(dotHeight(plot, value) / 4);
}

function dotHeight({ low, high, rows }: Plot, value: number): number {
  const top = rows * 4 - 1;
  return Math.max(0, Math.min(top, Math.round(((value - low) / (high - low)) * top)));
}
