import { cpus } from "node:os";

/** One figure of a group, with the most it may be; `null` where it is only stated. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: "ms" | "x" | "MB";
  readonly atMost: number | null;
}

/** Prints the group's table and its last line, and sets the exit code to match. */
export function printReport(title: string, figures: readonly Figure[]): void {
  const [cpu] = cpus();
  console.log(`\n### ${title}\n`);
  console.log(`Node ${process.versions.node}, ${cpus().length} cores (${cpu?.model.trim() ?? "unknown"})\n`);
  console.log("| what | measured | at most |\n|---|---|---|");
  for (const figure of figures) {
    const limit = figure.atMost === null ? "stated" : `${figure.atMost} ${figure.unit}`;
    console.log(`| ${figure.what} | ${format(figure)} | ${limit} |`);
  }
  const missed = figures.filter(({ value, atMost }) => atMost !== null && !(value <= atMost));
  console.log("");
  console.log(
    missed.length === 0
      ? "all targets met"
      : `targets missed: ${missed.map((figure) => `${figure.what} (${format(figure)})`).join("; ")}`,
  );
  process.exitCode = missed.length === 0 ? 0 : 1;
}

function format({ value, unit }: Figure): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
}
