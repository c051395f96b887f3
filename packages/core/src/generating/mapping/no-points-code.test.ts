import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointsOf, values } from "../../../test/mapping/evaluate-mapping.js";

const time = { path: "at", format: "date" };
const daily = { bucket: "day", aggregation: "sum" };

/** What a mapping says about a response from which it makes no points. */
function reasonOf(mapping: object, response: unknown): string {
  try {
    const points = pointsOf({ ...values, ...mapping }, response);
    return `${points.length} points`;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("records without points", () => {
  const records = [{ d: 1, v: 2 }, { d: 2 }, { d: 3 }];
  const noValue = 'None of the 3 records has a value at "vv". The first record has: d, v.';
  const noTime = 'None of the 3 records has a time at "at". The first record has: d, v.';

  it.each([
    [{ value: { path: "vv" } }, noValue],
    [{ value: { path: "vv", scale: 0.01 } }, noValue],
    [{ value: { path: "vv" }, groupBy: { aggregation: "max" } }, noValue],
    [{ time }, noTime],
    [{ time, groupBy: daily }, noTime],
    [{ time, value: "count", groupBy: { ...daily, aggregation: "count" } }, noTime],
    [{ time: { year: "y", month: "m" } }, noTime.replace('"at"', '"y", "m"')],
    [{ value: { path: ["a", "b"] } }, noValue.replace('"vv"', '["a","b"]')],
    [{ value: { path: "$root.total" } }, noValue.replace("vv", "$root.total")],
  ])("throw what they all lack: %j", (mapping, expected) => {
    expect(reasonOf(mapping, records)).toBe(expected);
  });

  it("throw what some lack here and others there", () => {
    expect(reasonOf({ time }, [{ v: 1 }, { at: "2026-03-01" }])).toBe(
      'None of the 2 records has both a time at "at" and a value at "v". The first record has: v.',
    );
  });

  it("throw for one record, of an array, an object or the values of one", () => {
    expect(reasonOf({}, [{ total: 1 }])).toBe('The only record lacks a value at "v". It has: total.');
    expect(reasonOf({ recordsAre: "object" }, { total: 1 })).toBe(
      'The only record lacks a value at "v". It has: total.',
    );
    expect(reasonOf({ recordsAre: "values-of-object" }, { a: { x: 1 }, b: { y: 1 } })).toBe(
      'None of the 2 records has a value at "v". The first record has: x.',
    );
  });

  it.each([
    [null, "is null."],
    [5, "is 5."],
    ["text", 'is "text".'],
    [{}, "is {}."],
    [[1, 2], "has: 0, 1."],
  ])("show a first record such as %j", (first, expected) => {
    expect(reasonOf({}, [first, {}])).toBe(`None of the 2 records has a value at "v". The first record ${expected}`);
  });

  it("are nothing to throw about when some have points, when there are none, or when a filter may drop them", () => {
    expect(reasonOf({}, [{}, { v: 1 }])).toBe("1 points");
    expect(reasonOf({ time, groupBy: daily }, [{ v: 1 }, { v: 1, at: "2026-03-01" }])).toBe("1 points");
    expect(reasonOf({}, [])).toBe("0 points");
    expect(reasonOf({ time, groupBy: daily }, [])).toBe("0 points");
    expect(reasonOf({ recordsAre: "values-of-object" }, {})).toBe("0 points");
    expect(reasonOf({ filter: [{ path: "open", equals: true }] }, [{ open: false, v: 1 }, { open: true }])).toBe(
      "0 points",
    );
  });

  it("wait for data when the only record is an object whose lists are empty", () => {
    const mapping = { recordsAre: "object", value: { path: "data.0.v" } };
    expect(reasonOf(mapping, { data: [], pages: { items: [] } })).toBe("0 points");
    expect(reasonOf(mapping, { data: [], more: [1] })).toContain("It has: data, more.");
  });
});

describe("keys in the reason", () => {
  const keysOf = (record: object): string => reasonOf({}, [record]).split("It has: ")[1] ?? "";

  it("are at most 20 of 60 characters", () => {
    const record = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`key${index}`, 1]));
    expect(keysOf(record)).toMatch(/^key0, key1, .*, key19 and 5 more\.$/);
    expect(keysOf({ ["k".repeat(61)]: 1 })).toBe(`${"k".repeat(60)}....`);
  });

  it.each([
    ["max_temperature", "max_temperature"],
    ["größe", "größe"],
    ["a, b", '"a, b"'],
    ["", '""'],
    ["\n\u001b[31m", String.raw`"\n\u001b[31m"`],
    ["\u202etxt\u2028", String.raw`"\u{202e}txt\u{2028}"`],
    ["\u{e0001}", String.raw`"\u{e0001}"`],
    ["\ud800", String.raw`"\ud800"`],
  ])("print %j as %s", (key, expected) => {
    expect(keysOf({ [key]: 1 })).toBe(`${expected}.`);
  });

  it("never hold a character that does not print, nor end the sentence's line", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 80 }), { minLength: 1, maxLength: 30 }), (keys) => {
        const reason = reasonOf({ value: { path: "no such key" } }, [Object.fromEntries(keys.map((key) => [key, 1]))]);
        expect(reason).toMatch(/^The only record lacks a value at "no such key"\. It has: /);
        expect(reason).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 200 },
    );
  });
});
