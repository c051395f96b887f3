/** Blocks that fill a cell from below by eighths, from empty to full. */
export const EIGHTHS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** As many values as there are cells: means of neighbours, or neighbours repeated. */
export function resample(values: readonly (number | null)[], cells: number): (number | null)[] {
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * values.length) / cells);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / cells));
    const present = values.slice(from, to).filter((value) => value !== null);
    return present.length === 0 ? null : present.reduce((sum, value) => sum + value / present.length, 0);
  });
}
