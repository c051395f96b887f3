import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../util/json.js";
import { sampleResponse } from "../sampling/sample-response.js";
import { createMasker, type Masker } from "./create-masker.js";
import { usualDetectors } from "./mask-detectors.js";
import { type MaskPath, parseMaskPath } from "./mask-path.js";

/** A masker, and the whole response as it shows it. */
function maskerOf(
  body: JsonValue,
  paths: readonly string[] = [],
  secrets: readonly string[] = [],
): Masker & { readonly body: JsonValue } {
  const maskPaths = paths.map((path) => parseMaskPath(path) as MaskPath);
  const masker = createMasker({ body, paths: maskPaths, detectors: usualDetectors, secrets, seed: 1 });
  const { text } = sampleResponse({ body, bytes: 0, budget: 1e9, seed: 1, masker });
  return { ...masker, body: JSON.parse(text) as JsonValue };
}

describe("createMasker", () => {
  it("gives the same original the same stand-in, and another one another", () => {
    const body = { a: ["jane@example.com", "john@example.com"], b: { c: "mail jane@example.com" } };
    const masked = maskerOf(body).body as typeof body;
    expect(masked.b.c).toBe(`mail ${masked.a[0]}`);
    expect(masked.a[0]).not.toBe(masked.a[1]);
    expect(JSON.stringify(masked)).not.toMatch(/jane|john/);
  });

  it("keeps many short originals apart as far as their form allows", () => {
    const body = { rows: Array.from({ length: 500 }, (_, index) => ({ name: `n${String(index).padStart(4, "0")}` })) };
    const masked = maskerOf(body, ["rows[].name"]).body as typeof body;
    expect(new Set(masked.rows.map(({ name }) => name)).size).toBe(500);
  });

  it("masks texts and numbers at a path and below it, and nothing beside it", () => {
    const body = {
      data: [{ customer: { id: 12_345, tags: ["vip", null, true] }, customerId: "customer-1", amount: 12_345 }],
    };
    const masked = maskerOf(body, ["data[].customer"]).body as typeof body;
    const [row] = masked.data;
    expect(row).toMatchObject({ customerId: "customer-1", amount: 12_345 });
    expect(String(row?.customer.id)).toMatch(/^[1-9]\d{4}$/);
    expect(row?.customer.id).not.toBe(12_345);
    expect(row?.customer.tags).toEqual([expect.stringMatching(/^[a-z]{3}$/), null, true]);
    expect(row?.customer.tags[0]).not.toBe("vip");
  });

  it("masks texts under keys of secrets, and never numbers", () => {
    const body = { password: "x1", access_token: "xyz123uvw", total_tokens: 1_234, token: "ETH" };
    const masked = maskerOf(body).body as typeof body;
    expect(masked).toMatchObject({ total_tokens: 1_234, token: "ETH" });
    expect([masked.password, masked.access_token]).not.toContain("x1");
    expect(masked.access_token).toMatch(/^[a-z]{3}\d{3}[a-z]{3}$/);
  });

  it("masks keys that are data", () => {
    const masked = maskerOf({ "jane@example.com": 3, "john@example.com": 4 }).body as Record<string, number>;
    expect(Object.values(masked)).toEqual([3, 4]);
    expect(Object.keys(masked).join()).toMatch(/^[a-z]{4}@[a-z]{7}\.com,[a-z]{4}@[a-z]{7}\.com$/);
    expect(Object.keys(masked).join()).not.toMatch(/jane|john/);
  });

  it("says whether it masks numbers", () => {
    expect(maskerOf({ a: 1, b: "x" }, ["b"]).masksNumbers).toBe(false);
    expect(maskerOf({ a: 1, b: "x" }, ["a"]).masksNumbers).toBe(true);
  });

  it("masks what sentences quote: whole, escaped, and cut off", () => {
    const name = 'Jane "the\nOwl" Doe';
    const { maskText } = maskerOf({ name }, ["name"]);
    for (const quoted of [name, JSON.stringify(name), `${name.slice(0, 8)}\u2026`, `"${name.slice(0, 4)}..."`]) {
      const shown = maskText(`It is ${quoted} here.`);
      expect(shown).not.toContain("Jane");
      expect(shown).toHaveLength(`It is ${quoted} here.`.length);
    }
  });

  it("masks in sentences what the response does not hold, and keeps to it", () => {
    const { maskText } = maskerOf({});
    expect(maskText("jane@example.com")).not.toBe("jane@example.com");
    expect(maskText("jane@example.com")).toBe(maskText("jane@example.com"));
  });

  it("leaves stand-ins alone that come back in a sentence", () => {
    const masker = maskerOf({ mail: "jane@example.com" });
    const { mail } = masker.body as { mail: string };
    expect(masker.maskText(`No ${mail} here.`)).toBe(`No ${mail} here.`);
  });

  it("leaves words alone that are keys, and short ones inside of other words", () => {
    const { maskText } = maskerOf({ open: 1, state: "open", code: "cat" }, ["state", "code"]);
    expect(maskText("The key open, in a category.")).toBe("The key open, in a category.");
    expect(maskText("It is cat.")).not.toContain("cat");
  });

  it("masks secrets of the request wherever the response repeats them", () => {
    const masker = maskerOf({ self: "/orders?with=hidden-key-1" }, [], ["hidden-key-1"]);
    expect(JSON.stringify(masker.body)).not.toContain("hidden-key-1");
  });

  it("puts originals back", () => {
    const masker = maskerOf({ series: ["jane@example.com", "john@example.com"] });
    const { series } = masker.body as { series: string[] };
    expect(masker.unmask(`row.series === ${JSON.stringify(series[1])}`)).toBe('row.series === "john@example.com"');
  });

  it("finds among very many originals as fast as among few", () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => ({ mail: `user-${index}@example.com` }));
    const masker = maskerOf({ rows });
    const started = performance.now();
    expect(masker.maskText("user-17777@example.com, user-9@exam\u2026 ".repeat(500))).not.toMatch(/user-\d/);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
