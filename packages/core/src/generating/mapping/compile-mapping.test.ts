import { describe, expect, it } from "vitest";
import { fetchedAt, pointsOf, values, valuesOf } from "../../../test/mapping/evaluate-mapping.js";
import { parseMapping } from "../../transformers/mapping.js";
import { compileMapping } from "./compile-mapping.js";

describe("compileMapping", () => {
  it("gives the same text for the same mapping, with the mapping in words first", () => {
    const mapping = parseMapping({
      records: "features",
      time: { path: "properties.time", format: "epoch-ms" },
      value: { path: "properties.mag", unit: "Mw" },
      filter: [{ path: "properties.type", equals: "earthquake" }],
      groupBy: { bucket: "day", aggregation: "max" },
    });
    const code = compileMapping(mapping, { kind: "history" });
    expect(compileMapping(mapping, { kind: "history" })).toBe(code);
    expect(code.split("\n\n")[0]).toBe(
      [
        "// Compiled from a mapping:",
        '//   records     the items of the array "features"',
        '//   only where  "properties.type" is "earthquake"',
        '//   time        "properties.time", milliseconds since 1970',
        '//   value       "properties.mag", in "Mw"',
        "//   points      max per day of the metric's time zone",
      ].join("\n"),
    );
    expect(code).toContain("const value = readValue(record?.properties?.mag,");
  });

  it.each([
    [
      { recordsAre: "columns", time: { path: "t", format: "iso-week" }, value: { bySeries: { high: "h", low: "l" } } },
      [
        '  records     the positions of the parallel arrays in the object "d"',
        '  time        "t", ISO week YYYY-Www',
        "  value       one for each series",
        '  series      "high" from "h"',
        '  series      "low" from "l"',
        "  points      one per record and series; records without value or time are skipped",
      ],
    ],
    [
      {
        within: [
          { path: "a", recordsAre: "values-of-object" },
          { path: "b", recordsAre: "rows", columns: { path: "$parent.c", name: "n" } },
        ],
        time: { date: "t", dateFormat: "us-date", clock: "c", zone: "UTC" },
        value: { path: "v", decimal: "comma" },
        missing: [".", "`"],
      },
      [
        '  records     the items of the array "d", of each the values of its object "a", of each the rows of its array "b" ' +
          'named by "$parent.c", their "n"',
        '  time        "t", calendar date MM/DD/YYYY, and "c", time of day; without an offset in UTC',
        '  value       "v", written as 1.234,5',
        `  no value    ".", "'"`,
        "  points      one per record; records without value or time are skipped",
      ],
    ],
    [
      {
        recordsAre: "rows",
        columns: "first-row",
        time: { year: "y", month: "m", day: "d", hour: "h" },
        value: { bySeriesKeys: "rates", except: ["X"] },
        groupBy: { bucket: "day", aggregation: "avg" },
      },
      [
        '  records     the rows of the array "d" named by the first one',
        `  time        local time from "y", "m", "d", "h"; in the metric's time zone`,
        '  value       each member of "rates" except "X"',
        "  series      the member's key",
        "  points      avg per day of the metric's time zone and series",
      ],
    ],
  ])("says in words what %j does", (mapping, rows) => {
    const code = compileMapping(parseMapping({ records: "d", ...mapping }), { kind: "history" });
    expect(code.split("\n\n")[0]).toBe(["// Compiled from a mapping:", ...rows.map((row) => `// ${row}`)].join("\n"));
  });

  it("brings only the functions that the code calls", () => {
    const functionsOf = (mapping: object) => {
      const code = compileMapping(parseMapping({ records: "localClock(", ...mapping }), { kind: "gauge" });
      return [...code.matchAll(/^function (\w+)/gm)].map(([, name]) => name);
    };
    const filter = [{ path: "noPoints(", exists: true }];
    const read = ["arrayAt", "readValue"];
    const basic = ["toNumber", "show"];
    expect(functionsOf({ value: { path: "v" } })).toEqual([...read, "noPoints", "showKeys", "showKey", ...basic]);
    expect(functionsOf({ value: { path: "v" }, filter })).toEqual([...read, "isMissing", ...basic]);
    expect(functionsOf({ value: "count" })).toEqual(["arrayAt", "show"]);
  });

  it("needs a time for a history and refuses one for a gauge", () => {
    const gauge = parseMapping(values);
    const history = parseMapping({ ...values, time: { path: "t", format: "iso" } });
    expect(() => compileMapping(gauge, { kind: "history" })).toThrow('"time" is missing');
    expect(() => compileMapping(history, { kind: "gauge" })).toThrow('"time" is given');
    expect(compileMapping(gauge, { kind: "snapshot" })).toContain("context.fetchedAt");
    expect(compileMapping(history, { kind: "snapshot" })).toContain("readIsoTime");
  });
});

