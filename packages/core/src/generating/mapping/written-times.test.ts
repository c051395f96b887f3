import { describe, expect, it } from "vitest";
import { pointsOf } from "../../../test/mapping/evaluate-mapping.js";

/** The time that a mapping reads from one record. */
function timeOf(time: object, record: object, timezone?: string): unknown {
  const [point] = pointsOf({ records: "", time, value: { path: "v" } }, [{ v: 1, ...record }], timezone);
  return typeof point?.timestamp === "number" ? new Date(point.timestamp).toISOString() : point?.timestamp;
}

describe("written times", () => {
  it.each([
    ["epoch-us", 1517966773840999, "2018-02-07T01:26:13.840Z"],
    ["epoch-us", "1517966773840999", "2018-02-07T01:26:13.840Z"],
    ["epoch-us", -1, "1969-12-31T23:59:59.999Z"],
    ["epoch-us", "-1", "1969-12-31T23:59:59.999Z"],
    ["epoch-us", "0", "1970-01-01T00:00:00.000Z"],
    ["epoch-ns", "1700000000123999999", "2023-11-14T22:13:20.123Z"],
    ["epoch-ns", "1700000000123000000", "2023-11-14T22:13:20.123Z"],
    // As a number it is 1700000000000999936.
    ["epoch-ns", 1700000000001000000, "2023-11-14T22:13:20.001Z"],
    ["rfc-2822", "Tue, 03 Mar 2026 10:00:00 +0100", "2026-03-03T09:00:00.000Z"],
    ["rfc-2822", "3 Mar 2026 10:00 GMT", "2026-03-03T10:00:00.000Z"],
    ["rfc-2822", "Tue, 03 Mar 2026 10:00:00 UT", "2026-03-03T10:00:00.000Z"],
    ["rfc-2822", "Tue, 03 Mar 2026 10:00:00 EST", "2026-03-03T15:00:00.000Z"],
    ["rfc-2822", "Tue, 03 Mar 2026 10:00:00 PDT", "2026-03-03T17:00:00.000Z"],
    ["rfc-2822", "Tue, 03 Mar 2026 10:00:00 -0530 (comment)", "2026-03-03T15:30:00.000Z"],
    ["dotnet", "/Date(1700000000000)/", "2023-11-14T22:13:20.000Z"],
    ["dotnet", "/Date(1700000000000+0100)/", "2023-11-14T22:13:20.000Z"],
    ["dotnet", "/Date(-1)/", "1969-12-31T23:59:59.999Z"],
    ["compact-datetime", "20260301T120000Z", "2026-03-01T12:00:00.000Z"],
    ["compact-datetime", "20260301T120000+0200", "2026-03-01T10:00:00.000Z"],
    ["compact-datetime", "20260301T05-07", "2026-03-01T12:00:00.000Z"],
    ["compact-datetime", "2026030112", "2026-03-01T12:00:00.000Z"],
    ["compact-datetime", 202603011230, "2026-03-01T12:30:00.000Z"],
    ["compact-datetime", "20260301123015.5", "2026-03-01T12:30:15.500Z"],
    ["us-date", "03/31/2026", "2026-03-31"],
    ["us-date", "3/1/2026 12:00:00 AM", "2026-03-01"],
    ["eu-date", "31.03.2026", "2026-03-31"],
    ["eu-date", "01/03/2026", "2026-03-01"],
    ["month-name", "Mar 2026", "2026-03-01"],
    ["month-name", "March 2026", "2026-03-01"],
    ["month-name", "Sept-2026", "2026-09-01"],
    ["month-name", "2026 MAR", "2026-03-01"],
    ["month-name", "Mar 31, 2026", "2026-03-31"],
    ["month-name", "31 Mar 2026", "2026-03-31"],
    ["iso-week", "2026-W05", "2026-01-26"],
    ["iso-week", "2026W05", "2026-01-26"],
    ["iso-week", "2026-W05-3", "2026-01-28"],
    ["iso-week", "2026-W01", "2025-12-29"],
    ["iso-week", "2020-W53", "2020-12-28"],
    ["quarter", "2026-Q1", "2026-01-01"],
    ["quarter", "2026Q4", "2026-10-01"],
    ["quarter", "Q2 2026", "2026-04-01"],
  ])("%s: %j is %s", (format, t, expected) => {
    expect(timeOf({ path: "t", format }, { t })).toBe(expected);
  });

  it.each([
    ["epoch-us", "1517966773840x"],
    ["epoch-us", true],
    ["rfc-2822", "Tue, 03 Mar 2026 10:00:00"],
    ["rfc-2822", "Tue, 31 Feb 2026 10:00:00 GMT"],
    ["rfc-2822", "Tue, 03 Mrz 2026 10:00:00 GMT"],
    ["dotnet", "Date(1700000000000)"],
    ["compact-datetime", "20260301"],
    ["compact-datetime", "2026030125"],
    ["compact-datetime", "20260231T120000Z"],
    ["us-date", "31/03/2026"],
    ["us-date", "03/31/26"],
    ["eu-date", "03/31/2026"],
    ["month-name", "Ma 2026"],
    ["month-name", "Brumaire 2026"],
    ["month-name", "Feb 30, 2026"],
    ["iso-week", "2026-W00"],
    ["iso-week", "2021-W53"],
    ["quarter", "2026-Q5"],
    ["quarter", 20261],
  ])("%s: %j throws and names the record", (format, t) => {
    expect(() => timeOf({ path: "t", format }, { t })).toThrow(
      `Record 0: the time at t is ${JSON.stringify(t)}, which is not`,
    );
  });

  it.each([
    "epoch-us",
    "epoch-ns",
    "rfc-2822",
    "dotnet",
    "compact-datetime",
    "us-date",
    "month-name",
    "iso-week",
    "quarter",
  ])("%s: a record without one is skipped", (format) => {
    const records = [{ v: 1 }, { v: 2, t: null }, { v: 3, t: "" }];
    const mapping = { records: "", time: { path: "t", format }, value: { path: "v" } };
    expect(() => pointsOf(mapping, records)).toThrow('None of the 3 records has a time at "t"');
  });

  it("are read in a zone where they have no offset", () => {
    const t = "202607011200";
    const format = "compact-datetime";
    expect(timeOf({ path: "t", format }, { t }, "Europe/Berlin")).toBe("2026-07-01T10:00:00.000Z");
    expect(timeOf({ path: "t", format, zone: "-05:30" }, { t }, "Europe/Berlin")).toBe("2026-07-01T17:30:00.000Z");
  });
});

