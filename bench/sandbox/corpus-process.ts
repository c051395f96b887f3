// Runs the hostile corpus from a program on, and tells the parent about each. A process of its own, because it may crash.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createQuickJsSandbox, MetricsmithError, type Sandbox } from "@metricsmith/core";
import { memorySizeFor } from "../../packages/core/src/sandbox/memory-size.js";
import { hostileCorpus } from "./hostile-corpus.js";
import type { CorpusMessage, ProgramOutcome } from "./corpus-message.js";
import { collectGarbage, forgetPeak, readProcessMemory } from "./process-memory.js";
import { megabyte, runProgram } from "./sandbox-run.js";

const timeoutMs = 500;
const memoryBytes = 64 * megabyte;
/** A run that has not ended by then counts as a hang. */
const patienceMs = 10_000;
const samplingMs = 2;
const inputBytes = 2;

const first = Number(process.argv[2]);
let sandbox = createQuickJsSandbox();
await isUsable(sandbox);
for (const [index, { name, code }] of hostileCorpus.entries()) {
  if (index < first) continue;
  tell({ type: "start", index });
  tell({ type: "end", index, outcome: await attack(name, code) });
}
await sandbox.close();
process.disconnect();

function tell(message: CorpusMessage): void {
  process.send?.(message);
}

async function attack(name: string, code: string): Promise<ProgramOutcome> {
  await collectGarbage();
  const loopDelay = monitorEventLoopDelay({ resolution: samplingMs });
  const { now: baseline } = readProcessMemory();
  forgetPeak();
  loopDelay.enable();
  const start = performance.now();
  const end = await Promise.race([endOf(code), patience()]);
  const elapsedMs = performance.now() - start;
  loopDelay.disable();
  const { peak } = readProcessMemory();
  const isHanging = end === "hang";
  if (isHanging) {
    void sandbox.close();
    sandbox = createQuickJsSandbox();
  }
  return {
    name,
    end,
    isHanging,
    isUsableAfterwards: await isUsable(sandbox),
    lateMs: end === "TRANSFORM_TIMEOUT" ? elapsedMs - timeoutMs : null,
    stallMs: Math.max(0, loopDelay.max / 1e6 - samplingMs),
    memoryAboveCap: peak - baseline - memorySizeFor(inputBytes, memoryBytes),
  };
}

/** The code of the failure, or `points`. */
async function endOf(code: string): Promise<string> {
  try {
    await runProgram(sandbox, code, { timeoutMs, memoryBytes });
    return "points";
  } catch (error) {
    return MetricsmithError.isInstance(error) ? error.code : String(error);
  }
}

function patience(): Promise<"hang"> {
  return new Promise((resolve) => {
    setTimeout(() => resolve("hang"), patienceMs).unref();
  });
}

/** The next run gives what its code says. */
async function isUsable(used: Sandbox): Promise<boolean> {
  const code = "const transform = () => [1, 2, 3].map((value) => ({ timestamp: 1, value, dimensions: { value } }))";
  try {
    const { values, dimensions } = await runProgram(used, code, { timeoutMs: patienceMs, memoryBytes });
    return (
      [...values].join() === "1,2,3" &&
      JSON.stringify(dimensions) === JSON.stringify([1, 2, 3].map((value) => ({ value })))
    );
  } catch {
    return false;
  }
}
