import type { StorageAdapter, StoredDataPoint } from "@metricsmith/core/adapter";
import { buildMetric, buildRun } from "@metricsmith/testkit";
import { startChild } from "./child-process.js";
import type { ContestantReport, ContestantTask } from "./contestant-process.js";
import type { CrashTarget } from "./crash-target.js";
import { withStorage } from "./crash-case.js";

export interface ContestOptions {
  readonly target: CrashTarget;
  readonly processes: number;
  readonly seed: number;
  readonly runs: number;
  readonly claimsPerRun: number;
}

export interface ContestResult {
  readonly claims: number;
  /** Claims of the process that got the fewest. */
  readonly fewestClaims: number;
  /** Points that were given to upserts, by all processes. */
  readonly given: number;
  readonly durationMs: number;
  readonly errors: readonly string[];
  /** Claims that two processes have made, or that the rows do not know. */
  readonly doubleClaims: readonly string[];
  /** Points that are absent, counted wrong, or have a value that nobody wrote last. */
  readonly lostPoints: readonly string[];
}

const metricIds = ["metric-a", "metric-b", "metric-c"];
const keys = 300;

/** Lets processes claim from one pool of runs and upsert the same points, all at once, and checks what each says against the rows. */
export async function contest(options: ContestOptions): Promise<ContestResult> {
  const { target, processes, runs, claimsPerRun, seed } = options;
  const location = await target.createDatabase();
  try {
    await withStorage(location, (storage) => prepare(storage, runs));
    const startedTask = { location, seed, metricIds, keys, pointsPerUpsert: 120, claimsPerRun };
    const children = Array.from({ length: processes }, (_, number) =>
      startChild("./contestant-process.ts", { ...startedTask, number } satisfies ContestantTask),
    );
    try {
      await Promise.all(children.map((child) => child.line("ready")));
      const startedAt = performance.now();
      for (const child of children) child.send("go");
      const lines = await Promise.all(children.map((child) => child.line("report", contestLimitMs)));
      const durationMs = performance.now() - startedAt;
      const reports = lines.map((line) => JSON.parse(line.slice("report ".length)) as ContestantReport);
      return await withStorage(location, async (storage) => ({
        claims: reports.reduce((sum, report) => sum + report.claims.length, 0),
        fewestClaims: Math.min(...reports.map((report) => report.claims.length)),
        given: reports.reduce((sum, report) => sum + report.points.given, 0),
        durationMs,
        errors: reports.flatMap((report) => report.errors),
        doubleClaims: await checkClaims(storage, reports, claimsPerRun),
        lostPoints: await checkPoints(storage, reports),
      }));
    } finally {
      await Promise.all(children.map((child) => child.kill()));
    }
  } finally {
    await target.dropDatabase(location);
  }
}

const contestLimitMs = 300_000;

async function prepare(storage: StorageAdapter, runs: number): Promise<void> {
  await storage.commit({
    writes: [
      ...metricIds.map((id) => ({ operation: "insert", table: "metrics", row: buildMetric({ id }) }) as const),
      ...Array.from({ length: runs }, (_, index) => {
        const row = buildRun({ id: `run-${index}`, leaseExpiresAt: new Date(0) });
        return { operation: "insert", table: "runs", row } as const;
      }),
    ],
  });
}

/** Every run was claimed for its first, second ... last time by exactly one process. */
async function checkClaims(
  storage: StorageAdapter,
  reports: readonly ContestantReport[],
  claimsPerRun: number,
): Promise<string[]> {
  const claimed = new Map<string, number>();
  for (const claim of reports.flatMap(({ claims }) => claims)) claimed.set(claim, (claimed.get(claim) ?? 0) + 1);
  const problems: string[] = [];
  for (const run of await storage.records.find({ table: "runs", limit: 1_000 })) {
    if (run.attempt !== claimsPerRun || run.status !== "completed") problems.push(`${run.id}: attempt ${run.attempt}`);
    for (let attempt = 1; attempt <= run.attempt; attempt++) {
      const times = claimed.get(`${run.id} ${attempt}`) ?? 0;
      if (times !== 1) problems.push(`${run.id}: attempt ${attempt} was claimed ${times} times`);
      claimed.delete(`${run.id} ${attempt}`);
    }
  }
  return [...problems, ...claimed.keys()];
}

/** Every point that anybody wrote is there, with what one of its writers wrote last; each was inserted once. */
async function checkPoints(storage: StorageAdapter, reports: readonly ContestantReport[]): Promise<string[]> {
  const stored = new Map<string, StoredDataPoint>();
  for (const metricId of metricIds) {
    for (const point of await storage.points.list({ metricId, generation: 0, limit: 10_000 })) {
      stored.set(`${metricId} ${point.timestamp.getTime() / 60_000}`, point);
    }
  }
  const written = new Map<string, number[]>();
  for (const { lastValues } of reports) {
    for (const [key, value] of Object.entries(lastValues)) written.set(key, [...(written.get(key) ?? []), value]);
  }
  const problems: string[] = [];
  for (const [key, values] of written) {
    const value = stored.get(key)?.value;
    if (value === undefined) problems.push(`${key}: absent`);
    else if (!values.includes(value)) problems.push(`${key}: ${value} was overwritten by its own writer`);
  }
  for (const key of stored.keys()) if (!written.has(key)) problems.push(`${key}: nobody wrote it`);
  const sum = (count: (report: ContestantReport) => number) => reports.reduce((total, each) => total + count(each), 0);
  const inserted = sum(({ points }) => points.inserted);
  if (inserted !== stored.size) problems.push(`${inserted} points were inserted, ${stored.size} are there`);
  const given = sum(({ points }) => points.given);
  const counted = sum(({ points }) => points.inserted + points.replaced + points.unchanged);
  if (given !== counted) problems.push(`${given} points were given, ${counted} were counted`);
  return problems;
}
