import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Figure } from "../lib/report.js";
import { megabyte } from "./sandbox-run.js";

const program = fileURLToPath(new URL("./growth-process.ts", import.meta.url));
/** Medians of a thousand runs differ by this much without anything growing: threads are replaced, the allocator keeps pages. */
const residentToleranceMb = 8;
const heapToleranceMb = 0.5;

interface Window {
  readonly resident: number;
  readonly heap: number;
}

/** Memory in use over 10,000 runs, from the second thousand to the last. */
export async function measureGrowth(): Promise<Figure[]> {
  const windows = await runWindows();
  const [, second] = windows;
  const last = windows.at(-1);
  if (second === undefined || last === undefined || windows.length < 3) throw new Error("The runs did not end.");
  const inMb = (read: (window: Window) => number) => windows.map((window) => (read(window) / megabyte).toFixed(1));
  console.log(`\nA thousand runs each, median resident memory: ${inMb(({ resident }) => resident).join(", ")} MB`);
  console.log(`The same, heap of the host: ${inMb(({ heap }) => heap).join(", ")} MB`);
  const label = "10,000 runs, last thousand less second";
  return [
    {
      what: `${label}: resident memory`,
      value: (last.resident - second.resident) / megabyte,
      unit: "MB",
      atMost: residentToleranceMb,
    },
    {
      what: `${label}: heap of the host`,
      value: (last.heap - second.heap) / megabyte,
      unit: "MB",
      atMost: heapToleranceMb,
    },
  ];
}

async function runWindows(): Promise<Window[]> {
  const windows: Window[] = [];
  const child = fork(program, [], { execArgv: ["--expose-gc", "--import", "tsx"] });
  child.on("message", (window: Window) => windows.push(window));
  await new Promise((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", reject);
  });
  return windows;
}
