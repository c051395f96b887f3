import { execFileSync, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Figure } from "../lib/report.js";
import type { CorpusMessage, ProgramOutcome } from "./corpus-message.js";
import { hostilePrograms } from "@metricsmith/testkit";
import { megabyte } from "./sandbox-run.js";

const program = fileURLToPath(new URL("./corpus-process.ts", import.meta.url));
const endMs = 250;
const stallMs = 50;
const memoryMb = 32;

/** The hostile corpus on a version of Node, in a process that is started again when a program crashes it. */
export async function measureHostile(nodePath: string): Promise<Figure[]> {
  const version = execFileSync(nodePath, ["--version"], { encoding: "utf8" }).trim().slice(1);
  const outcomes: ProgramOutcome[] = [];
  const crashes: string[] = [];
  for (let next = 0; next < hostilePrograms.length;) {
    const crashedAt = await runFrom(nodePath, next, outcomes);
    if (crashedAt === null) break;
    crashes.push(hostilePrograms[crashedAt]?.name ?? "before the first program");
    next = crashedAt + 1;
  }
  const hangs = outcomes.filter(({ isHanging }) => isHanging);
  const unusable = outcomes.filter(({ isUsableAfterwards }) => !isUsableAfterwards);
  const late = outcomes.flatMap((outcome) => (outcome.lateMs === null ? [] : [{ ...outcome, lateMs: outcome.lateMs }]));
  list(
    `Node ${version}: hangs`,
    hangs.map(({ name }) => name),
  );
  list(`Node ${version}: crashes`, crashes);
  list(
    `Node ${version}: unusable afterwards`,
    unusable.map(({ name }) => name),
  );
  list(`Node ${version}: the longest`, [
    `end after the deadline: ${worst(late, ({ lateMs }) => lateMs)}`,
    `stall: ${worst(outcomes, (outcome) => outcome.stallMs)}`,
    `memory above the cap: ${worst(outcomes, ({ memoryAboveCap }) => memoryAboveCap)}`,
  ]);

  const label = `Node ${version}, ${hostilePrograms.length} hostile programs`;
  return [
    { what: `${label}: hangs`, value: hangs.length, unit: "", atMost: 0 },
    { what: `${label}: crashes of the host`, value: crashes.length, unit: "", atMost: 0 },
    { what: `${label}: sandbox unusable afterwards`, value: unusable.length, unit: "", atMost: 0 },
    {
      what: `Node ${version}: end of a run after its deadline, longest of ${late.length}`,
      value: Math.max(...late.map(({ lateMs }) => lateMs)),
      unit: "ms",
      atMost: endMs,
    },
    {
      what: `Node ${version}: longest stall of the host's event loop`,
      value: Math.max(...outcomes.map((outcome) => outcome.stallMs)),
      unit: "ms",
      atMost: stallMs,
    },
    {
      what: `Node ${version}: peak memory less baseline and cap, most`,
      value: Math.max(...outcomes.map(({ memoryAboveCap }) => memoryAboveCap)) / megabyte,
      unit: "MB",
      atMost: memoryMb,
    },
  ];
}

/** The index of the program in which the process died; `null` when it came to the end. */
async function runFrom(nodePath: string, first: number, outcomes: ProgramOutcome[]): Promise<number | null> {
  const child = fork(program, [String(first)], { execPath: nodePath, execArgv: ["--expose-gc", "--import", "tsx"] });
  let started = first - 1;
  let ended = first - 1;
  child.on("message", (message: CorpusMessage) => {
    if (message.type === "start") started = message.index;
    else {
      ended = message.index;
      outcomes.push(message.outcome);
    }
  });
  await new Promise((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", reject);
  });
  if (started < first) throw new Error(`The corpus did not start under ${nodePath}.`);
  return ended === hostilePrograms.length - 1 ? null : started;
}

function worst<Outcome extends ProgramOutcome>(outcomes: readonly Outcome[], measure: (outcome: Outcome) => number) {
  return outcomes
    .toSorted((a, b) => measure(b) - measure(a))
    .slice(0, 3)
    .map((outcome) => `${outcome.name} (${outcome.end}) ${describe(measure(outcome))}`)
    .join("; ");
}

function describe(value: number): string {
  return Math.abs(value) > 100_000 ? `${(value / megabyte).toFixed(1)} MB` : `${value.toFixed(1)} ms`;
}

function list(heading: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  console.log(`\n${heading}:\n`);
  for (const line of lines) console.log(`- ${line}`);
}
