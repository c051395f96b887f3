import type { StorageAdapter } from "@metricsmith/core/adapter";
import type { FaultCase } from "../pipelines/fault-cases.js";
import { comparable, difference, prepareCase } from "../pipelines/fault-injection.js";
import { memory } from "../pipelines/memory.js";
import { createScenario, rememberingSandbox, type Scenario } from "../pipelines/scenario.js";
import { readState, type StoredState, writeState } from "../pipelines/stored-state.js";
import { type ChildProcess, startChild } from "./child-process.js";
import type { CrashTarget } from "./crash-target.js";
import { openStorage } from "./open-storage.js";
import type { WorkerTask } from "./worker-process.js";

/** A fault case on one database, and what an undisturbed run makes of it. */
export interface CrashCase {
  readonly faultCase: FaultCase;
  readonly before: StoredState;
  readonly now: Date;
  /** A database with what is there before the run. */
  readonly template: string;
  /** The longest of the undisturbed runs. */
  readonly durationMs: number;
  /** Storage calls of one run. */
  readonly calls: number;
  readonly expected: unknown;
}

/** Does the case undisturbed, in processes like those that will be killed. @throws when two such runs differ */
export async function prepareCrashCase(
  target: CrashTarget,
  faultCase: FaultCase,
  undisturbedRuns: number,
): Promise<CrashCase> {
  const { before, now } = await prepareCase(memory, faultCase);
  const template = await target.createDatabase();
  await withStorage(template, (storage) => writeState(storage, before));
  const prepared: CrashCase = { faultCase, before, now, template, durationMs: 0, calls: 0, expected: null };
  const runs: Pick<CrashCase, "durationMs" | "calls" | "expected">[] = [];
  for (let run = 0; run < undisturbedRuns; run++) runs.push(await runUndisturbed(target, prepared));
  const [first, ...others] = runs;
  if (first === undefined) throw new RangeError("At least one undisturbed run is needed.");
  for (const other of others) {
    const problem = difference(first.expected, other.expected);
    if (problem !== null) throw new Error(`Two undisturbed runs of ${faultCase.name} differ: ${problem}`);
  }
  return { ...prepared, ...first, durationMs: Math.max(...runs.map(({ durationMs }) => durationMs)) };
}

/** The world of the case around a storage. */
export async function scenarioOf({ faultCase, now }: CrashCase, storage: StorageAdapter): Promise<Scenario> {
  const scenario = await createScenario(
    { name: faultCase.name, createStorage: async () => storage },
    rememberingSandbox(),
  );
  scenario.clock.set(now);
  scenario.answer(faultCase.answer);
  return scenario;
}

/** A process that is ready to work on the case in a database with what is there before. */
export async function startWorker(
  { faultCase, now }: Pick<CrashCase, "faultCase" | "now">,
  location: string,
  commitsHalves: boolean,
): Promise<ChildProcess> {
  const task: WorkerTask = { location, caseName: faultCase.name, now: now.toISOString(), commitsHalves };
  const worker = startChild("./worker-process.ts", task);
  try {
    await worker.line("ready");
    return worker;
  } catch (error) {
    await worker.kill();
    throw error;
  }
}

/** Opens the storage for one use. */
export async function withStorage<Result>(
  location: string,
  use: (storage: StorageAdapter) => Promise<Result>,
): Promise<Result> {
  const { storage, close } = await openStorage(location, "test");
  try {
    return await use(storage);
  } finally {
    await close();
  }
}

async function runUndisturbed(target: CrashTarget, crashCase: CrashCase) {
  const location = await target.createDatabase(crashCase.template);
  try {
    const worker = await startWorker(crashCase, location, false);
    try {
      worker.send("go");
      await worker.line("end");
    } finally {
      await worker.kill();
    }
    await target.untilDeadAreGone(location);
    return {
      durationMs: Number(worker.lines.find((line) => line.startsWith("end"))?.split(" ")[1]),
      calls: worker.lines.filter((line) => line.startsWith("call")).length,
      expected: comparable(await withStorage(location, readState)),
    };
  } finally {
    await target.dropDatabase(location);
  }
}
