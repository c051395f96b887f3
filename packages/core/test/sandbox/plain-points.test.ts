import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import type { JsonValue } from "../../src/util/json.js";
import { ingestionRun } from "./sandbox-run.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

const offsets = [{ fromMs: null, offsetMinutes: 90 }];

/** Only the points of large inputs are read in the memory; spaces make any input large. */
const padding = " ".repeat(20_000);

/** Makes points of descriptions, since JSON cannot say NaN, undefined or a Date. */
const make = `
  const special = { undefined, NaN, Infinity, minusZero: -0 };
  const valueOf = (described) =>
    described === null || typeof described !== "object" ? described
    : "date" in described ? new Date(described.date)
    : "special" in described ? special[described.special]
    : "json" in described ? JSON.parse(described.json)
    : described;
  const shared = { region: "eu", size: 2 };
  const make = (described) => {
    const point = {};
    for (const [key, value] of described) point[key] = value === "shared" && key === "dimensions" ? shared : valueOf(value);
    return point;
  };`;
const plain = `export function transform(rows) { ${make} return rows.map(make); }`;
/** What a proxy holds is read by the guest itself. */
const behindProxy = `export function transform(rows) { ${make} return new Proxy(rows.map(make), {}); }`;

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("", "eu", "ü", "\ud800", "日本", "a\u0000b", "x".repeat(100)),
);
const time = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.record({ date: fc.oneof(fc.integer(), fc.constant("no date")) }),
  fc
    .date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") })
    .map((date) => date.toISOString()),
  fc.constantFrom(
    "2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00.250Z",
    "2026-03-01T12:00:00",
    "2026-03-01 12:00",
    "2026-03-01",
    "2026-03",
    "2026-02-30T12:00:00Z",
    "2026-13-01T12:00:00Z",
    "2026-03-xxT12:00:00Z",
    "2026-03-01T24:00:00Z",
    "0050-03-01T12:00:00Z",
    "2026-03-01T12:00:00.12+05:30",
    `2026-03-01T12:00:00.${"1".repeat(60)}Z`,
  ),
  text,
);
const key = fc.oneof(fc.constantFrom("a", "b", "ü", "constructor", "toJSON"), fc.string({ maxLength: 4 }));
const special = fc.record({ special: fc.constantFrom("undefined", "NaN", "Infinity", "minusZero") });
const dimension = fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
const dimensions = fc.oneof(
  fc.dictionary(key, dimension, { maxKeys: 3 }),
  fc.constantFrom(null, "shared", { json: "{}" }, { json: '{"b":1,"a":"x"}' }),
);
/** What can be read in the memory: arrays of these alone never need the guest. */
const usual = {
  timestamp: time,
  value: fc.oneof(fc.double(), fc.integer(), text, special),
  series: text,
  dimensions,
  other: text,
};
/** What the guest has to look at. */
const unusual = {
  timestamp: fc.oneof(special, fc.constantFrom(null, true)),
  value: special,
  series: fc.oneof(special, fc.constantFrom(null, 5, false)),
  dimensions: fc.oneof(
    special,
    fc.constantFrom({ json: '{"nested":[1]}' }, { json: '{"__proto__":1,"a":2}' }, { json: '{"1":1}' }),
  ),
};
function pointOf(fields: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record(fields, { requiredKeys: ["timestamp"] }).map((values) => Object.entries(values));
}
const points = fc.oneof(
  { weight: 3, arbitrary: fc.array(pointOf(usual), { maxLength: 8 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(pointOf(usual), pointOf(unusual)), { maxLength: 8 }) },
);

async function columnsOf(code: string, rows: JsonValue) {
  try {
    return await sandbox.run({
      ...ingestionRun(code, { context: { fetchedAtMs: 0, timezone: "Test", offsets } }),
      input: new TextEncoder().encode(JSON.stringify(rows) + padding),
    });
  } catch (error) {
    return String(error);
  }
}

it("gives the same for points that are read in the interpreter's memory and for points that the guest packs", async () => {
  await fc.assert(
    fc.asyncProperty(points, async (rows) => {
      const input = JSON.parse(JSON.stringify(rows)) as JsonValue;
      expect(await columnsOf(plain, input)).toEqual(await columnsOf(behindProxy, input));
    }),
    { numRuns: 300 },
  );
});

const manyKeys = "const many = {}; for (let i = 0; i < 100_001; i++) many['k' + i] = i;";
it.each([
  ["a point", `${manyKeys} return [{ ...many, timestamp: 1, value: 5 }]`],
  ["dimensions", `${manyKeys} return [{ timestamp: 1, value: 5, dimensions: many }]`],
  ["every object", `${manyKeys} Object.assign(Object.prototype, many, { value: 5 }); return [{ timestamp: 1 }]`],
])("gives the same where %s has more than 100,000 keys", async (_, statements) => {
  const code = (result: string) =>
    `const inner = (rows) => { ${statements} }; export const transform = (rows) => ${result}`;
  const columns = await columnsOf(code("inner(rows)"), []);
  expect(columns).toMatchObject({ values: Float64Array.of(5) });
  expect(columns).toEqual(await columnsOf(code("new Proxy(inner(rows), {})"), []));
});

describe("the size of dimensions", () => {
  it("does not count keys that are not written", async () => {
    const code =
      "export const transform = () => [{ timestamp: 1, value: 1, dimensions: { ['k'.repeat(900)]: undefined } }]";
    const run = ingestionRun(code, { limits: { maximumOutputBytes: 100 } });
    const { dimensions } = await sandbox.run({ ...run, input: new TextEncoder().encode(`[]${padding}`) });
    expect(dimensions).toEqual([{}]);
  });

  it("counts what numbers take, before their text is too long for the thread", async () => {
    const code = `export function transform() {
      const dimensions = {};
      for (let i = 0; i < 5000; i++) dimensions[String.fromCharCode(0x4e00 + i)] = -1.2345678901234567e-300;
      return Array.from({ length: 6000 }, () => ({ timestamp: 1, value: 1, dimensions }));
    }`;
    expect(await columnsOf(code, [])).toContain("transform returned more than 33554432 bytes of JSON");
  });
});
