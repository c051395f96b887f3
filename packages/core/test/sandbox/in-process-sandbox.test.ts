import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createInProcessSandbox } from "../../src/sandbox/create-in-process-sandbox.js";
import { ingestionRun } from "./sandbox-run.js";

const sandbox = createInProcessSandbox();
const empty = "export const transform = () => []";

async function valuesOf(code: string, changes = {}): Promise<number[]> {
  return [...(await sandbox.run(ingestionRun(code, changes))).values];
}

// What holds for every sandbox is in tests/sandbox/in-process-sandbox.test.ts.

describe("time and zone inside", () => {
  const before = process.env["TZ"];
  afterEach(() => {
    // Assigned, `undefined` would be the text "undefined".
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });

  const local = [
    [2026, 0, 1],
    [2026, 6, 1, 12, 30, 15, 250],
    [2026, 2, 29, 2, 30],
    [1969, 11, 31, 23, 59, 59, 999],
    [1900, 0, 1],
    [-1, 5, 15],
    [-271_821, 3, 21],
    [275_760, 8, 12],
  ] as const;
  const code = `export const transform = (all) => all.flatMap((parts) => {
    const date = new Date(parts[0], ...parts.slice(1));
    return [date.getTime(), date.getTimezoneOffset(), date.getFullYear(), date.getDate(), date.getDay(), date.getHours(), date.getMinutes()];
  }).concat(Date.parse("2026-03-29T02:30:00"), Date.now(), Math.random()).map((value) => ({ timestamp: 1, value }))`;

  it.each([
    ["UTC", 0],
    ["Asia/Kolkata", -330],
    ["America/St_Johns", 210],
    ["Australia/Lord_Howe", -660],
    ["Pacific/Kiritimati", -840],
    ["America/New_York", 300],
  ])("are UTC where the process is in %s", async (zone, hostOffset) => {
    process.env["TZ"] = zone;
    const values = await valuesOf(code, { input: local });
    const expected = local.flatMap(([year, month, day, ...time]) => {
      const date = new Date(0);
      date.setUTCFullYear(year, month, day);
      date.setUTCHours(time[0] ?? 0, time[1] ?? 0, time[2] ?? 0, time[3] ?? 0);
      return [
        date.getTime(),
        0,
        date.getUTCFullYear(),
        date.getUTCDate(),
        date.getUTCDay(),
        date.getUTCHours(),
        date.getUTCMinutes(),
      ];
    });
    expect(values.slice(0, -1)).toEqual([...expected, Date.UTC(2026, 2, 29, 2, 30), Date.UTC(2026, 2, 1, 12)]);
    process.env["TZ"] = "UTC";
    expect(await valuesOf(code, { input: local })).toEqual(values);
    process.env["TZ"] = zone;
    expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(hostOffset);
  });

  it.each([0, -1, 1, -62_135_596_800_001, 8.64e15, -8.64e15, 1_772_366_399_999])(
    "is %i where that is the time of the run",
    async (now) => {
      const context = { fetchedAtMs: now, timezone: "UTC", offsets: [] };
      const told =
        "export const transform = (_, argument, { fetchedAt }) => [Date.now(), +new Date(), +fetchedAt].map((value) => ({ timestamp: 1, value }))";
      expect(await valuesOf(told, { context })).toEqual([now, now, now]);
    },
  );

  it("leaves the host's own clock going", async () => {
    const start = Date.now();
    await valuesOf(empty);
    await setTimeout(5);
    expect(Date.now()).toBeGreaterThan(start);
  });
});

describe("runs at the same time", () => {
  it("come one after the other, and the event loop turns in between", async () => {
    let turn = 0;
    let isDone = false;
    function count(): void {
      turn++;
      if (!isDone) setImmediate(count);
    }
    count();
    const turns = await Promise.all(
      [1, 2, 3].map(async () => {
        await sandbox.run(ingestionRun(empty));
        return turn;
      }),
    );
    isDone = true;
    expect(turns).toEqual([...new Set(turns)].toSorted((a, b) => a - b));
  });

  it("are right with memories of different sizes", async () => {
    const code = "export const transform = (rows) => [{ timestamp: 1, value: rows[0] }]";
    const sizes = [16, 300, 64, 16].map((megabytes, value) =>
      valuesOf(code, { input: [value], limits: { memoryBytes: megabytes * 1024 * 1024 } }),
    );
    expect(await Promise.all(sizes)).toEqual([[0], [1], [2], [3]]);
  });

  it("reject with the signal's reason when they have not begun", async () => {
    const reason = new Error("not wanted");
    await expect(sandbox.run(ingestionRun(empty, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    const controller = new AbortController();
    const first = sandbox.run(ingestionRun(empty));
    const second = sandbox.run(ingestionRun(empty, { signal: controller.signal }));
    await first;
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
  });

  it("go on after close()", async () => {
    await sandbox.close();
    expect(await valuesOf("export const transform = () => [{ timestamp: 1, value: 3 }]")).toEqual([3]);
  });
});

it("says why QuickJS does not start, and tries again for the next run", async () => {
  const other = createInProcessSandbox();
  const spy = vi.spyOn(WebAssembly, "Instance").mockImplementation(function fail() {
    throw new Error("no memory for code");
  });
  await expect(other.run(ingestionRun(empty))).rejects.toMatchObject({
    code: "SANDBOX_UNAVAILABLE",
    message: expect.stringContaining("no memory for code") as string,
  });
  spy.mockRestore();
  expect((await other.run(ingestionRun(empty))).count).toBe(0);
});

// Where the limit falls into the resumption of an async function, QuickJS drops the function and says nothing.
it("says that code did too much work wherever an async function was stopped", { timeout: 60_000 }, async () => {
  const code = "export const transform = async () => { const one = async () => { await 1; }; for (;;) await one(); }";
  for (let maximumSteps = 20_000; maximumSteps <= 100_000; maximumSteps += 10_000) {
    const run = ingestionRun(code, { limits: { maximumSteps } });
    await expect(sandbox.run(run)).rejects.toMatchObject({ code: "TRANSFORM_STEPS" });
  }
});
