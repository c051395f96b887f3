import type { Kill } from "../../tests/crash/kill-worker.js";
import type { KillSeries } from "../../tests/crash/kill-series.js";
import { median } from "../lib/statistics.js";

const headings = [
  "run",
  "kills",
  "undisturbed",
  "before it was stored",
  "before it had begun",
  "at a step",
  "after its last commit",
  "of them inside a storage call",
  "attempts",
  "leases until it had ended",
  "differences",
];

/** Markdown: a row for each pipeline, and what the kills fell on. */
export function killTables({ cases, kills }: KillSeries): string {
  const rows = cases.map(({ faultCase, durationMs, calls }) => {
    const own = kills.filter(({ caseName }) => caseName === faultCase.name);
    const leases = own.map((kill) => kill.leases);
    return [
      faultCase.name,
      own.length,
      `${Math.round(durationMs)} ms, ${calls} calls`,
      own.filter(({ step }) => step === "not stored").length,
      own.filter(({ step }) => step === "not begun").length,
      own.filter(isAtStep).length,
      own.filter(({ step }) => step === "ended").length,
      own.filter(({ call }) => call !== null).length,
      counted(own.map(({ attempts }) => String(attempts))),
      `${median(leases).toFixed(2)}, at most ${Math.max(...leases).toFixed(2)}`,
      own.filter(({ problem }) => problem !== null).length,
    ];
  });
  return [
    table(headings, rows),
    table(["step at work", "kills"], mostFirst(kills.filter(isAtStep).map(({ step }) => step))),
    table(["storage call without an answer", "kills"], mostFirst(kills.map(({ call }) => call ?? "none"))),
  ].join("\n\n");
}

function isAtStep({ step }: Kill): boolean {
  return !["not stored", "not begun", "ended"].includes(step);
}

function mostFirst(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Such as `1: 3, 2: 30`. */
function counted(texts: readonly string[]): string {
  return mostFirst(texts)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([text, count]) => `${text}: ${count}`)
    .join(", ");
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
