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
