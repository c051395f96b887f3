import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../util/json.js";
import { createMasker } from "../masking/create-masker.js";
import { type MaskPath, parseMaskPath } from "../masking/mask-path.js";
import { sampleResponse, type ResponseSample } from "./sample-response.js";

const sampleOf = (body: JsonValue, budget: number, seed = 1, paths: string[] = []): ResponseSample => {
  const maskPaths = paths.map((path) => parseMaskPath(path) as MaskPath);
  const masker = createMasker({ body, paths: maskPaths, detectors: [], seed });
  return sampleResponse({ body, bytes: Buffer.byteLength(JSON.stringify(body)), budget, seed, masker });
};

const orders = (count: number): JsonValue => ({
  currency: "EUR",
  orders: Array.from({ length: count }, (_, index) => ({
    id: index,
    at: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
    items: [{ sku: `sku-${index % 7}`, pieces: index % 5 }],
    ...(index === 1_234 ? { discount: { code: "rare-key" } } : {}),
    ...(index === 2_345 ? { note: "the longest of all. ".repeat(10) } : {}),
  })),
});

describe("sampleResponse", () => {
  it("shows a response that fits as it is", () => {
    const body = orders(3);
    expect(sampleOf(body, 2_000)).toEqual({ text: JSON.stringify(body), isWhole: true });
  });

  it("shows of a larger one the first, the last and the longest item, and one of each shape", () => {
    const { text, isWhole } = sampleOf(orders(3_000), 10_000);
    expect(isWhole).toBe(false);
    expect(text).toContain('"orders.0" (first, one of 2998 of its shape): {"id":0,');
    expect(text).toContain('"orders.2999" (last): {"id":2999,');
    expect(text).toContain('"orders.2345" (longest, one of 1 of its shape): {"id":2345,');
    expect(text).toContain('"orders.1234" (one of 1 of its shape): {"id":1234,');
    expect(text).toContain('"id" 3000, "at" 3000, "items" 3000, "discount" 1, "note" 1');
    expect(text).toContain('List "orders[].items[]": 3000 items in 3000 lists');
    expect(text).toContain('"currency":"EUR"');
  });

  it("chooses the same with the same seed, others with another", () => {
    expect(sampleOf(orders(3_000), 10_000)).toEqual(sampleOf(orders(3_000), 10_000));
    expect(sampleOf(orders(3_000), 10_000, 2).text).not.toBe(sampleOf(orders(3_000), 10_000).text);
  });

  it("shows samples of every list, also of those behind a large one", () => {
    const lists = Object.fromEntries(
      ["first", "second", "third"].map((name) => [
        name,
        Array.from({ length: 2_000 }, (_, index) => ({ [name]: index })),
      ]),
    );
    const { text } = sampleOf(lists, 4_000);
    for (const name of ["first", "second", "third"]) {
      expect(text).toContain(`"${name}.0" (first, longest): {"${name}":0}`);
      expect(text).toContain(`"${name}.1999" (last): {"${name}":1999}`);
    }
  });

  it("shows objects whose keys are data as lists, and rows of tables as items", () => {
    const rates = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, day) => [
        new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10),
        { EUR: day },
      ]),
    );
    expect(sampleOf({ rates }, 4_000).text).toContain('"rates.2020-01-01" (first, longest): {"EUR":0}');
    const rows = Array.from({ length: 2_000 }, (_, index) => [index, `2026-${index}`, 17]);
    const { text } = sampleOf({ rows }, 4_000);
    expect(text).toContain('"rows.1999" (last): [1999,"2026-1999",17]');
    expect(text).not.toContain("rows[][]");
  });

  it("cuts one huge item so that others have room", () => {
    const huge = { text: "x".repeat(100_000), list: Array.from({ length: 10_000 }, (_, index) => index) };
    const { text } = sampleOf([huge, { text: "small" }, huge], 6_000);
    expect(text).toContain("more characters */");
    expect(text).toContain("more items */");
    expect(text).toContain('{"text":"small"}');
  });

  it("shows nothing of what is masked, whether it is whole, sampled or cut", () => {
    const names = ["Jane", "x".repeat(3_000), "Ed"];
    const rows = Array.from({ length: 3_000 }, (_, index) => ({
      who: { name: names[index % 3] ?? "", id: 700_000 + index },
      n: index,
    }));
    for (const budget of [4_000, 10_000_000]) {
      const { text, isWhole } = sampleOf({ rows }, budget, 1, ["rows[].who"]);
      expect(isWhole).toBe(budget > 4_000);
      expect(text).not.toMatch(/Jane|xxx|"Ed"|70[0-2]\d{3}/);
      expect(text).toContain('"n":2999');
    }
  });

  it("is never over its budget, on one line an item, whatever the response is", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6, stringUnit: "binary" }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 2_000, max: 8_000 }),
        fc.integer(),
        (item, times, budget, seed) => {
          const body = { list: Array.from({ length: times }, () => item as JsonValue) };
          const { text, isWhole } = sampleOf(body, budget, seed);
          expect(text.length).toBeLessThanOrEqual(budget);
          if (isWhole) expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(body)));
          expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);

  it("is within its budget for wide, deep and odd responses", () => {
    let deep: JsonValue = 1;
    for (let level = 0; level < 60; level++) deep = level % 2 === 0 ? [deep] : { a: deep };
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key ${index}`, index]));
    const lists = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`list_${index}`, [index, "x".repeat(50)]]),
    );
    for (const body of [deep, wide, lists, "x".repeat(50_000), [[[]]], Array.from({ length: 50_000 }, () => ({}))]) {
      const { text } = sampleOf(body, 2_000);
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text).not.toBe("");
    }
  });
});
