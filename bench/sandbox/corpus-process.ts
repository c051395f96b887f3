// Runs the hostile corpus from a program on, and tells the parent about each. A process of its own, because it may crash.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createQuickJsSandbox, MetricsmithError, type Sandbox } from "@metricsmith/core";
import { memorySizeFor } from "../../packages/core/src/sandbox/memory-size.js";
import { type HostileProgram, hostilePrograms } from "@metricsmith/testkit";
import type { CorpusMessage, ProgramOutcome } from "./corpus-message.js";
import { collectGarbage, forgetPeak, readProcessMemory } from "./process-memory.js";
import { megabyte, runProgram } from "./sandbox-run.js";

/** Small, so that what wants all memory has it soon. */
const memoryBytes = 16 * megabyte;
/** A run that has not ended by then counts as a hang. */
const patienceMs = 20_000;
const samplingMs = 2;
const suspiciousStallMs = 20;

const first = Number(process.argv[2]);
let sandbox = createQuickJsSandbox();
await isUsable(sandbox);
for (const [index, program] of hostilePrograms.entries()) {
  if (index < first) continue;
  tell({ type: "start", index });
  tell({ type: "end", index, outcome: await attackCalmly(program) });
}
await sandbox.close();
process.disconnect();

function tell(message: CorpusMessage): void {
  process.send?.(message);
}

/** A long stall counts when it comes again and again: another process of a busy machine can hold this one up at any time. */
async function attackCalmly(program: HostileProgram): Promise<ProgramOutcome> {
  const outcome = await attack(program);
  let { stallMs } = outcome;
  for (let repetition = 0; repetition < 4 && stallMs > suspiciousStallMs && !outcome.isHanging; repetition++) {
    stallMs = Math.min(stallMs, (await attack(program)).stallMs);
  }
  return { ...outcome, stallMs };
}

async function attack(program: HostileProgram): Promise<ProgramOutcome> {
  const { name, kind, input, timeoutMs } = program;
  await collectGarbage();
  const loopDelay = monitorEventLoopDelay({ resolution: samplingMs });
  const { now: baseline } = readProcessMemory();
  forgetPeak();
  loopDelay.enable();
  const start = performance.now();
  const end = await Promise.race([endOf(program), patience()]);
  const elapsedMs = performance.now() - start;
  loopDelay.disable();
  const { peak } = readProcessMemory();
  const isHanging = end === "hang";
  if (isHanging) {
    void sandbox.close();
    sandbox = createQuickJsSandbox();
  }
  return {
    name: `${kind}: ${name}`,
    end,
    isHanging,
    isUsableAfterwards: await isUsable(sandbox),
    lateMs: end === "TRANSFORM_TIMEOUT" ? elapsedMs - timeoutMs : null,
    stallMs: Math.max(0, loopDelay.max / 1e6 - samplingMs),
    memoryAboveCap: peak - baseline - memorySizeFor(Buffer.byteLength(input), memoryBytes),
  };
}

/** The code of its failure, or `result`. */
async function endOf(program: HostileProgram): Promise<string> {
  try {
    await runProgram(sandbox, program, { timeoutMs: program.timeoutMs, memoryBytes });
    return "result";
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
  const code = "const transform = (rows) => ({ rows, sum: rows.reduce((sum, row) => sum + row.value, 0) })";
  const rows = [1, 2, 3].map((value) => ({ value }));
  const program = { run: "chart", code, input: JSON.stringify(rows) } as const;
  try {
    const result = await runProgram(used, program, { timeoutMs: patienceMs, memoryBytes });
    return JSON.stringify(result) === JSON.stringify({ rows, sum: 6 });
  } catch {
    return false;
  }
}
