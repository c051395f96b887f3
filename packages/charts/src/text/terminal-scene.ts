import type { ChartConfig } from "@metricsmith/core/adapter";
import { textColumns, truncateText } from "../text-width.js";
import type { TerminalColor } from "./terminal-color.js";

/** Everything that the parts of one terminal chart share. */
export interface TerminalScene {
  readonly config: ChartConfig;
  readonly color: TerminalColor;
  /** Cells of the whole chart. */
  readonly width: number;
  /** Rows of the plot, without titles and axes. */
  readonly height: number;
}

/** Cuts or fills a text to exactly so many cells. */
export function toCells(text: string, cells: number, align: "left" | "right" = "left"): string {
  const cut = truncateText(text, cells, textColumns);
  const padding = " ".repeat(Math.max(0, cells - textColumns(cut)));
  return align === "left" ? cut + padding : padding + cut;
}
