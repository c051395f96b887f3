import { describe, expect, it } from "vitest";
import type { JsonValue } from "../util/json.js";
import { describeShape } from "./describe-shape.js";

const pathsOf = (body: JsonValue): string[] => describeShape(body).paths.map(({ path }) => path);

describe("describeShape", () => {
  it("names what stands in records, how often it is there, and of which type it is", () => {
    const shape = describeShape({ data: [{ amount: 3, note: "a" }, { amount: null }, { amount: 5 }] });
    expect(shape.paths.map(({ path }) => path)).toEqual(["", "data", "data[]", "data[].amount", "data[].note"]);
    expect(shape.paths[3]).toEqual({
      path: "data[].amount",
      count: 3,
      missing: 0,
      types: { number: 2, null: 1 },
      range: { minimum: 3, maximum: 5 },
      samples: [3, 5],
      list: "data[]",
    });
    expect(shape.paths[4]).toMatchObject({ count: 1, missing: 2, samples: ["a"] });
  });

  it("writes keys that are data as {}", () => {
    expect(pathsOf({ rates: { "2026-03-01": { USD: 1.1, GBP: 0.8 }, "2026-03-02": { USD: 1.2, GBP: 0.9 } } })).toEqual([
      "",
      "rates",
      "rates{}",
      "rates{}{}",
    ]);
    expect(pathsOf({ bitcoin: { usd: 1 }, ether: { usd: 2 }, solana: { usd: 3 } })).toEqual(["", "{}", "{}.usd"]);
  });

  it("keeps the positions of tuples, and no positions of lists", () => {
    expect(
      pathsOf({
        prices: [
          [1772323200000, 17.5],
          [1772326800000, 18],
        ],
      }),
    ).toEqual(["", "prices", "prices[]", "prices[].0", "prices[].1"]);
    expect(pathsOf({ value: [1772323200, "17"] })).toEqual(["", "value", "value.0", "value.1"]);
    expect(pathsOf({ hourly: { wind: [1, 2, 3] } })).toEqual(["", "hourly", "hourly.wind", "hourly.wind[]"]);
  });

  it("samples long lists, their ends included", () => {
    const shape = describeShape(Array.from({ length: 100_000 }, (_, n) => ({ n })));
    expect(shape.isComplete).toBe(false);
    expect(shape.paths.at(-1)).toMatchObject({ path: "[].n", count: 500, range: { minimum: 0, maximum: 99_999 } });
  });

  it("refuses what is nested too deep, without running out of stack", () => {
    const body = JSON.parse("[".repeat(50_000) + "]".repeat(50_000)) as JsonValue;
    expect(() => describeShape(body)).toThrow(/deeper than 64 levels/);
  });
});
