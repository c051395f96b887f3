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
      "export const transform = () => Array.from({ length: 1000001 }, () => 1)",
      "TRANSFORM_OUTPUT_TOO_LARGE",
      /1000001 points.*`maximumPoints`/,
    ],
  ])("%s gives %s", async (code, expected, message) => {
    const [actual, text] = await codeAndMessage(sandbox.run(ingestionRun(code, { limits: { timeoutMs: 50_000 } })));
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
});
