import { cpus } from "node:os";

/** One figure of a group, with the most or the least it may be; without either it is only stated. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** What is printed behind the number; empty for a plain count. */
  readonly unit: string;
  readonly atMost?: number | null | undefined;
  readonly atLeast?: number | undefined;
}

/** Prints the group's table and its last line, and sets the exit code to match. */
export function printReport(title: string, figures: readonly Figure[]): void {
  const [cpu] = cpus();
  console.log(`\n### ${title}\n`);
  console.log(`Node ${process.versions.node}, ${cpus().length} cores (${cpu?.model.trim() ?? "unknown"})\n`);
  console.log("| what | measured | target |\n|---|---|---|");
  for (const figure of figures) console.log(`| ${figure.what} | ${format(figure)} | ${target(figure)} |`);
  const missed = figures.filter(isMissed);
  console.log("");
  console.log(
    missed.length === 0
      ? "all targets met"
      : `targets missed: ${missed.map((figure) => `${figure.what} (${format(figure)})`).join("; ")}`,
  );
  process.exitCode = missed.length === 0 ? 0 : 1;
}

/** What is not a number has missed its target too. */
function isMissed({ value, atMost, atLeast }: Figure): boolean {
  if (atMost !== null && atMost !== undefined && !(value <= atMost)) return true;
  return atLeast !== undefined && !(value >= atLeast);
}

function target({ unit, atMost, atLeast }: Figure): string {
  if (atLeast !== undefined) return `at least ${atLeast} ${unit}`.trim();
  return atMost === null || atMost === undefined ? "stated" : `at most ${atMost} ${unit}`.trim();
}

function format({ value, unit }: Figure): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value < 10 ? 2 : 1;
  return `${value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`.trim();
}
