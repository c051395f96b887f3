import { afterAll, describe, expect, it } from "vitest";
import type { PointColumns, Sandbox } from "../../src/ports/sandbox.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { ingestionRun } from "./sandbox-run.js";

const sandbox: Sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

async function codeAndMessage(promise: Promise<unknown>): Promise<[string, string]> {
  const error = await promise.then(
    () => ({ code: "none", message: "" }),
    (thrown: unknown) => thrown as { code: string; message: string },
  );
  return [error.code, error.message];
}

const onePoint = (point: string): string =>
  `export function transform(input, argument, context) { return [${point}]; }`;

describe("what code throws", () => {
  it("is told without characters that move a terminal's cursor, end a line or cannot be stored", async () => {
    const code = `export const transform = () => {
      const error = new Error("a\\u001b[31mb\\r\\nc\\u0000d\\u202ee\\ud83d");
      error.name = "N\\u0007";
      throw error;
    }`;
    const [failedWith, message] = await codeAndMessage(sandbox.run(ingestionRun(code)));
    expect(failedWith).toBe("TRANSFORM_FAILED");
    expect(message).toContain("transform threw N : a [31mb c d e\uFFFD (line 2");
  });
});

describe("options", () => {
  it.each([0, 1.5, 65, NaN])("refuses %s workers", (workers) => {
    expect(() => createQuickJsSandbox({ workers })).toThrow(
      `sandbox.workers is ${workers}. Give a whole number from 1 to 64.`,
    );
  });
});

describe("code forms", () => {
  it.each([
    "function transform(input) { return [{ timestamp: 1, value: input.value }] }",
    "const transform = (input) => [{ timestamp: 1, value: input.value }]",
    "export const transform = (input: { value: number }): unknown[] => [{ timestamp: 1, value: input.value }];",
    "export default function (input) { return [{ timestamp: 1, value: input.value }] }",
    "export default async (input) => [{ timestamp: 1, value: await input.value }]",
    "async function transform(input) { await null; return [{ timestamp: 1, value: input.value }] }",
    "(input) => [{ timestamp: 1, value: input.value }];",
    "import type { DataPoint } from 'somewhere';\ninterface A { b?: string }\nexport function transform(input: any): DataPoint[] { return [{ timestamp: 1, value: input.value! as number }] }",
    "Here it is:\n```ts\nexport function transform(input: any) { return [{ timestamp: 1, value: input.value }] }\n```\nEnjoy.",
    "const value = await Promise.resolve(2);\nexport const transform = (input) => [{ timestamp: 1, value: input.value }]",
  ])("loads %s", async (code) => {
    const { values } = await sandbox.run(ingestionRun(code, { input: { value: 42 } }));
    expect([...values]).toEqual([42]);
  });
});

