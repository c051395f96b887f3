// Processes that are killed in the middle of a run, and processes that write the same rows at once.
// `pnpm bench crash 20` kills fewer; CRASH_SEED=1 kills at other moments.
import { faultCases } from "../../tests/pipelines/fault-cases.js";
import { contest } from "../../tests/crash/contest.js";
import type { CrashTarget } from "../../tests/crash/crash-target.js";
import { killSeries } from "../../tests/crash/kill-series.js";
import { startPostgresTarget } from "../../tests/crash/postgres-target.js";
import { crashSeed } from "../../tests/crash/seeded-random.js";
import { startSqliteTarget } from "../../tests/crash/sqlite-target.js";
import { type Figure, printReport } from "../lib/report.js";
import { median } from "../lib/statistics.js";
import { killTables } from "./kill-tables.js";

const kills = Number(process.argv[2] ?? 200);
const seed = crashSeed();
const figures: Figure[] = [];
console.log(`Seed ${seed}`);

for (const startTarget of [startPostgresTarget, startSqliteTarget]) {
  const target = await startTarget();
  try {
    await killMany(target);
    if (startTarget === startPostgresTarget) await contend(target);
  } finally {
    await target.close();
  }
}
printReport("crash", figures);

async function killMany(target: CrashTarget): Promise<void> {
  const series = await killSeries({ target, faultCases, kills, seed, lanes: 3, undisturbedRuns: 3 });
  console.log(`\n#### ${target.name}\n\n${killTables(series)}`);
  console.log(`\n${series.late} kills came when the run had ended, and were repeated at another moment.`);
  const problems = series.kills.filter(({ problem }) => problem !== null);
  for (const { caseName, momentMs, step, call, problem } of problems) {
    console.log(`\n${caseName}, killed after ${momentMs.toFixed(1)} ms (${step}, ${call ?? "no call"}): ${problem}`);
  }
  const leases = series.kills.map((kill) => kill.leases);
  const name = `${target.name}: ${series.kills.length} kills`;
  figures.push(
    { what: `${name}, states that differ from an undisturbed run`, value: problems.length, unit: "", atMost: 0 },
    { what: `${name}, from a kill to the end of its run, median`, value: median(leases), unit: "leases" },
    { what: `${name}, from a kill to the end of its run, longest`, value: Math.max(...leases), unit: "leases" },
  );
}

async function contend(target: CrashTarget): Promise<void> {
  const result = await contest({ target, processes: 8, seed, runs: 24, claimsPerRun: 200 });
  for (const problem of [...result.errors, ...result.doubleClaims, ...result.lostPoints]) console.log(problem);
  const name = `${target.name}, 8 processes, ${result.claims} claims and upserts of 120 points`;
  figures.push(
    { what: `${name}: errors`, value: result.errors.length, unit: "", atMost: 0 },
    { what: `${name}: double claims`, value: result.doubleClaims.length, unit: "", atMost: 0 },
    { what: `${name}: lost points`, value: result.lostPoints.length, unit: "", atMost: 0 },
    { what: `${name}: one of them, in all processes together`, value: result.durationMs / result.claims, unit: "ms" },
  );
}
