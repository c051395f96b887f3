// Runs a small job many times, and tells the parent after each thousand how much memory is in use.
import { createQuickJsSandbox } from "@metricsmith/core";
import { median } from "../lib/statistics.js";
import { collectGarbage, readProcessMemory } from "./process-memory.js";
import { runWorkload } from "./sandbox-run.js";
import { smallWorkload } from "./workloads.js";

const runs = 10_000;
const perWindow = 1_000;
const perSample = 100;

const sandbox = createQuickJsSandbox();
const input = new TextEncoder().encode(smallWorkload.text);
let resident: number[] = [];
let heap: number[] = [];
for (let run = 1; run <= runs; run++) {
  await runWorkload(sandbox, smallWorkload, input);
  if (run % perSample === 0) {
    await collectGarbage();
    resident.push(readProcessMemory().now);
    heap.push(process.memoryUsage().heapUsed);
  }
  if (run % perWindow === 0) {
    process.send?.({ resident: median(resident), heap: median(heap) });
    resident = [];
    heap = [];
  }
}
await sandbox.close();
process.disconnect();
