import { describe, expect, it } from "vitest";
import { snapshotCode } from "./snapshot-code.js";

// oxlint-disable-next-line typescript/no-implied-eval -- the emitted code is what is tested
const transform = new Function(`${snapshotCode().replace("export function", "function")}\nreturn transform;`)() as (
  ...parameters: unknown[]
) => unknown;
const fetchedAt = new Date("2026-03-10T12:00:00Z");

describe("snapshotCode", () => {
  it.each([
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    [[], []],
    [{ total: 2, items: [{ id: 1 }, { id: 2 }] }, [{ id: 1 }, { id: 2 }]],
    [{ total: 2, plan: "business" }, [{ total: 2, plan: "business" }]],
    [{ a: [1], b: [2] }, [{ a: [1], b: [2] }]],
    [null, [null]],
  ])("gives one point for %j", (response, items) => {
    expect(transform(response, {}, { fetchedAt })).toEqual([
      { timestamp: fetchedAt, value: items.length, dimensions: { items } },
    ]);
  });
});