describe("columns", () => {
  it("reads Dates, ISO text and epoch milliseconds; a local time by the offsets; NaN for anything else", async () => {
    const times = [
      "new Date(5)",
      "'2026-03-01T10:00:00+02:00'",
      "1e12",
      "'2026-03-01T10:00:00'",
      "'2026-02-30'",
      "'tomorrow'",
      "null",
      "{}",
      "true",
    ];
    const code = `export const transform = () => [${times.join(",")}].map((timestamp) => ({ timestamp, value: 1 }))`;
    const context = { fetchedAtMs: 0, timezone: "Europe/Berlin", offsets: [{ fromMs: null, offsetMinutes: 60 }] };
    const { timestamps, datesOnly } = await sandbox.run(ingestionRun(code, { context }));
    expect([...timestamps]).toEqual([
      5,
      Date.UTC(2026, 2, 1, 8),
      1e12,
      Date.UTC(2026, 2, 1, 9),
      NaN,
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
    expect(datesOnly).toBe(false);
  });

  it("says when all timestamps are calendar dates", async () => {
    const { timestamps, datesOnly } = await sandbox.run(
      ingestionRun(
        `export const transform = () => ['2026-03', '2026-03-02'].map((timestamp) => ({ timestamp, value: 1 }))`,
      ),
    );
    expect([[...timestamps], datesOnly]).toEqual([[Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2)], true]);
  });

  it("takes only numbers as values", async () => {
    const code =
      "export const transform = () => [1.5, '2', true, null, undefined, 3n, -0].map((value) => ({ timestamp: 1, value }))";
    expect([...(await sandbox.run(ingestionRun(code))).values]).toEqual([1.5, NaN, NaN, NaN, NaN, NaN, -0]);
  });

  it("turns numbers and booleans into series text, and gives null when no point has any", async () => {
    const code = "export const transform = (all) => all.map((series) => ({ timestamp: 1, value: 1, series }))";
    expect((await sandbox.run(ingestionRun(code, { input: ["a", 1, true, null, "", "a"] }))).series).toEqual([
      "a",
      "1",
      "true",
      "",
      "",
      "a",
    ]);
    expect((await sandbox.run(ingestionRun(code, { input: [null, ""] }))).series).toBeNull();
  });

  it("drops keys that change the behaviour of objects", async () => {
    const code = onePoint(
      `{ timestamp: 1, value: 1, dimensions: JSON.parse('{"__proto__":{"a":1},"b":[{"constructor":1,"prototype":2,"c":3}]}') }`,
    );
    expect((await sandbox.run(ingestionRun(code))).dimensions).toEqual([{ b: [{ c: 3 }] }]);
  });

  it("gives no points for an empty array, and does not detach the caller's input", async () => {
    const run = ingestionRun("export const transform = () => []");
    expect(await sandbox.run(run)).toEqual({
      count: 0,
      timestamps: new Float64Array(),
      values: new Float64Array(),
      series: null,
      dimensions: null,
      datesOnly: false,
    });
    expect(run.input.byteLength).toBe(2);
  });

  it("returns a chart config as it is", async () => {
    const run = {
      ...ingestionRun("export const transform = (rows, preferences) => ({ rows, preferences })", {
        input: [1],
        argument: { chartType: "bar" },
      }),
      kind: "chart" as const,
    };
    expect(await sandbox.run(run)).toEqual({ rows: [1], preferences: { chartType: "bar" } });
  });
});

describe("determinism", () => {
  const code = `export const transform = () => [Math.random(), Math.random(), Date.now(), +new Date(), new Date(2026, 0, 1).getTimezoneOffset(), typeof WeakRef === "undefined" ? 1 : 0].map((value) => ({ timestamp: 1, value }))`;
  async function valuesWith(seed: number, fetchedAtMs: number): Promise<number[]> {
    const { values } = await sandbox.run(
      ingestionRun(code, { seed, context: { fetchedAtMs, timezone: "UTC", offsets: [] } }),
    );
    return [...values];
  }

  it("is the same for the same seed and time, and differs with either", async () => {
    const first = await valuesWith(1, 1_000);
    expect(await valuesWith(1, 1_000)).toEqual(first);
    expect(first.slice(2)).toEqual([1_000, 1_000, 0, 1]);
    const [random, , now] = await valuesWith(2, 5_000);
    expect(random).not.toBe(first[0]);
    expect(now).toBe(5_000);
  });

  it("gives local times by the offsets", async () => {
    const offsets = [
      { fromMs: null, offsetMinutes: 60 },
      { fromMs: Date.UTC(2026, 2, 29, 1), offsetMinutes: 120 },
    ];
    const local = onePoint(
      "{ timestamp: context.fetchedAt, value: 1, series: context.timezone, dimensions: context.local('2026-03-29T22:30:00Z') }",
    );
    const columns: PointColumns = await sandbox.run(
      ingestionRun(local, { context: { fetchedAtMs: 7, timezone: "Europe/Berlin", offsets } }),
    );
    expect(columns.dimensions).toEqual([{ year: 2026, month: 3, day: 30, hour: 0, minute: 30, weekday: 1 }]);
    expect([columns.timestamps[0], columns.series]).toEqual([7, ["Europe/Berlin"]]);
  });
});

describe("failures", () => {
  it.each([
    ["export function transform() {\n  return [;\n}", "TRANSFORM_SYNTAX", /does not load: .*\(line 2, column \d+\)/],
    [
      "import _ from 'lodash';\nexport const transform = () => _.x",
      "TRANSFORM_SYNTAX",
      /imports a module.*lodash.*Remove the import/,
    ],
    ["export const other = 1", "TRANSFORM_CONTRACT", /no function `transform`/],
    ["export const transform = () => null", "TRANSFORM_CONTRACT", /returned null instead of an array of data points/],
    ["export const transform = () => [{}, 5]", "TRANSFORM_CONTRACT", /a number instead of an object as point 1/],
    [
      "export const transform = () => [{ series: {} }]",
      "TRANSFORM_CONTRACT",
      /an object instead of text as the series of point 0/,
    ],
    [
      "export const transform = (all) =>\n  all.missing.length",
      "TRANSFORM_FAILED",
      /TypeError.*\(line 2, column \d+\)/,
    ],
    ["export const transform = () => fetch('x')", "TRANSFORM_FAILED", /`fetch` does not exist in the sandbox/],
    ["export const transform = () => new Promise(() => {})", "TRANSFORM_FAILED", /promise that never settles/],
    [
      "export const transform = () => new Uint8Array(1e9)",
      "TRANSFORM_MEMORY",
      /more than its 64 MB.*`limits.memoryBytes`/,
    ],
    ["export const transform = () => { const a = []; for (;;) a.push({}) }", "TRANSFORM_MEMORY", /more than its 64 MB/],
    [
      "export const transform = () => Array.from({ length: 1000001 }, () => 1)",
      "TRANSFORM_OUTPUT_TOO_LARGE",
      /1000001 points.*`maximumPoints`/,
    ],
  ])("%s gives %s", { timeout: 20_000 }, async (code, expected, message) => {
    const [actual, text] = await codeAndMessage(sandbox.run(ingestionRun(code, { limits: { timeoutMs: 10_000 } })));
    expect(actual).toBe(expected);
    expect(text).toMatch(message);
  });

  it("names the option for too much JSON", async () => {
    const run = ingestionRun(onePoint("{ timestamp: 1, value: 1, dimensions: 'é'.repeat(60) }"), {
      limits: { maximumOutputBytes: 100 },
    });
    expect(await codeAndMessage(sandbox.run(run))).toEqual([
      "TRANSFORM_OUTPUT_TOO_LARGE",
      expect.stringContaining("`maximumOutputBytes`"),
    ]);
  });

  it.each(["{", '{"a":1}\0', "", "NaN"])("refuses the input %j without quoting it", async (text) => {
    const run = { ...ingestionRun("export const transform = () => []"), input: new TextEncoder().encode(text) };
    expect(await codeAndMessage(sandbox.run(run))).toEqual([
      "FETCH_MALFORMED",
      expect.stringContaining("is not valid JSON"),
    ]);
  });
});

describe("aborting", () => {
  const endless = "export const transform = () => { for (;;) {} }";

  it(
    "rejects with the signal's reason at once: before, while waiting and while running",
    { timeout: 20_000 },
    async () => {
      const reason = new Error("not wanted");
      await expect(sandbox.run(ingestionRun(endless, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);

      const running = new AbortController();
      const waiting = new AbortController();
      const limits = { timeoutMs: 2 ** 40 };
      const first = sandbox.run(ingestionRun(endless, { limits, signal: running.signal }));
      const second = sandbox.run(ingestionRun(endless, { limits, signal: waiting.signal }));
      waiting.abort(reason);
      await expect(second).rejects.toBe(reason);
      running.abort(reason);
      await expect(first).rejects.toBe(reason);
      expect((await sandbox.run(ingestionRun("export const transform = () => []"))).count).toBe(0);
    },
  );
});

it("runs again after close()", async () => {
  await sandbox.close();
  expect((await sandbox.run(ingestionRun("export const transform = () => []"))).count).toBe(0);
});
