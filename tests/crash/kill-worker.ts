import type { Run, StorageAdapter } from "@metricsmith/core/adapter";
import { comparable, difference, idBytes, optionsOf } from "../pipelines/fault-injection.js";
import type { Engine } from "../pipelines/scenario.js";
import { readState } from "../pipelines/stored-state.js";
import type { ChildProcess } from "./child-process.js";
import { type CrashCase, scenarioOf, startWorker, withStorage } from "./crash-case.js";
import type { CrashTarget } from "./crash-target.js";
import { leaseMs } from "./lease-ms.js";

/** What became of one run whose process was killed. */
export interface Kill {
  readonly caseName: string;
  /** The step that was at work, or `not stored`, `not begun` or `ended`. */
  readonly step: string;
  /** The storage call that waited for its answer, such as `commit`; `null` between two calls. */
  readonly call: string | null;
  readonly attempts: number;
  /** From the kill until the run had ended. */
  readonly leases: number;
  /** What is different from an undisturbed run; `null` when nothing is. */
  readonly problem: string | null;
}

/** The run had ended before the kill. */
export interface Late {
  readonly endedAfterMs: number;
}

const giveUpMs = 20_000;

/** Kills a process that has begun the case's run when `moment` resolves, lets another process finish, and compares. */
export async function killWorker(
  target: CrashTarget,
  crashCase: CrashCase,
  moment: (worker: ChildProcess) => Promise<unknown>,
  { commitsHalves = false } = {},
): Promise<Kill | Late> {
  const location = await target.createDatabase(crashCase.template);
  try {
    const worker = await startWorker(crashCase, location, commitsHalves);
    try {
      worker.send("go");
      await worker.line("start");
      await moment(worker);
    } finally {
      await worker.kill();
    }
    const killedAt = performance.now();
    const end = worker.lines.find((line) => line.startsWith("end"));
    if (end !== undefined) return { endedAfterMs: Number(end.split(" ")[1]) };
    const refused = worker.lines.find((line) => line.startsWith("error"));
    const finished = await finish(target, crashCase, location).catch((error: unknown) => ({
      step: "unknown",
      attempts: 0,
      endedAt: performance.now(),
      problem: String(error),
    }));
    return {
      caseName: crashCase.faultCase.name,
      step: finished.step,
      call: callUnderWay(worker.lines),
      attempts: finished.attempts,
      leases: (finished.endedAt - killedAt) / leaseMs,
      problem: refused ?? finished.problem,
    };
  } finally {
    await target.dropDatabase(location);
  }
}

/** Takes over what the dead process has left. Like a host whose call was not answered, starts the run again when it is not there. */
async function finish(target: CrashTarget, crashCase: CrashCase, location: string) {
  return withStorage(location, async (storage) => {
    const scenario = await scenarioOf(crashCase, storage);
    const engine = scenario.engine({
      ...optionsOf(crashCase.faultCase),
      leaseMs,
      pollIntervalMs: 20,
      randomBytes: idBytes(2),
    });
    const found = await newRun(crashCase, storage);
    await engine.start();
    // What the dead process had asked for last may still land.
    await target.untilDeadAreGone(location);
    if ((await newRun(crashCase, storage)) === undefined) await crashCase.faultCase.start(engine);
    const { id } = await storedRun(crashCase, storage);
    const isEnded = await hasEnded(engine, id);
    const endedAt = performance.now();
    await engine.stop();
    const run = await storedRun(crashCase, storage);
    return {
      step: stepOf(found),
      attempts: run.attempt,
      endedAt,
      problem: isEnded
        ? difference(crashCase.expected, comparable(await readState(storage)))
        : `the run has not ended within ${giveUpMs} ms: ${JSON.stringify(run)}`,
    };
  });
}

async function hasEnded(engine: Engine, runId: string): Promise<boolean> {
  const signal = AbortSignal.timeout(giveUpMs);
  try {
    for await (const _event of engine.watch(runId, { signal }));
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

async function newRun({ before }: CrashCase, storage: StorageAdapter): Promise<Run | undefined> {
  const known = new Set(before.rows.runs.map(({ id }) => id));
  return (await storage.records.find({ table: "runs", limit: 1_000 })).find(({ id }) => !known.has(id));
}

async function storedRun(crashCase: CrashCase, storage: StorageAdapter): Promise<Run> {
  const run = await newRun(crashCase, storage);
  if (run === undefined) throw new Error("The run was not stored.");
  return run;
}

function stepOf(run: Run | undefined): string {
  if (run === undefined) return "not stored";
  if (run.completedAt !== null) return "ended";
  return run.startedAt === null ? "not begun" : (run.currentStep?.step ?? "");
}

/** The last call without an answer. */
function callUnderWay(lines: readonly string[]): string | null {
  const answered = new Set(lines.filter((line) => line.startsWith("answer")).map((line) => line.split(" ")[1]));
  const open = lines
    .filter((line) => line.startsWith("call"))
    .map((line) => line.split(" "))
    .findLast(([, call]) => !answered.has(call));
  return open?.[2] ?? null;
}
