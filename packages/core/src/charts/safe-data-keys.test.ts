import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSafeDataKey, safeDataKeys } from "./safe-data-keys.js";

describe("safeDataKeys()", () => {
  it("keeps names readable and numbers those that are not", () => {
    const names = [
      "stars",
      "Wholesale and Retail Trade",
      "Été",
      "日本",
      "</style>",
      "42",
      "constructor",
      "Stars",
      "__proto__",
    ];
    expect([...safeDataKeys(names).values()]).toEqual([
      "stars",
      "Wholesale-and-Retail-Trade",
      "Ete",
      "series-4",
      "style",
      "series-6",
      "constructor-2",
      "Stars-2",
      "__proto__-2",
    ]);
  });

  it("gives every name its own safe key, never a reserved one, and the same keys each time", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("date", "Date", "series-1", "a", "a-2", "A", "constructor", ""),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 40 }), (names) => {
        const keys = safeDataKeys(names, ["date", "fill"]);
        const values = [...keys.values()];
        expect([...keys.keys()]).toEqual(names);
        expect(values.every(isSafeDataKey)).toBe(true);
        expect(new Set(values.map((key) => key.toLowerCase())).size).toBe(names.length);
        expect(values.map((key) => key.toLowerCase())).not.toContain("date");
        expect(safeDataKeys(names, ["date", "fill"])).toEqual(keys);
      }),
    );
  });
});
