import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../util/json.js";
import { reduceResponse } from "./reduce-response.js";

const listOf = (body: JsonValue, key: string): JsonValue[] => (body as Record<string, JsonValue[]>)[key] ?? [];

describe("reduceResponse", () => {
  it("leaves what is small as it is", () => {
    const body = { status: "ok", data: [{ a: 1 }, { a: 2 }] };
    expect(reduceResponse(body, 1)).toEqual(body);
  });

  it("keeps both ends, a record of every kind, and everything outside of lists", () => {
    const data = Array.from({ length: 5_000 }, (_, n): JsonObject => (n === 3_456 ? { n, note: "odd" } : { n }));
    const reduced = reduceResponse({ total: 5_000, data }, 1);
    expect(reduced).toMatchObject({ total: 5_000 });
    const kept = listOf(reduced, "data");
    expect(kept.length).toBeLessThanOrEqual(24);
    expect([kept[0], kept.at(-1)]).toEqual([{ n: 0 }, { n: 4_999 }]);
    expect(kept).toContainEqual({ n: 3_456, note: "odd" });
  });

  it("keeps the same positions of columns side by side", () => {
    const time = Array.from({ length: 500 }, (_, n) => n);
    const level = time.map((n) => (n === 321 ? null : n * 2));
    const reduced = reduceResponse({ time, level }, 1);
    const [times, levels] = [listOf(reduced, "time"), listOf(reduced, "level")];
    expect(levels).toEqual(times.map((n) => (n === 321 ? null : Number(n) * 2)));
    expect(times).toContain(321);
  });

  it("keeps rows of cells whole and takes fewer of them", () => {
    const rows = Array.from({ length: 300 }, (_, n) => Array.from({ length: 40 }, (_, cell) => n * 100 + cell));
    const reduced = reduceResponse(rows, 1) as JsonValue[][];
    expect(reduced.length).toBeLessThanOrEqual(24);
    expect(reduced.every((row) => row.length === 40)).toBe(true);
  });

  it("is the same for the same seed", () => {
    const body = Array.from({ length: 900 }, (_, n) => ({ n }));
    expect(reduceResponse(body, 7)).toEqual(reduceResponse(body, 7));
    expect(reduceResponse(body, 7)).not.toEqual(reduceResponse(body, 8));
  });
});