describe("compiled records", () => {
  it("are the items of an array anywhere in the response", () => {
    expect(
      pointsOf({ records: "data.0.items", value: { path: "v" } }, { data: [{ items: [{ v: 1 }, { v: 2 }] }] }),
    ).toEqual([
      { timestamp: fetchedAt, value: 1 },
      { timestamp: fetchedAt, value: 2 },
    ]);
  });

  it("are the values of an object, which know their key", () => {
    const mapping = { records: "rates", recordsAre: "values-of-object", value: { path: "" }, series: { path: "$key" } };
    expect(pointsOf(mapping, { rates: { EUR: 1.08, GBP: 1.27 } })).toEqual([
      { timestamp: fetchedAt, value: 1.08, series: "EUR" },
      { timestamp: fetchedAt, value: 1.27, series: "GBP" },
    ]);
  });

  it("are one object", () => {
    expect(pointsOf({ records: "", recordsAre: "object", value: { path: "count" } }, { count: 42 })).toEqual([
      { timestamp: fetchedAt, value: 42 },
    ]);
  });

  it.each([
    [{}, {}, "The records at items should be an array but are missing"],
    [{}, { items: null }, "should be an array but are null"],
    [{}, { items: { message: "Bad credentials" } }, 'should be an array but are {"message":"Bad credentials"}'],
    [{ recordsAre: "object" }, { items: [1] }, "should be an object but are [1]"],
    [{ recordsAre: "values-of-object" }, { items: "x" }, 'should be an object but are "x"'],
  ])("throw when they are not there: %j %j", (mapping, response, message) => {
    expect(() => pointsOf({ ...values, records: "items", ...mapping }, response)).toThrow(message);
  });
});

describe("compiled values", () => {
  it("are numbers, also in text", () => {
    expect(valuesOf({}, [{ v: -1.5 }, { v: "1234.5" }, { v: " 7 " }, { v: "1e3" }, { v: 0 }, { v: "0" }])).toEqual([
      -1.5, 1234.5, 7, 1000, 0, 0,
    ]);
  });

  it("skip records without one: missing is not 0", () => {
    expect(valuesOf({}, [{ v: 1 }, {}, { v: null }, { v: "" }, null, 5, { v: 2 }])).toEqual([1, 2]);
  });

  it.each([["1,234"], ["abc"], ["0x10"], ["NaN"], ["Infinity"], ["1e999"], [true], [[1]], [{ a: 1 }]])(
    "throw for %j and name the record",
    (v) => {
      expect(() => valuesOf({}, [{ v: 1 }, { v }])).toThrow(
        `Record 1: the value at v is ${JSON.stringify(v)}, which is not a number`,
      );
    },
  );

  it("throw for integers that a number cannot hold, before scaling hides them", () => {
    expect(() => valuesOf({ value: { path: "v", scale: 0.01 } }, [{ v: "9007199254740993" }])).toThrow(
      "too large to be exact",
    );
    expect(() => valuesOf({}, [{ v: 2 ** 53 }])).toThrow("too large to be exact");
    expect(valuesOf({}, [{ v: 2 ** 53 - 1 }])).toEqual([9007199254740991]);
  });

  it("are scaled without rounding noise", () => {
    expect(valuesOf({ value: { path: "v", scale: 0.01 } }, [{ v: 1999 }, { v: 110 }])).toEqual([19.99, 1.1]);
    expect(valuesOf({ value: { path: "v", scale: 2.5 } }, [{ v: 4 }])).toEqual([10]);
    expect(valuesOf({ value: { path: "v", scale: -0.1 } }, [{ v: 3 }])).toEqual([-0.3]);
  });

  it("count records, and no records are 0", () => {
    expect(valuesOf({ value: "count" }, [{}, {}])).toEqual([2]);
    expect(pointsOf({ ...values, value: "count", series: { constant: "open" } }, [])).toEqual([
      { timestamp: fetchedAt, value: 0, series: "open" },
    ]);
    expect(
      pointsOf({ ...values, value: "count", series: { path: "s" } }, [{ s: "a" }, { s: "b" }, { s: "a" }]),
    ).toEqual([
      { timestamp: fetchedAt, value: 2, series: "a" },
      { timestamp: fetchedAt, value: 1, series: "b" },
    ]);
  });
});

describe("compiled series and dimensions", () => {
  it("are texts; a record without a series has the empty one", () => {
    const series = pointsOf({ ...values, series: { path: "s" } }, [
      { v: 1, s: "a" },
      { v: 2, s: 7 },
      { v: 3 },
      { v: 4, s: null },
    ]).map((point) => point.series);
    expect(series).toEqual(["a", "7", "", ""]);
    expect(() => pointsOf({ ...values, series: { path: "s" } }, [{ v: 1, s: {} }])).toThrow(
      "Record 0: the series at s is {}",
    );
  });

  it("throw for a number that two series could share", () => {
    const mapping = { ...values, series: { path: "s" } };
    expect(pointsOf(mapping, [{ v: 1, s: 2 ** 53 - 1 }])[0]?.series).toBe("9007199254740991");
    expect(pointsOf(mapping, [{ v: 1, s: "9007199254740993" }])[0]?.series).toBe("9007199254740993");
    expect(() => pointsOf(mapping, [{ v: 1, s: 2 ** 53 }])).toThrow(
      "Record 0: the series at s is 9007199254740992, a number too large to be exact",
    );
  });

  it("keep numbers, read numbers in text, and leave out what is missing", () => {
    const mapping = {
      ...values,
      dimensions: { number: "n", text: "t", word: "w", code: "c", large: "l", none: "x", empty: "e" },
    };
    const record = { v: 1, n: 4.7, t: "12.8", w: "rain", c: "007", l: "9007199254740993", e: "" };
    expect(pointsOf(mapping, [record])[0]?.dimensions).toEqual({
      number: 4.7,
      text: 12.8,
      word: "rain",
      code: "007",
      large: "9007199254740993",
    });
  });
});
