// A process that works on the run of one fault case when it is told to, and writes down each storage call, until it is killed.
import { writeSync } from "node:fs";
import { faultCases } from "../pipelines/fault-cases.js";
import { idBytes, optionsOf, prepareCase } from "../pipelines/fault-injection.js";
import { interceptedStorage } from "../pipelines/intercepted-storage.js";
import { memory } from "../pipelines/memory.js";
import { createScenario } from "../pipelines/scenario.js";
import { halfCommits } from "./half-commits.js";
import { leaseMs } from "./lease-ms.js";
import { openStorage } from "./open-storage.js";

/** What a worker process is told when it is started. */
export interface WorkerTask {
  readonly location: string;
  readonly caseName: string;
  /** Time of its engine, ISO 8601. */
  readonly now: string;
  /** Whether its storage is broken, to see that the tests would find it. */
  readonly commitsHalves: boolean;
}

// It never outlives the process that started it.
process.once("disconnect", () => process.exit());
if (!process.connected) process.exit();
const task = JSON.parse(process.argv[2] ?? "") as WorkerTask;
const faultCase = faultCases.find(({ name }) => name === task.caseName);
if (faultCase === undefined) throw new Error(`There is no fault case "${task.caseName}".`);
const { start, answer } = faultCase;
const options = { ...optionsOf(faultCase), leaseMs, randomBytes: idBytes(1) };

/** Written by the time it returns: a killed process has said it. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const { storage } = await openStorage(task.location, "worker");
let calls = 0;
const traced = interceptedStorage(storage, async ({ name }, apply) => {
  const call = ++calls;
  say(`call ${call} ${name}`);
  try {
    return await apply();
  } finally {
    say(`answer ${call}`);
  }
});
const used = task.commitsHalves ? halfCommits(traced, (number) => say(`half ${number}`)) : traced;
const scenario = await createScenario({ name: "worker", createStorage: async () => used });
scenario.clock.set(task.now);
scenario.answer(answer);

// Connected, and rehearsed: the run then consists of its own work, not of what is done first in any process.
await storage.records.find({ table: "metrics", limit: 1 });
await prepareCase(memory, faultCase);

process.once("message", () => {
  const engine = scenario.engine(options);
  const startedAt = performance.now();
  // A run that ends with a question has failed.
  for (const event of ["run-end", "run-error"] as const) {
    engine.on(event, () => say(`end ${performance.now() - startedAt}`));
  }
  say("start");
  start(engine).catch((error: unknown) => {
    say(`error ${String(error)}`);
    process.exit(1);
  });
});
say("ready");
