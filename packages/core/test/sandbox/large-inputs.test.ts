import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import type { SandboxChartRun } from "../../src/ports/sandbox.js";
import { ingestionRun } from "./sandbox-run.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

/** Tells apart what JSON does not: the code sees 0 and -0, and numbers beyond what JSON can write. */
const code = `export function transform(input) {
  const tell = (value) =>
    typeof value === "number" ? String(Object.is(value, -0) ? "-0" : value)
    : Array.isArray(value) ? value.map(tell)
    : typeof value === "object" && value !== null ? Object.entries(value).map(([key, item]) => [key, tell(item)])
    : { plain: value };
  return { told: tell(input) };
}`;

async function outcomeOf(text: string) {
  const run: SandboxChartRun = { ...ingestionRun(code), kind: "chart", input: new TextEncoder().encode(text) };
  try {
    return await sandbox.run(run);
  } catch (error) {
    return String(error);
  }
}

function withoutPlace(outcome: unknown): unknown {
  return typeof outcome === "string" ? outcome.replace(/ \(line \d+, column \d+\)/, "") : outcome;
}

/** Large inputs are handed over in another form than small ones; spaces make any input large. */
const padding = " ".repeat(20_000);

const written = fc.constantFrom(
  "-0",
  "0",
  "-0.0",
  "1e3",
  "1E+400",
  "-1e-400",
  "123456789012345678901234567890",
  "0.1",
  "9007199254740993",
  "2147483648",
  "-2147483648",
  "3.141592653589793238",
  "123456789.123456",
  "4.35",
  `1${"0".repeat(500)}`,
  '"\\u00fc\\ud83d\\ude00\\ud800\\n\\u0000"',
  '"ü"',
  '"日本"',
  `"${"long ".repeat(40)}"`,
  `"${"é".repeat(70)}"`,
  '{"a":1,"b":2,"a":3}',
  '{"2":1,"1":2,"x":3}',
  '{"__proto__":{"a":1}}',
  '{"ä":1}',
  '{"\\u0061":1}',
  '{"":0}',
  `${"[".repeat(70)}${"]".repeat(70)}`,
);
const json = fc.oneof(
  fc.json({ maxDepth: 4, stringUnit: "binary" }),
  fc
    .array(fc.oneof(written, fc.double().map(String), fc.json({ maxDepth: 2 })), { maxLength: 12 })
    .map((items) => `[${items.join(" , ")}]`),
);

it("gives code the same for a large input as for a small one", async () => {
  await fc.assert(
    fc.asyncProperty(json, async (text) => {
      expect(await outcomeOf(text + padding)).toEqual(await outcomeOf(text));
    }),
    { numRuns: 300 },
  );
});

it("refuses the same large inputs as small ones, with the same words", async () => {
  const spoilt = fc
    .record({
      text: json,
      at: fc.nat({ max: 40 }),
      insert: fc.constantFrom("", ",", '"', "[", "}", "0", ".", "-", "e", "\\", "\t", "\u0001"),
    })
    .map(({ text, at, insert }) => text.slice(0, at) + insert + text.slice(at + 1));
  await fc.assert(
    fc.asyncProperty(spoilt, async (text) => {
      expect(await outcomeOf(`${text} !${padding}`)).toEqual(await outcomeOf(`${text} !`));
      // Where an end is missing its place is behind the spaces.
      expect(withoutPlace(await outcomeOf(text + padding))).toEqual(withoutPlace(await outcomeOf(`${text} `)));
    }),
    { numRuns: 300 },
  );
});
