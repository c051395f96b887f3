import { describe, expect, it } from "vitest";
import { countRecords } from "./count-records.js";

describe("countRecords", () => {
  it.each([
    [[1, 2, 3], 3],
    [[], 0],
    [{ total: 0, items: [] }, 0],
    [{ total: 2, items: [{ tags: ["a", "b", "c"] }, {}] }, 3],
    [{ data: { pages: [{ rows: [1, 2] }] } }, 2],
    [{}, 0],
    [{ "2026-01-01": 5, "2026-01-02": 6 }, 2],
    [{ count: 42 }, 1],
    [null, 0],
    [42, 1],
  ])("of %j is %i", (body, expected) => {
    expect(countRecords(new TextEncoder().encode(JSON.stringify(body)))).toBe(expected);
  });

  it("survives nesting of any depth", () => {
    expect(countRecords(new TextEncoder().encode(`${"[".repeat(5_000)}${"]".repeat(5_000)}`))).toBe(1);
  });
});
