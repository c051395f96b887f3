import { describe, expect, it } from "vitest";
import { fetchedAt, pointsOf, values, valuesOf } from "../../../test/mapping/evaluate-mapping.js";

const linesOf = (mapping: object, response: unknown) =>
  pointsOf({ ...values, ...mapping }, response).map((point) => [point.series, point.value]);

describe("lines side by side", () => {
  const value = { bySeries: { high: "price.high", low: "price.low" } };

  it("give one point for each that is there", () => {
    const records = [{ price: { high: 3, low: 1 } }, { price: { low: "2" } }, {}];
    expect(linesOf({ value }, records)).toEqual([
      ["high", 3],
      ["low", 1],
      ["low", 2],
    ]);
  });

  it("are scaled, keep dimensions, and are grouped each on its own", () => {
    const records = [
      { price: { high: 300, low: 100 }, n: 1 },
      { price: { high: 500, low: 50 }, n: 2 },
    ];
    const mapping = { value: { ...value, scale: 0.01 }, dimensions: { n: "n" }, groupBy: { aggregation: "max" } };
    expect(pointsOf({ ...values, ...mapping }, records)).toEqual([
      { timestamp: fetchedAt, value: 5, series: "high", dimensions: { n: 2 } },
      { timestamp: fetchedAt, value: 1, series: "low", dimensions: { n: 1 } },
    ]);
    expect(linesOf({ value, groupBy: { aggregation: "count" } }, [...records, { price: { high: 1 } }])).toEqual([
      ["high", 3],
      ["low", 2],
    ]);
  });

  it("throw when no record has one of them", () => {
    expect(() => linesOf({ value }, [{}, { price: {} }])).toThrow(
      'None of the 2 records has a value at "price.high", "price.low".',
    );
    expect(() => linesOf({ value }, [{ price: { high: "x" } }])).toThrow("Record 0: the value at price.high");
  });

  it("may be called as they like", () => {
    const hostile = { bySeries: { constructor: "a", '"]; throw 1; //': "b", toString: "c", "`${x}`": "d" } };
    expect(linesOf({ value: hostile }, [{ a: 1, b: 2, c: 3, d: 4 }])).toEqual([
      ["constructor", 1],
      ['"]; throw 1; //', 2],
      ["toString", 3],
      ["`${x}`", 4],
    ]);
  });
});

describe("members as lines", () => {
  const value = { bySeriesKeys: "rates" };

  it("are named by their keys; missing ones are left out", () => {
    expect(linesOf({ value }, [{ rates: { USD: 1, EUR: "2", GBP: null } }, {}, { rates: { USD: 3 } }])).toEqual([
      ["USD", 1],
      ["EUR", 2],
      ["USD", 3],
    ]);
  });

  it("are no lines where they are excepted", () => {
    const whole = { value: { bySeriesKeys: "", except: ["date", "n"] }, time: { path: "date", format: "date" } };
    expect(linesOf(whole, [{ date: "2026-03-01", USD: 1, n: 7 }])).toEqual([["USD", 1]]);
    expect(() => linesOf({ value: { bySeriesKeys: "" } }, [{ USD: 1, date: "2026-03-01" }])).toThrow(
      'Record 0: the value at date is "2026-03-01", which is not a number',
    );
  });

  it("throw when they cannot be read, and when there are none", () => {
    expect(() => linesOf({ value }, [{ rates: { USD: "x" } }])).toThrow("Record 0: the value at rates.USD is");
    expect(() => linesOf({ value }, [{ rates: [1] }])).toThrow(
      "Record 0: the lines at rates are [1], which is not an object",
    );
    expect(() => linesOf({ value }, [{}, { rates: null }])).toThrow('None of the 2 records has values at "rates".');
  });

  it("are read only where the data has them, whatever their keys", () => {
    const rates = JSON.parse('{ "__proto__": 1, "constructor": 2, "": 3 }') as unknown;
    expect(linesOf({ value }, [{ rates }])).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
      ["", 3],
    ]);
  });
});

describe("other notations", () => {
  it.each([
    ["comma", "1.234,5", 1234.5],
    ["comma", "1234,5", 1234.5],
    ["comma", "1.234.567", 1234567],
    ["comma", "-0,25", -0.25],
    ["comma", 12.5, 12.5],
    ["point-grouped", "1,234.5", 1234.5],
    ["point-grouped", " 1,234,567 ", 1234567],
    ["point-grouped", "1234.5", 1234.5],
  ])("%s: %j is %d", (decimal, v, expected) => {
    expect(valuesOf({ value: { path: "v", decimal } }, [{ v }, { v: "" }, { v: null }])).toEqual([expected]);
  });

  it.each([
    ["comma", "12.5"],
    ["comma", "1,234.5"],
    ["comma", "1.23.456"],
    ["point-grouped", "1.234,5"],
    ["point-grouped", "12,34"],
    ["point-grouped", "$5"],
    ["comma", "9.007.199.254.740.993"],
  ])("%s: %j throws", (decimal, v) => {
    expect(() => valuesOf({ value: { path: "v", decimal } }, [{ v }])).toThrow("Record 0: the value at v is");
  });
});

describe("texts that mean no value", () => {
  const missing = [".", "NA"];

  it("are missing as value and as time", () => {
    expect(valuesOf({ missing }, [{ v: "." }, { v: " NA " }, { v: "3" }])).toEqual([3]);
    const time = { path: "t", format: "date" };
    expect(
      valuesOf({ missing, time }, [
        { v: 1, t: "NA" },
        { v: 2, t: "2026-03-01" },
      ]),
    ).toEqual([2]);
    expect(linesOf({ missing, value: { bySeriesKeys: "" } }, [{ a: ".", b: 1 }])).toEqual([["b", 1]]);
    expect(linesOf({ missing, value: { bySeries: { a: "a", b: "b" } } }, [{ a: ".", b: 1 }])).toEqual([["b", 1]]);
  });

  it("are errors where they are not declared, and none are left when all are missing", () => {
    expect(() => valuesOf({ missing }, [{ v: "n/a" }])).toThrow('is "n/a", which is not a number');
    expect(() => valuesOf({ missing }, [{ v: "." }, { v: "NA" }])).toThrow('None of the 2 records has a value at "v"');
  });
});
