import assert from "node:assert/strict";
import { type SandboxSuite, type SandboxTest, transform } from "./sandbox-suite.js";

const noon = Date.UTC(2026, 2, 1, 12);
const randomCode = transform("return Array.from({ length: 50 }, () => ({ timestamp: 1, value: Math.random() }))");

function randomWith(test: SandboxTest, seed: number): Promise<readonly number[]> {
  return test.values(randomCode, { seed });
}

/** Runs `work` while the host itself is in another zone. Where the process does not follow, it proves less and is no wrong verdict. */
async function inZone<Result>(zone: string, work: () => Promise<Result>): Promise<Result> {
  const before = process.env["TZ"];
  process.env["TZ"] = zone;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
}

/** The same code, data, seed and time give the same result, whenever and wherever. */
export function describeDeterminism({ describe, it }: SandboxSuite): void {
  describe("determinism", () => {
    it("the same seed gives the same random numbers", async (test) => {
      const first = await randomWith(test, 7);
      assert.ok(
        first.every((value) => value >= 0 && value < 1),
        "a number is outside of 0 to 1",
      );
      assert.equal(new Set(first).size, 50, "numbers repeat");
      assert.deepEqual(await randomWith(test, 7), first);
    });

    // Catches seeds that are cut to 32 bits or to whole numbers.
    it("other seeds give other random numbers", async (test) => {
      const seeds = [0, 1, -1, 2, 0.5, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
      const firsts: number[] = [];
      for (const seed of seeds) firsts.push((await randomWith(test, seed))[0] ?? Number.NaN);
      assert.equal(new Set(firsts).size, seeds.length);
    });

    it("the clock stands still at the time of the fetch", async (test) => {
      const code = transform(`
        const first = Date.now();
        for (let i = 0; i < 200000; i++);
        return [first, Date.now(), +new Date(), new Date().getTime()].map((value) => ({ timestamp: 1, value }))`);
      for (const fetchedAtMs of [noon, 0, 1_000_000]) {
        const context = { fetchedAtMs, timezone: "UTC", offsets: [] };
        assert.deepEqual(await test.values(code, { context }), Array(4).fill(fetchedAtMs));
      }
    });

    it("the text of now is that of the fetch, in UTC", async (test) => {
      const { series } = await test.points(
        transform("return [{ timestamp: 1, value: 1, series: new Date().toISOString() + Date().slice(0, 24) }]"),
        { context: { fetchedAtMs: noon, timezone: "Asia/Tokyo", offsets: [{ fromMs: null, offsetMinutes: 540 }] } },
      );
      assert.deepEqual(series, ["2026-03-01T12:00:00.000ZSun Mar 01 2026 12:00:00"]);
    });

    // One test, because zones of the process would get in each other's way.
    it("local time is UTC, also on a host elsewhere", async (test) => {
      const code = transform(`
        const date = new Date(2026, 6, 1, 12, 30);
        return [date.getTime(), date.getHours(), date.getTimezoneOffset(), new Date(2026, 0, 1).getTimezoneOffset(),
          Date.parse('2026-07-01T12:30:00'), new Date(${noon}).getHours()].map((value) => ({ timestamp: 1, value }))`);
      const local = Date.UTC(2026, 6, 1, 12, 30);
      for (const zone of ["America/New_York", "Asia/Kolkata"]) {
        assert.deepEqual(await inZone(zone, () => test.values(code)), [local, 12, 0, 0, local, 12], zone);
      }
    });

    it("a large result is the same each time", async (test) => {
      const code = transform(`
        const all = new Map();
        for (let i = 0; i < 3000; i++) { const key = 'k' + Math.floor(Math.random() * 500); all.set(key, (all.get(key) ?? 0) + Math.sin(i)); }
        return [...all].map(([series, value]) => ({ timestamp: Date.now(), value, series, dimensions: { [series]: value } }))`);
      const first = await test.points(code, { seed: 3 });
      assert.ok(first.count > 400);
      assert.deepEqual(await test.points(code, { seed: 3 }), first);
    });
  });
}
