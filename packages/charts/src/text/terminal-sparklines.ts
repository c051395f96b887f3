import { chartColumns, rowLabels } from "../chart-content.js";
import { textColumns } from "../text-width.js";
import { positionNames } from "./position-names.js";
import { EIGHTHS, resample } from "./terminal-blocks.js";
import { type TerminalScene, toCells } from "./terminal-scene.js";

const MINIMUM_SPARKLINE = 12;

/** Several lines below each other, each as a small row of blocks on its own scale, with its extremes and last number. */
export function drawSparklines(scene: TerminalScene, format: (value: number) => string): string[] {
  const columns = chartColumns(scene.config);
  const shown = columns.slice(0, Math.max(scene.height, 24));
  const facts = shown.map(({ values }) => {
    const numbers = values.filter((value) => value !== null);
    return { low: Math.min(...numbers), high: Math.max(...numbers), last: numbers.at(-1) ?? 0 };
  });
  const nameCells = Math.min(
    Math.max(...shown.map(({ label }) => textColumns(label)), 1),
    Math.floor(scene.width * 0.3),
  );
  const rangeTexts = facts.map(({ low, high }) => `${format(low)} – ${format(high)}`);
  const rangeCells = Math.max(...rangeTexts.map(textColumns), 5);
  const lastCells = Math.max(...facts.map(({ last }) => textColumns(format(last))), 4);
  const roomCells = scene.width - nameCells - lastCells - 4;
  const showsRange = roomCells - rangeCells - 2 >= MINIMUM_SPARKLINE;
  const sparkCells = showsRange ? roomCells - rangeCells - 2 : roomCells;
  const names = toCells(positionNames(rowLabels(scene.config), sparkCells, true), sparkCells);
  const head = `${" ".repeat(nameCells + 2)}${names}  ${toCells("last", lastCells, "right")}${showsRange ? "  range" : ""}`;
  const lines = shown.map(({ label, values }, index) => {
    const { low, high, last } = facts[index] ?? { low: 0, high: 1, last: 0 };
    const spark = sparkline(values, low, high, sparkCells);
    const range = showsRange ? `  ${scene.color.faint(rangeTexts[index] ?? "")}` : "";
    return `${toCells(label, nameCells)}  ${scene.color.series(index, spark)}  ${toCells(format(last), lastCells, "right")}${range}`;
  });
  const hidden = columns.length - shown.length;
  return [scene.color.faint(head), ...lines, ...(hidden === 0 ? [] : [`+ ${hidden} more`])];
}

function sparkline(values: readonly (number | null)[], low: number, high: number, cells: number): string {
  return resample(values, cells)
    .map((value) => {
      if (value === null) return " ";
      const ratio = high === low ? 0.5 : (value - low) / (high - low);
      return EIGHTHS[1 + Math.round(ratio * 7)] ?? " ";
    })
    .join("");
}
