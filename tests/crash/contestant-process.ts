// One of several processes that claim from the same pool of runs, and write overlapping points of the same metrics for each.
import { writeSync } from "node:fs";
import type { Run, StoredDataPoint } from "@metricsmith/core/adapter";
import { buildPoint } from "@metricsmith/testkit";
import { openStorage } from "./open-storage.js";
import { seededRandom } from "./seeded-random.js";

export interface ContestantTask {
  readonly location: string;
  /** From 0. */
  readonly number: number;
  readonly seed: number;
  readonly metricIds: readonly string[];
  /** Points that each metric may get, one a minute. */
  readonly keys: number;
  readonly pointsPerUpsert: number;
  /** A run is completed by the process that claims it for the last of so many times. */
  readonly claimsPerRun: number;
}

/** What one process did. */
export interface ContestantReport {
  readonly errors: string[];
  /** `{run id} {attempt}` */
  readonly claims: string[];
  readonly points: { given: number; inserted: number; replaced: number; unchanged: number };
  /** What it wrote last, by `{metric id} {minute}`. */
  readonly lastValues: Record<string, number>;
}

// It never outlives the process that started it.
process.once("disconnect", () => process.exit());
if (!process.connected) process.exit();
const task = JSON.parse(process.argv[2] ?? "") as ContestantTask;
const { storage } = await openStorage(task.location, "worker");
const random = seededRandom(task.seed + task.number);
const report: ContestantReport = {
  errors: [],
  claims: [],
  points: { given: 0, inserted: 0, replaced: 0, unchanged: 0 },
  lastValues: {},
};
let written = 0;

/** A run that nobody gives back, because its process has failed, is waited for so long. */
const patienceMs = 5_000;

async function claim(): Promise<Run[]> {
  return storage.records.claim({
    table: "runs",
    where: { status: { in: ["pending", "processing"] }, leaseExpiresAt: { lte: await storage.now() } },
    set: {
      status: "processing",
      attempt: { increment: 1 },
      leaseOwner: String(task.number),
      leaseExpiresAt: new Date("9000-01-01T00:00:00Z"),
    },
    limit: 1 + Math.floor(random() * 3),
  });
}

/** Neighbouring points of one metric: upwards in every other process, downwards in the others. */
function somePoints(metricId: string): StoredDataPoint[] {
  const first = Math.floor(random() * (task.keys - task.pointsPerUpsert + 1));
  const points = Array.from({ length: task.pointsPerUpsert }, (_, index) => {
    const value = task.number * 1e9 + ++written;
    report.lastValues[`${metricId} ${first + index}`] = value;
    return buildPoint({ timestamp: new Date((first + index) * 60_000), value });
  });
  return task.number % 2 === 0 ? points : points.reverse();
}

async function work(run: Run): Promise<void> {
  report.claims.push(`${run.id} ${run.attempt}`);
  const fence = { runId: run.id, attempt: run.attempt };
  const metricId = task.metricIds[Math.floor(random() * task.metricIds.length)] ?? "";
  const points = somePoints(metricId);
  const counts = await storage.points.upsert({
    metricId,
    generation: 0,
    points,
    fence,
    receipt: `attempt ${run.attempt}`,
  });
  report.points.given += points.length;
  for (const outcome of ["inserted", "replaced", "unchanged"] as const) report.points[outcome] += counts[outcome];
  const isLast = run.attempt === task.claimsPerRun;
  const set = isLast
    ? ({ status: "completed", leaseExpiresAt: null, completedAt: new Date(0) } as const)
    : ({ leaseOwner: null, leaseExpiresAt: new Date(0) } as const);
  const isGivenBack = await storage.commit({
    writes: [{ operation: "update", table: "runs", id: run.id, set }],
    fence,
  });
  if (!isGivenBack) throw new Error(`Run ${run.id} could not be given back.`);
}

async function takePart(): Promise<void> {
  const isUnfinished = { status: { in: ["pending", "processing"] } } as const;
  for (let idleSince = performance.now(); performance.now() - idleSince < patienceMs;) {
    const runs = await claim();
    for (const run of runs) await work(run);
    if (runs.length > 0) idleSince = performance.now();
    else if ((await storage.records.count({ table: "runs", where: isUnfinished })) === 0) return;
  }
  throw new Error(`For ${patienceMs} ms there was no run to claim, and not all are completed.`);
}

await storage.now();
process.once("message", () => {
  takePart()
    .catch((error: unknown) => void report.errors.push(String(error)))
    .finally(() => writeSync(1, `report ${JSON.stringify(report)}\n`));
});
writeSync(1, "ready\n");
