import { type ChartLine, type ChartLines, lastNumber } from "./chart-lines.js";
import type { ChartWindow } from "./chart-window.js";

export interface ChartSlice {
  readonly name: string;
  readonly value: number;
}

export interface ChartSlices {
  readonly slices: readonly ChartSlice[];
  /** Sentences for the chart's description. */
  readonly notes: readonly string[];
}

/** As many as there are colours. */
const MAXIMUM_SLICES = 12;

/**
 * The parts of a whole: a slice a line, largest first, where there are several lines or the window is one bucket; otherwise
 * a slice a bucket in time order. The smallest beyond 11 are summed up as "Other", so the total stays the same.
 */
export function chartSlices(
  content: ChartLines,
  window: ChartWindow,
  nameOf: (line: ChartLine) => string,
): ChartSlices {
  const isByLine = window.bucket === "range" || content.lines.length > 1;
  const parts = isByLine ? lineParts(content, nameOf) : positionParts(content);
  const notes = parts.some(({ value }) => value < 0) ? ["Negative values have no slice."] : [];
  if (parts.length <= MAXIMUM_SLICES) return { slices: parts, notes };

  const bySize = parts
    .map((part, index) => ({ part, index }))
    .sort((a, b) => b.part.value - a.part.value || a.index - b.index);
  const kept = bySize.slice(0, MAXIMUM_SLICES - 1).sort((a, b) => a.index - b.index);
  const rest = bySize.slice(MAXIMUM_SLICES - 1);
  // A series may be called "Other" already.
  const otherName = parts.some(({ name }) => name === "Other") ? "All others" : "Other";
  const other = { name: otherName, value: rest.reduce((sum, { part }) => sum + part.value, 0) };
  return {
    slices: [...kept.map(({ part }) => part), other],
    notes: [...notes, `"${otherName}" sums up the ${rest.length} smallest.`],
  };
}

function lineParts({ lines }: ChartLines, nameOf: (line: ChartLine) => string): ChartSlice[] {
  const parts = lines.flatMap((line): ChartSlice[] => {
    const value = lastNumber(line.values);
    return value === null ? [] : [{ name: nameOf(line), value }];
  });
  return parts.sort((a, b) => b.value - a.value);
}

function positionParts({ labels, lines }: ChartLines): ChartSlice[] {
  const values = lines[0]?.values ?? [];
  return labels.flatMap((name, index): ChartSlice[] => {
    const value = values[index] ?? null;
    return value === null ? [] : [{ name, value }];
  });
}