describe("parts of a time", () => {
  it.each([
    [{ month: "m" }, { m: "March" }, "2026-03-01"],
    [{ month: "m" }, { m: "mar" }, "2026-03-01"],
    [{ month: "m" }, { m: "M03" }, "2026-03-01"],
    [{ week: "w" }, { w: 5 }, "2026-01-26"],
    [{ week: "w" }, { w: "W05" }, "2026-01-26"],
    [{ quarter: "q" }, { q: "Q02" }, "2026-04-01"],
    [{ quarter: "q" }, { q: 4 }, "2026-10-01"],
    [{ month: "m", day: "d", hour: "h" }, { m: 7, d: 1, h: "12" }, "2026-07-01T10:00:00.000Z"],
    [{ month: "m", day: "d", hour: "h", minute: "min" }, { m: 7, d: 1, h: 0, min: 30 }, "2026-06-30T22:30:00.000Z"],
    [{ month: "m", day: "d", hour: "h", zone: "UTC" }, { m: 7, d: 1, h: 12 }, "2026-07-01T12:00:00.000Z"],
  ])("%j of %j is %s", (parts, record, expected) => {
    expect(timeOf({ year: "y", ...parts }, { y: "2026", ...record }, "Europe/Berlin")).toBe(expected);
  });

  it.each([
    [{ month: "m" }, { m: "M13" }, "the time at y, m is [2026,13,1]"],
    [{ month: "m" }, { m: "Brumaire" }, 'the time at y, m is [2026,"Brumaire",1]'],
    [{ week: "w" }, { w: 54 }, "the time at y, w is [2026,54], which is not a year and an ISO week"],
    [{ quarter: "q" }, { q: "Q05" }, 'the time at y, q is [2026,"Q05"], which is not a year and a quarter'],
    [{ month: "m", day: "d", hour: "h" }, { m: 7, d: 1, h: 24 }, "the time at y, m, d, h is [2026,7,1,24,0]"],
  ])("%j of %j throws", (parts, record, message) => {
    expect(() => timeOf({ year: "y", ...parts }, { y: 2026, ...record })).toThrow(`Record 0: ${message}`);
  });
});

describe("a date and a time of day", () => {
  const time = { date: "d", clock: "c" };

  it.each([
    ["14:30", "2026-07-01T12:30:00.000Z"],
    ["14:30:15", "2026-07-01T12:30:15.000Z"],
    ["14:30:15.25", "2026-07-01T12:30:15.250Z"],
    ["2:30 PM", "2026-07-01T12:30:00.000Z"],
    ["12:05 am", "2026-06-30T22:05:00.000Z"],
    ["12 p.m.", "2026-07-01T10:00:00.000Z"],
    ["14:30:00Z", "2026-07-01T14:30:00.000Z"],
    ["14:30+09:00", "2026-07-01T05:30:00.000Z"],
  ])("%s is %s", (c, expected) => {
    expect(timeOf(time, { d: "2026-07-01", c }, "Europe/Berlin")).toBe(expected);
    expect(timeOf({ ...time, dateFormat: "eu-date" }, { d: "01.07.2026", c }, "Europe/Berlin")).toBe(expected);
  });

  it.each(["14", "24:00", "13:00 PM", "0:30 AM", "14:60", 1430])("%j throws", (c) => {
    expect(() => timeOf(time, { d: "2026-07-01", c })).toThrow(
      `Record 0: the time at c is ${JSON.stringify(c)}, which is not a time of day`,
    );
  });

  it("are missing when one of them is", () => {
    const records = [
      { v: 1, d: "2026-07-01" },
      { v: 2, c: "14:30" },
    ];
    expect(() => pointsOf({ records: "", time, value: { path: "v" } }, records)).toThrow('has a time at "d", "c"');
  });

  it("are cut into hours", () => {
    const groupBy = { bucket: "hour", aggregation: "sum" };
    const records = [
      { v: 1, d: "2026-07-01", c: "14:05" },
      { v: 2, d: "2026-07-01", c: "2:55 PM" },
    ];
    const [point] = pointsOf({ records: "", time, value: { path: "v" }, groupBy }, records, "Europe/Berlin");
    expect(point).toMatchObject({ value: 3, timestamp: Date.parse("2026-07-01T12:00:00Z") });
  });
});
