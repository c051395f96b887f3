import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contest, type ContestResult } from "./contest.js";
import type { CrashTarget } from "./crash-target.js";
import { startPostgresTarget } from "./postgres-target.js";
import { crashSeed } from "./seeded-random.js";

describe("eight processes that claim the same runs and write the same points at once", () => {
  const runs = 12;
  const claimsPerRun = 20;
  let target: CrashTarget | undefined;
  let result: ContestResult;

  beforeAll(async () => {
    target = await startPostgresTarget();
    result = await contest({ target, processes: 8, seed: crashSeed(), runs, claimsPerRun });
  }, 120_000);
  afterAll(() => target?.close());

  it("all take part, and meet no error", () => {
    expect(result.errors).toEqual([]);
    expect(result.claims).toBe(runs * claimsPerRun);
    expect(result.fewestClaims).toBeGreaterThan(0);
  });

  it("never have a run at the same time", () => {
    expect(result.doubleClaims).toEqual([]);
  });

  it("lose no point and insert none twice", () => {
    expect(result.lostPoints).toEqual([]);
  });
});
