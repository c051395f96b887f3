import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FaultCase } from "../pipelines/fault-cases.js";
import type { CrashTarget } from "./crash-target.js";
import { type KillSeries, killSeries } from "./kill-series.js";
import { crashSeed } from "./seeded-random.js";

const kills = 8;

/** A process killed at any moment of a run leaves what another one finishes as if nothing had happened. */
export function describeKills(startTarget: () => Promise<CrashTarget>, faultCases: readonly FaultCase[]): void {
  let target: CrashTarget | undefined;
  let series: KillSeries;

  beforeAll(async () => {
    target = await startTarget();
    const seed = crashSeed();
    series = await killSeries({ target, faultCases, kills, seed, lanes: 2, undisturbedRuns: 1 });
    console.log(`${target.name}: ${kills} kills with CRASH_SEED=${seed}`);
  }, 300_000);
  afterAll(() => target?.close());

  describe("processes that are killed in the middle of a run", () => {
    it("leave what another process finishes to the state of an undisturbed run", () => {
      expect(series.kills).toHaveLength(kills);
      expect(series.kills.filter(({ problem }) => problem !== null)).toEqual([]);
    });

    it("die in every pipeline, many of them between its first and its last commit", () => {
      expect(new Set(series.kills.map(({ caseName }) => caseName)).size).toBe(series.cases.length);
      const within = series.kills.filter(({ step }) => !["not stored", "not begun", "ended"].includes(step));
      expect(within.length).toBeGreaterThan(kills / 4);
    });
  });
}
