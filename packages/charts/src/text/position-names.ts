import { rowTimes } from "../row-times.js";
import { textColumns } from "../text-width.js";

/** First, middle and last position below the axis, as far as they have room. */
export function positionNames(labels: readonly string[], cells: number, isBand: boolean): string {
  const parsed = rowTimes(labels);
  const span = parsed === null ? 0 : (parsed.times.at(-1)?.getTime() ?? 0) - (parsed.times[0]?.getTime() ?? 0);
  // Without the year, long ranges would name the same day twice.
  const name = (row: number): string =>
    parsed === null || span > 300 * 86_400_000 ? (labels[row] ?? "") : parsed.short(parsed.times[row] ?? new Date(0));
  const last = labels.length - 1;
  let line = "";
  const rows = last === 0 ? [0] : [0, Math.round(last / 4), Math.round(last / 2), Math.round((last * 3) / 4), last];
  // The ends matter most: the last name is placed before those between.
  const starts = rows.map((row) => {
    const center = isBand ? ((row + 0.5) / labels.length) * cells : last === 0 ? cells / 2 : (row / last) * (cells - 1);
    const width = textColumns(name(row));
    return { text: name(row), start: Math.max(0, Math.min(cells - width, Math.round(center - width / 2))), width };
  });
  const end = starts.at(-1);
  for (const [index, { text, start, width }] of starts.entries()) {
    const isLast = index === starts.length - 1;
    const occupied = textColumns(line);
    if (
      (occupied > 0 && start < occupied + 2) ||
      width > cells ||
      (!isLast && index > 0 && start + width + 2 > (end?.start ?? cells))
    )
      continue;
    line += " ".repeat(start - occupied) + text;
  }
  return line;
}
