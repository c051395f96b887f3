// The sandbox against V8, a corpus of hostile programs, and ten thousand runs in a row.
// `pnpm bench sandbox speed` runs one part of it (speed, hostile, growth); `--node PATH` runs the corpus under another Node as well.
import { parseArgs } from "node:util";
import { type Figure, printReport } from "../lib/report.js";
import { measureGrowth } from "./growth.js";
import { measureHostile } from "./hostile.js";
import { measureSpeed } from "./speed.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { node: { type: "string", multiple: true, default: [] } },
});
const parts: ReadonlyMap<string, () => Promise<Figure[]>> = new Map([
  ["speed", measureSpeed],
  ["hostile", measureHostileEverywhere],
  ["growth", measureGrowth],
]);

const unknown = positionals.find((name) => !parts.has(name));
if (unknown !== undefined) throw new Error(`No part is named "${unknown}". Parts: ${[...parts.keys()].join(", ")}.`);
const figures: Figure[] = [];
for (const [name, measure] of parts) {
  if (positionals.length === 0 || positionals.includes(name)) figures.push(...(await measure()));
}
printReport("sandbox", figures);

async function measureHostileEverywhere(): Promise<Figure[]> {
  const measured: Figure[] = [];
  for (const nodePath of [process.execPath, ...values.node]) measured.push(...(await measureHostile(nodePath)));
  return measured;
}
