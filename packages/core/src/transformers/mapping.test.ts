import { describe, expect, it } from "vitest";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { parseMapping } from "./mapping.js";

const gauge = { records: "items", value: { path: "amount" } };
const history = { ...gauge, time: { path: "at", format: "iso" } };

function problemOf(input: unknown): string {
  try {
    parseMapping(input);
  } catch (error) {
    if (!MetricsmithError.isInstance(error)) throw error;
    expect(error.code).toBe("MAPPING_INVALID");
    return error.message;
  }
  return "valid";
}

describe("parseMapping", () => {
  it("returns what it was given", () => {
    const mapping = {
      ...history,
      recordsAre: "array",
      time: { path: ["a.b", "at"], format: "iso", zone: "+02:00" },
      value: { path: "$root.amounts.0", scale: 0.01, unit: "USD" },
      series: { path: "name" },
      dimensions: { wind: "wind" },
      filter: [{ path: "state", in: ["open", 1, true], exists: true }],
      groupBy: { bucket: "day", aggregation: "last" },
    };
    expect(parseMapping(mapping)).toEqual(mapping);
  });

  it.each([
    [null, "object"],
    [{ ...gauge, records: undefined }, '"records"'],
    [{ ...gauge, record: "x" }, '"record"'],
    [{ ...gauge, records: "items[0]" }, '"records": has brackets'],
    [{ ...gauge, records: "a..b" }, '"records": has an empty key'],
    [{ ...gauge, records: "$.items" }, '"records": starts with "$"'],
    [{ ...gauge, records: "$root.items" }, '"records": starts at the response'],
    [{ ...gauge, value: "sum" }, '"value": must be "count" or'],
    [{ ...gauge, value: { path: 3 } }, '"value.path": must be a path'],
    [{ ...gauge, value: { path: "a", scale: 0 } }, '"value.scale"'],
    [{ ...gauge, value: { path: "a", scale: Number.NaN } }, '"value.scale"'],
    [{ ...gauge, value: { path: "$key" } }, '"value.path": is "$key"'],
    [{ ...gauge, series: "name" }, '"series": must be { path } or { constant }'],
    [{ ...history, time: { path: "at", format: "rfc2822" } }, '"time.format"'],
    [{ ...history, time: { path: "at", format: "iso", zone: "Europe/Berlin" } }, '"time.zone": must be'],
    [{ ...history, time: { path: "at", format: "epoch-s", zone: "UTC" } }, '"time.zone": has no meaning for epoch-s'],
    [{ ...history, time: { year: "y", day: "d" } }, '"time.month": is missing'],
    [{ ...gauge, filter: [{ path: "a" }] }, '"filter.0": needs one of'],
    [{ ...gauge, filter: [{ path: "a", gt: true }] }, '"filter.0.gt"'],
    [
      { ...gauge, dimensions: JSON.parse('{ "__proto__": "a" }') as unknown },
      '"dimensions": cannot be called "__proto__"',
    ],
    [{ ...history, value: "count" }, '"groupBy": is missing'],
    [{ ...history, groupBy: { aggregation: "sum" } }, '"groupBy.bucket": is missing'],
    [{ ...gauge, groupBy: { bucket: "day", aggregation: "sum" } }, '"groupBy.bucket": needs a "time"'],
    [
      { ...history, value: "count", groupBy: { bucket: "day", aggregation: "sum" } },
      '"groupBy.aggregation": must be "count"',
    ],
    [
      { ...history, value: { path: "a", scale: 2 }, groupBy: { bucket: "day", aggregation: "count" } },
      '"value.scale": has no meaning',
    ],
    [
      { ...history, dimensions: { a: "a" }, groupBy: { bucket: "day", aggregation: "sum" } },
      '"dimensions": cannot be kept',
    ],
    [{ ...gauge, value: "count", dimensions: { a: "a" } }, '"dimensions": cannot be kept'],
    [
      { ...history, time: { path: "at", format: "date" }, groupBy: { bucket: "hour", aggregation: "sum" } },
      '"groupBy.bucket": cannot be "hour"',
    ],
  ])("names the field that is wrong in %j", (input, expected) => {
    expect(problemOf(input)).toContain(expected);
  });

  it.each([
    [{ records: "d", recordsAre: "columns", value: { bySeries: { high: "h", low: ["l.l"] }, decimal: "comma" } }],
    [{ records: "d", recordsAre: "rows", columns: { path: "meta.columns", name: "id" }, value: { path: "v" } }],
    [{ records: "d", recordsAre: "rows", columns: "first-row", value: { bySeriesKeys: "", except: ["t"] } }],
    [{ records: "d", within: { path: "p" }, value: { path: "v" }, series: { path: "$parent.name" } }],
    [
      {
        records: "d",
        recordsAre: "values-of-object",
        within: [{ path: "a" }, { path: "b", recordsAre: "rows", columns: { path: "$parent.columns" } }],
        value: { path: "v" },
        series: { path: "$grandparentKey" },
      },
    ],
    [{ ...gauge, time: { year: "y", month: "m", day: "d", hour: "h", zone: "UTC" }, missing: [".", "NA"] }],
    [{ ...gauge, time: { date: "d", dateFormat: "us-date", clock: "c", zone: "+01:00" } }],
    [{ ...gauge, time: { date: "d", clock: "c" }, groupBy: { bucket: "hour", aggregation: "sum" } }],
  ])("takes %j", (mapping) => {
    expect(parseMapping(mapping)).toEqual(mapping);
  });

  const rows = { ...gauge, recordsAre: "rows" };
  const nested = { ...gauge, within: { path: "points" } };
  const lines = { records: "items", value: { bySeries: { high: "h" } } };
  it.each([
    [rows, '"columns": is missing'],
    [{ ...gauge, columns: "first-row" }, '"columns": has no meaning'],
    [{ ...rows, columns: "names" }, '"columns": must be "first-row" or { path, name? }'],
    [{ ...rows, columns: { path: "$parent.names" } }, '"columns.path": cannot start with "$parent"'],
    [{ ...rows, columns: { path: "names", name: "$root.x" } }, '"columns.name": starts at the column'],
    [{ ...nested, within: { path: "points", recordsAre: "rows" } }, '"within.columns": is missing'],
    [{ ...nested, within: [{ path: "a" }, { path: "$parent.b" }] }, '"within.1.path": starts at the outer record'],
    [{ ...nested, within: Array.from({ length: 4 }, () => ({ path: "a" })) }, '"within"'],
    [{ ...gauge, series: { path: "$parent.name" } }, '"series.path": starts with "$parent", which needs "within"'],
    [{ ...nested, dimensions: { a: "$grandparent.x" } }, 'which needs "within" with two levels'],
    [{ ...nested, filter: [{ path: "$parentKey", exists: true }] }, '"filter.0.path": is "$parentKey", which only'],
    [{ ...nested, recordsAre: "values-of-object", series: { path: "$key" } }, '"series.path": is "$key", which only'],
    [{ ...gauge, series: { path: "$parents.name" } }, '"series.path": starts with "$"'],
    [{ ...gauge, time: { path: "t", format: "iso-week", zone: "UTC" } }, '"time.zone": has no meaning for iso-week'],
    [
      { ...gauge, time: { year: "y", month: "m", zone: "UTC" } },
      '"time.zone": has no meaning for times without an hour',
    ],
    [{ ...gauge, time: { year: "y", month: "m", hour: "h" } }, '"time.day": is missing: an hour needs its day'],
    [{ ...gauge, time: { year: "y", month: "m", day: "d", minute: "i" } }, '"time.hour": is missing'],
    [{ ...gauge, time: { year: "y", week: "w", month: "m" } }, '"time.month": cannot stand beside a week'],
    [{ ...gauge, time: { year: "y", quarter: "q", day: "d" } }, '"time.day": cannot stand beside a quarter'],
    [{ ...gauge, time: { year: "y", quarter: "q", week: "w" } }, '"time.quarter": cannot stand beside a week'],
    [
      { ...gauge, time: { year: "y", week: "w" }, groupBy: { bucket: "hour", aggregation: "sum" } },
      '"groupBy.bucket": cannot be "hour"',
    ],
    [{ ...lines, series: { constant: "x" } }, '"series": cannot stand beside "bySeries"'],
    [{ records: "d", value: { bySeriesKeys: "r" }, series: { path: "s" } }, 'cannot stand beside "bySeriesKeys"'],
    [{ ...lines, value: { bySeries: {} } }, '"value.bySeries": is empty'],
    [{ ...lines, value: { bySeries: { "": "a" } } }, '"value.bySeries": cannot be called ""'],
    [{ ...lines, value: { bySeries: JSON.parse('{ "__proto__": "a" }') as unknown } }, 'cannot be called "__proto__"'],
    [
      {
        ...lines,
        value: { bySeries: Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`s${index}`, "a"])) },
      },
      '"value.bySeries": has 201 names; at most 200 are possible',
    ],
    [{ ...gauge, value: { path: "a", decimal: "." } }, '"value.decimal"'],
    [{ ...gauge, missing: [" "] }, '"missing.0": must be a text without spaces around it'],
  ])("names what contradicts in %j", (input, expected) => {
    expect(problemOf(input)).toContain(expected);
  });

  it("names every wrong field in its details", () => {
    const error = (() => {
      try {
        return parseMapping({ records: 1, value: { path: 2 } });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      details: { problems: [expect.stringContaining("records"), expect.stringContaining("value.path")] },
    });
  });
});
