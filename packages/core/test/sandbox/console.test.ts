import { format } from "node:util";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { ingestionRun } from "./sandbox-run.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

/** What code with these statements wrote to its console, whether it failed or not. */
async function linesOf(
  statements: string,
  changes: Parameters<typeof ingestionRun>[1] = {},
): Promise<readonly string[]> {
  let written: readonly string[] = [];
  const code = `export function transform(input) { ${statements}; return []; }`;
  const onConsole = (lines: readonly string[]): void => {
    written = lines;
  };
  await sandbox.run({ ...ingestionRun(code, changes), onConsole }).catch(() => undefined);
  return written;
}

describe("lines", () => {
  it("are written as Node's console writes them", async () => {
    const printable = fc.string({ unit: "grapheme", maxLength: 20 });
    const primitive = fc.oneof(
      printable,
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(null, "%", "%s %d", "%i|%f|%%|%x", "50 %", "%c"),
    );
    const calls = fc.sample(fc.array(primitive, { minLength: 1, maxLength: 5 }), { numRuns: 100 });
    // JSON has no -0, NaN or Infinity, so numbers are written as text and read inside.
    const encoded = calls.map((parts) =>
      parts.map((part) => (typeof part === "number" ? { number: format(part) } : part)),
    );
    const read = "parts.map((part) => (part !== null && typeof part === 'object' ? Number(part.number) : part))";
    const lines = await linesOf(`for (const parts of input) console.log(...${read})`, { input: encoded });
    const visible = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ");
    expect(lines).toEqual(calls.map((parts) => visible(format(...parts)).replaceAll(/\p{Surrogate}/gu, "\uFFFD")));
  });

  it.each([
    ["console.log({ a: [1, null] }, [undefined])", '{"a":[1,null]} [null]'],
    [
      "console.warn(new TypeError('bad'), new Date(0), new Date(NaN))",
      "TypeError: bad 1970-01-01T00:00:00.000Z Invalid Date",
    ],
    ["console.error(undefined, Symbol('s'), 3n, -0, () => 1)", "undefined Symbol(s) 3n -0 [Function]"],
    ["console.assert(false, 'no %s', 'rows')", "Assertion failed: no rows"],
    ["console.trace('here')", "Trace: here"],
    ["console.log({ get a() { throw 1 } })", "[unreadable]"],
    ["console.log('a\\n\\u001b[2Jb')", "a [2Jb"],
  ])("%s gives %s", async (statements, line) => {
    expect(await linesOf(statements)).toEqual([line]);
  });

  it("say nothing of what passes, stands still or counts", async () => {
    const silent = "console.assert(true, 'x'); console.time('x'); console.timeEnd('x')";
    expect(await linesOf(`${silent}; console.count(); console.count(); console.count('x')`)).toEqual([
      "default: 1",
      "default: 2",
      "x: 1",
    ]);
  });
});

describe("bounds", () => {
  it("keeps 100 lines of objects that write lines themselves", async () => {
    const code = "let i = 0; const o = { toJSON() { if (i++ < 300) console.log(o); return i } }; console.log(o)";
    expect(await linesOf(code)).toHaveLength(100);
  });

  it("keeps 100 lines of 500 characters", async () => {
    const lines = await linesOf("for (let i = 0; i < 200; i++) console.log(i, 'x'.repeat(1e4))");
    expect(lines).toHaveLength(100);
    expect(new Set(lines.map((line) => line.length))).toEqual(new Set([500]));
    expect(lines[99]?.startsWith("99 x")).toBe(true);
  });

  it.each([
    ["throws", "throw new Error('x')"],
    ["is stopped at its deadline", "for (;;) {}"],
    ["does too much work", "let i = 0; for (;;) i++"],
    ["breaks the contract", "return 5"],
  ])("gives what was written before the code %s", async (_, statements) => {
    const bound = statements.includes("i++") ? { maximumSteps: 100_000 } : { timeoutMs: 500 };
    const limits = statements.includes("for") ? bound : {};
    expect(await linesOf(`console.log('before'); ${statements}`, { limits })).toEqual(["before"]);
  });

  it("is not called when nothing was written", async () => {
    let calls = 0;
    const run = ingestionRun("export const transform = () => { console.time(); return []; }");
    await sandbox.run({ ...run, onConsole: () => void calls++ });
    expect(calls).toBe(0);
  });

  it("cannot be replaced by code in what it gives", async () => {
    const tamper =
      "console.log('kept'); JSON.stringify = () => '[5]'; String.prototype.slice = () => 7; Array.prototype.toJSON = () => 1; globalThis.console = { log() {} }";
    expect(await linesOf(`${tamper}; console.log('lost')`)).toEqual(["kept"]);
  });
});
