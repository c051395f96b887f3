import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointsOf } from "../../../test/mapping/evaluate-mapping.js";

/** The time that a mapping reads from one record. */
function timeOf(time: object, record: unknown, timezone?: string): unknown {
  const [point] = pointsOf({ records: "", time, value: { path: "v" } }, [{ v: 1, ...(record as object) }], timezone);
  return typeof point?.timestamp === "number" ? new Date(point.timestamp).toISOString() : point?.timestamp;
}

describe("compiled times", () => {
  it.each([
    ["iso", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z"],
    ["iso", "2026-03-01T12:00:00.1239Z", "2026-03-01T12:00:00.123Z"],
    ["iso", "2026-03-01T12:00:00.29+00:00", "2026-03-01T12:00:00.290Z"],
    ["iso", "2026-03-01T12:00-05:30", "2026-03-01T17:30:00.000Z"],
    ["iso", "2026-03-01 12:00:00+0200", "2026-03-01T10:00:00.000Z"],
    ["iso", "2026-03-01T12:00:00+02", "2026-03-01T10:00:00.000Z"],
    ["iso", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["iso", "2026-03-01", "2026-03-01"],
    ["epoch-s", 1517966773, "2018-02-07T01:26:13.000Z"],
    ["epoch-s", "1517966773.84", "2018-02-07T01:26:13.840Z"],
    ["epoch-ms", 1517966773840, "2018-02-07T01:26:13.840Z"],
    ["epoch-ms", "-1", "1969-12-31T23:59:59.999Z"],
    ["date", "2026-03-01", "2026-03-01"],
    ["date", "2026-03-01T23:30:00-05:00", "2026-03-01"],
    ["month", "2026-03", "2026-03-01"],
    ["year", "2026", "2026-01-01"],
    ["year", 2026, "2026-01-01"],
    ["compact-date", "20260301", "2026-03-01"],
    ["compact-date", 20260301, "2026-03-01"],
  ])("%s: %j is %s", (format, t, expected) => {
    expect(timeOf({ path: "t", format }, { t })).toBe(expected);
  });

  it.each([
    ["iso", "2026-02-30T00:00:00Z"],
    ["iso", "2026-03-01T24:00:00Z"],
    ["iso", "March 1, 2026"],
    ["iso", 1517966773840],
    ["epoch-s", 1517966773840],
    ["epoch-ms", "yesterday"],
    ["date", "2026-13-01"],
    ["date", "01/03/2026"],
    ["month", "2026-00"],
    ["year", "26"],
    ["compact-date", "2026-03-01"],
    ["compact-date", 20261301],
    ["date", true],
  ])("%s: %j throws and names the record", (format, t) => {
    expect(() => timeOf({ path: "t", format }, { t })).toThrow(
      `Record 0: the time at t is ${JSON.stringify(t)}, which is not`,
    );
  });

  it("skip records without one", () => {
    const timesOf = (time: object, records: object[]) =>
      pointsOf({ records: "", time, value: { path: "v" } }, records).map(({ timestamp }) => timestamp);
    expect(timesOf({ path: "t", format: "date" }, [{ v: 1, t: null }, { v: 1 }, { v: 1, t: "2026-03-01" }])).toEqual([
      "2026-03-01",
    ]);
    expect(
      timesOf({ year: "y", month: "m" }, [
        { v: 1, y: 2026 },
        { v: 1, y: 2026, m: 3 },
      ]),
    ).toEqual(["2026-03-01"]);
  });

  it("are put together from parts, of the response or the record", () => {
    expect(timeOf({ year: "y", month: "m" }, { y: 2000, m: "3" })).toBe("2000-03-01");
    expect(timeOf({ year: "y" }, { y: 2000 })).toBe("2000-01-01");
    const mapping = {
      records: "items",
      time: { year: "$root.period.year", month: "m", day: "d" },
      value: { path: "v" },
    };
    expect(pointsOf(mapping, { period: { year: 2025 }, items: [{ m: 2, d: 28, v: 1 }] })[0]?.timestamp).toBe(
      "2025-02-28",
    );
    expect(() => timeOf({ year: "y", month: "m", day: "d" }, { y: 2025, m: 2, d: 29 })).toThrow(
      "Record 0: the time at y, m, d is [2025,2,29]",
    );
  });

  it.each([
    ["UTC", "2026-07-01T12:00:00", "2026-07-01T12:00:00.000Z"],
    ["+02:00", "2026-07-01T12:00:00", "2026-07-01T10:00:00.000Z"],
    ["-05:30", "2026-07-01T12:00:00", "2026-07-01T17:30:00.000Z"],
    ["+02:00", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00.000Z"],
  ])("without an offset are read in zone %s", (zone, t, expected) => {
    expect(timeOf({ path: "t", format: "iso", zone }, { t }, "America/New_York")).toBe(expected);
  });

  it.each([
    ["Europe/Berlin", "2026-01-15T12:00:00", "2026-01-15T11:00:00.000Z"],
    ["Europe/Berlin", "2026-07-15T12:00:00", "2026-07-15T10:00:00.000Z"],
    // Around the change to summer time at 01:00 UTC: the last hour before, the skipped hour, the hour behind.
    ["Europe/Berlin", "2026-03-29T01:30:00", "2026-03-29T00:30:00.000Z"],
    ["Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00.000Z"],
    ["Europe/Berlin", "2026-03-29T03:30:00", "2026-03-29T01:30:00.000Z"],
    // And back: 02:30 occurs twice and is the first of them.
    ["Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00.000Z"],
    ["Europe/Berlin", "2026-10-25T03:30:00", "2026-10-25T02:30:00.000Z"],
    ["Asia/Kathmandu", "2026-01-01T00:00:00", "2025-12-31T18:15:00.000Z"],
    ["Australia/Lord_Howe", "2026-04-05T02:05:00", "2026-04-04T15:35:00.000Z"],
    // Far from UTC, the change at 14:00 UTC of the day before still counts.
    ["Pacific/Auckland", "2026-04-05T01:30:00", "2026-04-04T12:30:00.000Z"],
    ["Pacific/Kiritimati", "2026-01-01T00:30:00", "2025-12-31T10:30:00.000Z"],
  ])("without an offset or a zone are read in the metric's: %s %s", (timezone, t, expected) => {
    expect(timeOf({ path: "t", format: "iso" }, { t }, timezone)).toBe(expected);
  });

  it("that a zone shows are read back as the instants they were, save for those that occur twice", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          "Europe/Berlin",
          "America/St_Johns",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "America/Sao_Paulo",
          "UTC",
        ),
        fc.integer({ min: Date.parse("1990-01-01") / 60_000, max: Date.parse("2035-01-01") / 60_000 }),
        (timezone, minute) => {
          const instant = new Date(minute * 60_000);
          const text = instant.toLocaleString("sv-SE", { timeZone: timezone }).replace(" ", "T");
          const read = new Date(timeOf({ path: "t", format: "iso" }, { t: text }, timezone) as string);
          expect(read.toLocaleString("sv-SE", { timeZone: timezone }).replace(" ", "T")).toBe(text);
          expect(read.getTime()).toBeLessThanOrEqual(instant.getTime());
        },
      ),
      { numRuns: 150 },
    );
  });
});
