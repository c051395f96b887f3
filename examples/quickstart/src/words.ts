import type { DataPoint } from "@metricsmith/core";
import type { ShownRun } from "./show-run.js";
import type { Terminal } from "./terminal.js";

// Together with the mark and the time they fit into 80 columns.
const NAME_WIDTH = 30;
const OUTCOME_WIDTH = 26;

/** How a run ended, on one line: a mark, the metric, what came out, and how long it took. */
export function outcomeLine(terminal: Terminal, isGood: boolean, name: string, outcome: string, run: ShownRun): string {
  const mark = isGood ? terminal.good("✓") : terminal.bad("✗");
  const text = outcome.padEnd(OUTCOME_WIDTH);
  return `  ${mark} ${name.padEnd(NAME_WIDTH)} ${isGood ? text : terminal.bad(text)} ${terminal.faint(`${amount(run.stepCount, "step")}, ${run.durationMs} ms`)}`;
}

/** `1 point`, `1,708 points` */
export function amount(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}

export function formatNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

/** A point's place: its time, without a clock when it is midnight, and its series. */
export function pointName({ timestamp, series }: DataPoint): string {
  const time = timestamp.toISOString().replace(/T00:00:00\.000Z$/, "");
  return series === "" ? time : `${time}  ${series}`;
}

/** A point's value and, after it, the texts among its dimensions. */
export function pointValue({ value, dimensions }: DataPoint): string {
  const texts = Object.values(dimensions ?? {}).filter((dimension) => typeof dimension === "string");
  return [formatNumber(value), ...texts].join("  ");
}

/** The text in lines of at most `width` characters, broken at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
