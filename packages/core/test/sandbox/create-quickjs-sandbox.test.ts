import { afterAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/ports/sandbox.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { ingestionRun } from "./sandbox-run.js";

// What holds for every sandbox is in tests/sandbox/quickjs-sandbox.test.ts.
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

  it.each(["\u0000", "\u0007"])("is told without a character that code cannot have (%j)", async (character) => {
    const [failedWith, message] = await codeAndMessage(sandbox.run(ingestionRun(`export const a = ${character} 1`)));
    expect(failedWith).toBe("TRANSFORM_SYNTAX");
    expect(message).not.toContain(character);
  });

  it.each(["0:0", "1:0", "0", "999999999:999999999"])("may give itself the place %s", async (place) => {
    const code = `export const transform = () => { throw Object.assign(new Error("x"), { stack: "transform.js:${place}" }) }`;
    const [failedWith, message] = await codeAndMessage(sandbox.run(ingestionRun(code)));
    expect(failedWith).toBe("TRANSFORM_FAILED");
    expect(message).toContain("transform threw Error: x");
  });
});

describe("options", () => {
  it.each([0, 1.5, 65, NaN])("refuses %s workers", (workers) => {
    expect(() => createQuickJsSandbox({ workers })).toThrow(
      `sandbox.workers is ${workers}. Give a whole number from 1 to 64.`,
    );
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
      "export const transform = () => { Array.prototype.toJSON = () => undefined; return [{ dimensions: { a: 1 } }] }",
      "TRANSFORM_CONTRACT",
      /changed how its dimensions are written/,
    ],
    [
      "export const transform = () => Array.from({ length: 1000001 }, () => 1)",
      "TRANSFORM_OUTPUT_TOO_LARGE",
      /1000001 points.*`maximumPoints`/,
    ],
  ])("%s gives %s", async (code, expected, message) => {
    const [actual, text] = await codeAndMessage(sandbox.run(ingestionRun(code, { limits: { timeoutMs: 50_000 } })));
    expect(actual).toBe(expected);
    expect(text).toMatch(message);
  });

  it.each([
    ["nothing", "for (;;) kept.push({})"],
    ["an error", "throw new Error('x'.repeat(1_000))"],
  ])("are told where code leaves no memory to tell them, and throws %s", async (_, last) => {
    const code = `const kept = [];
      export function transform() {
        for (let i = 0; i < 100; i++) console.log("é".repeat(500));
        for (const size of [1e5, 1e4, 1e3, 1e2]) try { for (;;) kept.push(new Uint8Array(size)) } catch {}
        ${last}
      }`;
    const run = ingestionRun(code, { limits: { timeoutMs: 50_000 } });
    expect((await codeAndMessage(sandbox.run(run)))[0]).toBe("TRANSFORM_MEMORY");
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
});

it("loads a function without a name that has a long run of spaces in it", async () => {
  const code = `() => [{ timestamp: 1, value: ${" ".repeat(300_000)} 5 }];;  ; \n`;
  expect((await sandbox.run(ingestionRun(code))).values).toEqual(Float64Array.of(5));
});

it("shows code no memory of an earlier run", async () => {
  const fill =
    "export const transform = () => [Array.from({ length: 20 }, () => new Uint8Array(2e5).fill(0xab))].slice(1)";
  const look = `export function transform() {
    const grown = (size) => {
      const memory = new SharedArrayBuffer(0, { maxByteLength: size });
      memory.grow?.(size);
      return memory;
    };
    const resized = (size) => {
      const memory = new ArrayBuffer(0, { maxByteLength: size });
      memory.resize(size);
      return memory;
    };
    const made = [
      grown,
      (size) => new ArrayBuffer(size),
      (size) => new SharedArrayBuffer(size),
      resized,
      (size) => new ArrayBuffer(8).transfer(size),
    ];
    const used = made.filter((make) => [1e3, 5e4, 2e5].some((size) => new Uint8Array(make(size)).some((byte) => byte !== 0)));
    return [{ timestamp: 1, value: used.length, series: used.join() }];
  }`;
  await sandbox.run(ingestionRun(fill));
  expect((await sandbox.run(ingestionRun(look))).values).toEqual(Float64Array.of(0));
});

it("gives code no more memory after a run that was allowed more", async () => {
  const keep =
    "const kept = []; export const transform = () => { for (let i = 0; i < 90; i++) kept.push(new Uint8Array(1e6)); return [] }";
  const own = createQuickJsSandbox();
  await own.run(ingestionRun("export const transform = () => []", { limits: { memoryBytes: 140 * 1024 * 1024 } }));
  expect((await codeAndMessage(own.run(ingestionRun(keep))))[0]).toBe("TRANSFORM_MEMORY");
  await own.close();
});
