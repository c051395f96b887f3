import { describe, expect, it } from "vitest";
import { readTime } from "../../shapes/read-times.js";
import type { ShapeTimeFormat } from "../../shapes/time-format.js";
import { clockOf, writeTime } from "./write-time.js";

const clock = Date.UTC(2027, 6, 9, 13, 4, 5, 678);

describe("writeTime keeps how a time is written", () => {
  it.each<[string | number, ShapeTimeFormat, string | number]>([
    ["2026-03-01T12:00:00Z", "iso", "2027-07-09T13:04:05Z"],
    ["2026-03-01 12:00", "iso", "2027-07-09 13:04"],
    ["2026-03-01T12:00:00.123456+0200", "iso", "2027-07-09T13:04:05.678000+0200"],
    ["2026-03-01", "iso", "2027-07-09"],
    ["2026-03", "month", "2027-07"],
    [2026, "year", 2027],
    ["20260301", "compact-date", "20270709"],
    ["20260301T1200Z", "compact-datetime", "20270709T1304Z"],
    ["2026030112", "compact-datetime", "2027070913"],
    ["03/31/2026", "us-date", "07/09/2027"],
    ["31.03.2026", "eu-date", "09.07.2027"],
    ["2026-Q1", "quarter", "2027-Q3"],
    ["Q1 2026", "quarter", "Q3 2027"],
    ["2026-W05", "iso-week", "2027-W27"],
    ["2026W05-3", "iso-week", "2027W27-5"],
    ["Mar 2026", "month-name", "Jul 2027"],
    ["March 31, 2026", "month-name", "July 9, 2027"],
    ["Tue, 03 Mar 2026 10:00:00 +0100", "rfc-2822", "Fri, 09 Jul 2027 13:04:05 +0100"],
    ["/Date(1700000000000)/", "dotnet", `/Date(${clock})/`],
    [1_772_323_200, "epoch-s", Math.floor(clock / 1_000)],
    ["1772323200000", "epoch-ms", String(clock)],
  ])("%s as %s", (original, format, expected) => {
    expect(writeTime(original, format, clock)).toBe(expected);
  });

  it("gives null for what is written in another way", () => {
    expect(writeTime("soon", "iso", clock)).toBeNull();
  });
});

describe("clockOf", () => {
  it.each<[string | number, ShapeTimeFormat, string]>([
    ["2026-03-01T12:00:00+02:00", "iso", "2026-03-01T12:00:00.000Z"],
    ["2026-03-01T12:00:00", "iso", "2026-03-01T12:00:00.000Z"],
    ["Tue, 03 Mar 2026 10:00:00 -0500", "rfc-2822", "2026-03-03T10:00:00.000Z"],
    [1_772_323_200, "epoch-s", "2026-03-01T00:00:00.000Z"],
  ])("%s shows %s %s", (value, format, expected) => {
    expect(new Date(clockOf(value, format) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it("and writeTime are inverse, whatever the offset", () => {
    const text = "2026-03-01T23:30:00-09:30";
    const written = String(writeTime(text, "iso", (clockOf(text, "iso") ?? 0) + 3_600_000));
    expect((readTime(written, "iso", "UTC") ?? 0) - (readTime(text, "iso", "UTC") ?? 0)).toBe(3_600_000);
  });
});
