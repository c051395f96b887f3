import type { FaultCase } from "../pipelines/fault-cases.js";
import { pause } from "../pipelines/scenario.js";
import { type CrashCase, prepareCrashCase } from "./crash-case.js";
import type { CrashTarget } from "./crash-target.js";
import { inLanes } from "./in-lanes.js";
import { type Kill, killWorker } from "./kill-worker.js";
import { seededRandom } from "./seeded-random.js";

export interface KillSeriesOptions {
  readonly target: CrashTarget;
  readonly faultCases: readonly FaultCase[];
  readonly kills: number;
  readonly seed: number;
  /** Processes at work at a time. */
  readonly lanes: number;
  /** Undisturbed runs of each case before the first kill. */
  readonly undisturbedRuns: number;
}

export interface KillSeries {
  readonly cases: readonly CrashCase[];
  readonly kills: readonly (Kill & { readonly momentMs: number })[];
  /** Kills that came when the run had ended, and were repeated at another moment. */
  readonly late: number;
}

/** Kills a process at each of so many moments, which are spread evenly over the time that each case takes. */
export async function killSeries(options: KillSeriesOptions): Promise<KillSeries> {
  const { target, lanes, faultCases } = options;
  const random = seededRandom(options.seed);
  const cases = await inLanes(lanes, faultCases, (faultCase) =>
    prepareCrashCase(target, faultCase, options.undisturbedRuns),
  );
  const perCase = Math.ceil(options.kills / cases.length);
  const plans = Array.from({ length: options.kills }, (_, index) => ({
    crashCase: cases[index % cases.length] as CrashCase,
    ratio: (Math.floor(index / cases.length) + random()) / perCase,
    others: Array.from({ length: 10 }, random),
  }));
  const durations = new Map(cases.map(({ faultCase, durationMs }) => [faultCase.name, durationMs]));
  let late = 0;
  const kills = await inLanes(lanes, plans, async ({ crashCase, ratio, others }) => {
    const { name } = crashCase.faultCase;
    for (const moment of [ratio, ...others]) {
      const durationMs = durations.get(name) ?? 0;
      const momentMs = moment * durationMs;
      const kill = await killWorker(target, crashCase, () => pause(momentMs));
      if (!("endedAfterMs" in kill)) return { ...kill, momentMs };
      late++;
      // The machine has become faster.
      durations.set(name, Math.min(durationMs, kill.endedAfterMs));
    }
    throw new Error(`${name} ended before every kill.`);
  });
  for (const { template } of cases) await target.dropDatabase(template);
  return { cases, kills, late };
}
