import { startPostgresTarget } from "./postgres-target.js";
import { startSqliteTarget } from "./sqlite-target.js";
import { killSeries } from "./kill-series.js";
import { contest } from "./contest.js";
const [, , which = "sqlite", kills = "18", lanes = "2", contestToo] = process.argv;
const target = which === "pg" ? await startPostgresTarget() : await startSqliteTarget();
try {
  const t = performance.now();
  if (Number(kills) > 0) {
    const s = await killSeries({ target, kills: Number(kills), seed: Number(process.env["CRASH_SEED"] ?? 1), lanes: Number(lanes), undisturbedRuns: 1 });
    console.log(performance.now() - t, s.late, s.cases.map(c => [c.faultCase.name, c.durationMs, c.calls]));
    for (const k of s.kills) console.log(k.caseName, k.momentMs.toFixed(0), k.step, k.call, k.attempts, k.leases.toFixed(2), k.problem?.slice(0, 500));
  }
  const t2 = performance.now();
  if (contestToo) console.log(await contest({ target, processes: 8, seed: 1, runs: 12, claimsPerRun: 20 }), performance.now() - t2);
} finally { await target.close(); }
process.exit();
