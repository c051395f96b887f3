import { rowTimes } from "../row-times.js";
import { textColumns } from "../text-width.js";

/** Names of a line's positions are kept apart; bars are all named where there is room. */
const MAXIMUM_NAMES_OF_A_LINE = 6;
const GAP = 2;

/** Names of positions below the axis: of every one, or of every second, third ... from the first on, as many as have room. */
export function positionNames(labels: readonly string[], cells: number, isBand: boolean): string {
  const names = shortNames(labels);
  const last = labels.length - 1;
  const center = (row: number): number => {
    if (isBand) return ((row + 0.5) / labels.length) * cells;
    return last === 0 ? cells / 2 : (row / last) * (cells - 1);
  };
  for (let step = 1; step <= Math.max(1, last); step++) {
    if (!isBand && last / step >= MAXIMUM_NAMES_OF_A_LINE) continue;
    const line = layOut(names, step, cells, center);
    if (line !== null) return line;
  }
  return layOut(names, labels.length, cells, center) ?? "";
}

/** The line with every `step`-th name, or `null` when two would touch or one is cut. */
function layOut(names: readonly string[], step: number, cells: number, center: (row: number) => number): string | null {
  let line = "";
  for (let row = 0; row < names.length; row += step) {
    const name = names[row] ?? "";
    const width = textColumns(name);
    const occupied = textColumns(line);
    const start = Math.max(0, Math.min(cells - width, Math.round(center(row) - width / 2)));
    if (width > cells || (occupied > 0 && start < occupied + GAP)) return null;
    line += " ".repeat(start - occupied) + name;
  }
  return line;
}

/** Times without what all of them share. Without the year, long ranges would name the same day twice. */
function shortNames(labels: readonly string[]): readonly string[] {
  const parsed = rowTimes(labels);
  if (parsed === null) return labels;
  const span = (parsed.times.at(-1)?.getTime() ?? 0) - (parsed.times[0]?.getTime() ?? 0);
  return span > 300 * 86_400_000 ? labels : parsed.times.map((time) => parsed.short(time));
}
