import { afterAll, describe, expect, it } from "vitest";
import type { MetricsmithError } from "../../src/errors/metricsmith-error.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { ingestionRun } from "./sandbox-run.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

async function failureOf(code: string, changes: Parameters<typeof ingestionRun>[1] = {}): Promise<MetricsmithError> {
  return sandbox.run(ingestionRun(code, changes)).then(
    () => Promise.reject(new Error("It did not fail.")),
    (error: unknown) => error as MetricsmithError,
  );
}

/** Where `text` stands in `code`, counted from 1. */
function placeOf(code: string, text: string): { line: number; column: number } {
  const before = code.slice(0, code.indexOf(text)).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

describe("places are those of the author's own text", () => {
  it.each([
    [
      "types before it on the line",
      "export function transform(input: { readonly rows: readonly unknown[] }, b: Record<string, number>) { return missing(); }",
    ],
    [
      "types on lines above",
      "interface Row {\n  a: number;\n}\ntype Rows = Row[];\nexport const transform = (rows: Rows): unknown => {\n  const first = rows as unknown as Row[], second = missing(first);\n  return second;\n};",
    ],
    [
      "a fence and words above",
      "Here you are:\n\n```ts\nexport const transform = (rows: number[]) => missing(rows);\n```\n",
    ],
    ["an arrow without a name", "(rows: unknown[]) => missing(rows)"],
    ["an arrow without a name, on another line", "(rows: unknown[]) =>\n  missing(rows)"],
  ])("with %s", async (_, code) => {
    const { line, column } = placeOf(code, "missing(");
    const { code: errorCode, details, message } = await failureOf(code);
    expect(errorCode).toBe("TRANSFORM_FAILED");
    expect(details).toMatchObject({ line, column });
    expect(message).toContain(`(line ${line}, column ${column})`);
  });

  it("also of code that does not load", async () => {
    const typed = "Code:\n```ts\nexport function transform() {\n  const a: number = ;\n}\n```";
    expect((await failureOf(typed)).details).toMatchObject({ line: 4 });
    const late = "Code:\n```ts\nconst a: number = 1;\nconst a = 2;\nexport const transform = () => [];\n```";
    expect((await failureOf(late)).details).toMatchObject({ line: 4 });
  });
});

describe("the record that the code read last is named", () => {
  const rows = [{ value: { amount: 1 } }, { value: null }, { value: { amount: 2 } }];

  it.each([
    ["(all) => all.rows.map((row) => ({ timestamp: 1, value: row.value.amount }))", { rows }, "rows[1].value", "null"],
    ["(all) => { for (const row of all) row.value.amount.toFixed(2) }", rows, "[1].value", "null"],
    [
      "(all) => all.map(([at, value]) => value.trim())",
      [
        [1, "a"],
        [2, 5],
      ],
      "[1][1]",
      "a number",
    ],
    ["(all) => all.data.items.length", { data: {} }, "data.items", "undefined"],
    [
      "async (all) => { await null; return all.rows.map(({ value: { amount } }) => amount) }",
      { rows },
      "rows[1].value",
      "null",
    ],
    ["(all) => [...all.rows].sort((a, b) => a.value.amount - b.value.amount)", { rows }, "rows[1].value", "null"],
  ])("%s", async (code, input, path, kind) => {
    const { message, details } = await failureOf(`export const transform = ${code}`, { input });
    expect(message).toContain(`after it read \`${path}\`, which is ${kind}.`);
    expect(details).toMatchObject({ read: path, thrown: "TypeError" });
  });

  it("but not its values, and no path without an end", async () => {
    const input = { ["k".repeat(5_000)]: { secret: "hunter2" } };
    const { message } = await failureOf("export const transform = (all) => Object.values(all)[0].secret()", { input });
    expect(message).not.toContain("hunter2");
    expect(message.length).toBeLessThan(1_000);
  });

  it("and no path that is cut within a character", async () => {
    const input = { [`${"😀".repeat(300)}.`]: null };
    const { message, details } = await failureOf("export const transform = (all) => Object.values(all)[0].x", {
      input,
    });
    expect(details["read"]).toMatch(/^…\uFFFD😀/u);
    expect(message).not.toMatch(/\p{Surrogate}/u);
  });

  it("with the words of the first run, also when the code froze its data", async () => {
    const code =
      "export const transform = (all) => { Object.freeze(all); for (const key of ['a', 'b', 'c']) all = all[key] }";
    const { message } = await failureOf(code, { input: { a: { z: 1 } } });
    expect(message).toContain("cannot read property of undefined");
  });

  it("however many runs there were before", async () => {
    const own = createQuickJsSandbox();
    const run = ingestionRun("export const transform = (all) => all.a.b.c", { input: { a: {} } });
    const messages = new Set<string>();
    // An interpreter is replaced after 1,000 runs.
    for (let count = 0; count < 997; count++) await own.run(ingestionRun("export const transform = () => []"));
    for (let count = 0; count < 5; count++) messages.add(await own.run(run).then(String, String));
    await own.close();
    expect([...messages]).toEqual([expect.stringContaining("after it read `a.b`")]);
  });

  it("is found within the deadline and steps of the run", async () => {
    const code = `export const transform = (all) => { for (let i = 0; i < 5e5; i++) all.length; throw new Error(String(all[0])) }`;
    const { code: errorCode, details } = await failureOf(code, { input: [1], limits: { maximumSteps: 3_000_000 } });
    expect(errorCode).toBe("TRANSFORM_FAILED");
    expect(details).toMatchObject({ thrown: "Error" });
  });
});

describe("steps", () => {
  it.each([
    ["a loop", "for (;;) {}"],
    ["calls", "const again = () => 1; for (;;) again()"],
    ["an expression", "/^(a+)+$/.test('a'.repeat(40) + 'b')"],
    ["a loop that catches everything", "for (;;) { try { for (;;) {} } catch {} finally { continue; } }"],
    ["jobs", "const again = () => Promise.resolve().then(again); return again()"],
  ])("end %s, with the same verdict at any speed", async (_, statements) => {
    const { code, message, details } = await failureOf(`export const transform = () => { ${statements} }`, {
      limits: { maximumSteps: 1_000_000, timeoutMs: 60_000 },
    });
    expect(code).toBe("TRANSFORM_STEPS");
    expect(message).toContain("`limits.maximumSteps`");
    expect(details).toEqual({ maximumSteps: 1_000_000 });
  });

  it("are counted alike in every run", async () => {
    const count = async (): Promise<number> => {
      let least = 10_000;
      let most = 10_000_000;
      while (most - least > 10_000) {
        const maximumSteps = Math.floor((least + most) / 2);
        const code =
          "export const transform = () => { let sum = 0; for (let i = 0; i < 3e5; i++) sum += i; return [] }";
        const isEnough = await sandbox.run(ingestionRun(code, { limits: { maximumSteps } })).then(
          () => true,
          () => false,
        );
        if (isEnough) most = maximumSteps;
        else least = maximumSteps;
      }
      return most;
    };
    expect(await count()).toBe(await count());
  });
});
