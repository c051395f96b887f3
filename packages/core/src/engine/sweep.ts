import { everyRow } from "../running/every-row.js";
import type { EngineCore } from "./engine-core.js";
import { sweepBodies } from "./sweep-bodies.js";
import { sweepCounters } from "./sweep-counters.js";
import { sweepExpiredPayloads } from "./sweep-expired-payloads.js";
import { sweepFailedPayloads } from "./sweep-failed-payloads.js";
import { sweepExpiredPoints, sweepGenerations } from "./sweep-points.js";
import { sweepRuns } from "./sweep-runs.js";

/**
 * How much a sweep has deleted. Of several sweeps at once, each counts only what it deleted itself. Counters of budgets, which go an hour
 * after their window is over, are not counted.
 */
export interface Swept {
  /** Points of generations that went out of use at least an hour ago, and points over the limit of `retention.points`. */
  readonly points: number;
  /** Runs over the limit of `retention.runs`; their step logs, which go along, are not counted. */
  readonly runs: number;
  /** Archived responses over the limit of `retention.payloads`, which lost their bodies, or of `retention.failedPayloads`. */
  readonly payloads: number;
  /** Archived bodies that no payload record refers to. */
  readonly bodies: number;
}

/**
 * Removes what nobody can reach any more, and what is over the limits of `retention`. Safe to run at any time, by any number of
 * processes; one that is cut off is finished by the next.
 */
export async function sweep(core: EngineCore): Promise<Swept> {
  const { storage, clock, retention } = core.options;
  const now = clock.now();
  const limit = (keptMs: number | null) => (keptMs === null ? null : new Date(now.getTime() - keptMs));
  const limits = {
    runs: limit(retention.runsMs),
    points: limit(retention.pointsMs),
    payloads: limit(retention.payloadsMs),
  };
  let points = 0;
  // Before the runs go: their rows tell which responses failed.
  let payloads = retention.failedPayloads === null ? 0 : await sweepFailedPayloads(core, retention.failedPayloads);
  for await (const metric of everyRow(storage.records, { table: "metrics" })) {
    points += await sweepGenerations(core, metric, now);
    if (limits.points !== null) points += await sweepExpiredPoints(core, metric, limits.points);
    if (limits.payloads !== null) payloads += await sweepExpiredPayloads(core, metric, limits.payloads);
  }
  const runs = limits.runs === null ? 0 : await sweepRuns(core, limits.runs);
  await sweepCounters(core, now);
  return { points, runs, payloads, bodies: await sweepBodies(core) };
}
