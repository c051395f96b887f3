import { describe, expect, it } from "vitest";
import { readTime, readTimes } from "./read-times.js";
import type { ShapeTimeFormat, TimeGranularity } from "./time-format.js";

describe("readTimes", () => {
  it.each<[readonly (string | number)[], ShapeTimeFormat, TimeGranularity]>([
    [["2026-03-01T12:00:00Z", "2026-03-02 12:00"], "iso", "instant"],
    [["2026-03-01", "2026-03-02"], "iso", "day"],
    [["2026-03"], "month", "month"],
    [["2026-W05"], "iso-week", "week"],
    [["2026-Q1", "2026-Q2"], "quarter", "quarter"],
    [["Tue, 03 Mar 2026 10:00:00 +0100"], "rfc-2822", "instant"],
    [["/Date(1700000000000)/"], "dotnet", "instant"],
    [["Mar 2026", "April 2026"], "month-name", "month"],
    [["03/31/2026", "04/01/2026"], "us-date", "day"],
    [["31.03.2026", "01.04.2026"], "eu-date", "day"],
    [[1772323200], "epoch-s", "instant"],
    [["1772323200"], "epoch-s", "instant"],
    [[1772323200000], "epoch-ms", "instant"],
    [[1772323200000000], "epoch-us", "instant"],
    [["1772323200000000000"], "epoch-ns", "instant"],
    [[20260301, 20260302], "compact-date", "day"],
    [["20260301T120000Z"], "compact-datetime", "instant"],
    [[2025, 2026], "year", "year"],
  ])("reads %j as %s", (values, format, granularity) => {
    expect(readTimes(values)).toMatchObject([{ format, granularity }]);
  });

  it("leaves open whether the day or the month comes first until a day proves it", () => {
    expect(readTimes(["03/04/2026"]).map(({ format }) => format)).toEqual(["us-date", "eu-date"]);
    expect(readTimes(["03/04/2026", "03/14/2026"]).map(({ format }) => format)).toEqual(["us-date"]);
  });

  it.each<[readonly (string | number)[]]>([
    [[]],
    [[5, 17, 200]],
    [[-1]],
    [["2026-02-30"]],
    [["2026-03-01", "soon"]],
    [["1.234,56"]],
    [["2026-03-01T25:00:00Z"]],
  ])("finds no time in %j", (values) => {
    expect(readTimes(values)).toEqual([]);
  });
});

describe("readTime", () => {
  it.each<[string | number, ShapeTimeFormat, string, string]>([
    ["2026-03-01T12:00:00+02:00", "iso", "Europe/Berlin", "2026-03-01T10:00:00.000Z"],
    ["2026-07-01T12:00:00", "iso", "Europe/Berlin", "2026-07-01T10:00:00.000Z"],
    ["2026-07-01T12:00:00.250", "iso", "+01:00", "2026-07-01T11:00:00.250Z"],
    ["2026-07-01", "iso", "Europe/Berlin", "2026-07-01T00:00:00.000Z"],
    ["2026-W01", "iso-week", "UTC", "2025-12-29T00:00:00.000Z"],
    ["Q2 2026", "quarter", "UTC", "2026-04-01T00:00:00.000Z"],
    ["Tue, 03 Mar 2026 10:00:00 EST", "rfc-2822", "UTC", "2026-03-03T15:00:00.000Z"],
    ["1700000000123456789", "epoch-ns", "UTC", "2023-11-14T22:13:20.123Z"],
    ["2026030112", "compact-datetime", "Europe/Berlin", "2026-03-01T11:00:00.000Z"],
  ])("%s as %s in %s is %s", (value, format, zone, expected) => {
    expect(new Date(readTime(value, format, zone) ?? Number.NaN).toISOString()).toBe(expected);
  });
});
