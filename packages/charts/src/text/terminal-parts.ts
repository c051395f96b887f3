import { textColumns } from "../text-width.js";
import { type TerminalScene, toCells } from "./terminal-scene.js";

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

const MINIMUM_BAR = 6;

export interface TerminalPart {
  readonly label: string;
  readonly value: number;
  /** Written behind the bar. */
  readonly note: string;
}

/** A horizontal bar for each part, as long as its number compared with the largest. */
export function drawHorizontalBars(scene: TerminalScene, parts: readonly TerminalPart[]): string[] {
  const shown = parts.slice(0, Math.max(scene.height, 24));
  const largest = Math.max(...shown.map(({ value }) => value), 0);
  const noteCells = Math.max(...shown.map(({ note }) => textColumns(note)), 1);
  const roomCells = scene.width - noteCells - 4;
  const nameCells = Math.min(
    Math.max(...shown.map(({ label }) => textColumns(label)), 1),
    Math.floor(scene.width * 0.4),
    roomCells - MINIMUM_BAR,
  );
  const barCells = roomCells - nameCells;
  const lines = shown.map(({ label, value, note }, index) => {
    const eighths = largest <= 0 ? 0 : Math.round((Math.max(0, value) / largest) * barCells * 8);
    const bar = "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
    const filled = bar === "" && value > 0 ? "▏" : bar;
    return `${toCells(label, nameCells)}  ${scene.color.series(index, filled)}${" ".repeat(barCells - textColumns(filled))}  ${toCells(note, noteCells, "right")}`;
  });
  const hidden = parts.length - shown.length;
  return hidden === 0 ? lines : [...lines, `+ ${hidden} more`];
}
