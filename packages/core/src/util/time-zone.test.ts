import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOfLocal, isTimeZone, localMsAt, localParts, offsetMinutesAt, offsetSpans } from "./time-zone.js";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "Africa/Casablanca",
  "America/Havana",
];
const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();

/** The slow and obvious way to read a local clock. */
function clockByIntl(timezone: string, ms: number): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    weekday: "short",
  }).formatToParts(ms);
  const part = (type: string): string => parts.find((entry) => entry.type === type)?.value ?? "";
  const numbers = ["year", "month", "day", "hour", "minute", "second"].map((type) => Number(part(type)));
  return `${numbers.join(" ")} ${part("weekday")}`;
}

describe("isTimeZone()", () => {
  it("knows names of the time zone database and nothing else", () => {
    expect(["UTC", "Europe/Berlin", "america/new_york", "Etc/GMT+5"].filter(isTimeZone)).toHaveLength(4);
    expect(["", "Mars/Olympus", "+02:00", "Europe/Berlin ", "CEST 2"].filter(isTimeZone)).toEqual([]);
  });
});

describe("offsetSpans()", () => {
  it("finds every change of a year to the second", () => {
    expect(offsetSpans("Europe/Berlin", at("2026-01-01"), at("2027-01-01"))).toEqual([
      { fromMs: null, offsetMinutes: 60 },
      { fromMs: at("2026-03-29T01:00:00Z"), offsetMinutes: 120 },
      { fromMs: at("2026-10-25T01:00:00Z"), offsetMinutes: 60 },
    ]);
  });

  it("finds half-hour changes and a skipped day", () => {
    expect(
      offsetSpans("Australia/Lord_Howe", at("2026-01-01"), at("2026-06-01")).map((span) => span.offsetMinutes),
    ).toEqual([660, 630]);
    expect(offsetSpans("Pacific/Apia", at("2011-12-01"), at("2012-01-15"))).toEqual([
      { fromMs: null, offsetMinutes: -600 },
      { fromMs: at("2011-12-30T10:00:00Z"), offsetMinutes: 840 },
    ]);
  });

  it("keeps seconds of local mean time", () => {
    const [first] = offsetSpans("Europe/Amsterdam", at("1820-01-01"), at("1820-02-01"));
    expect(Math.round((first?.offsetMinutes ?? 0) * 60)).toBe(
      Math.round(offsetMinutesAt("Europe/Amsterdam", at("1820-01-01")) * 60),
    );
    expect(first?.offsetMinutes).not.toBe(Math.round(first?.offsetMinutes ?? 0));
  });

  it("agrees with Intl at any instant between its bounds", () => {
    const instant = fc.integer({ min: at("1850-01-01"), max: at("2100-01-01") });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        instant,
        fc.integer({ min: 0, max: 400 * 86_400_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (zone, from, length, ratio) => {
          const spans = offsetSpans(zone, from, from + length);
          const ms = Math.floor(from + length * ratio);
          expect(localMsAt(spans, ms) - ms).toBe(Math.round(offsetMinutesAt(zone, ms) * 60_000));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("agrees with Intl in years that repeat an earlier period", () => {
    for (const text of ["6421-02-10T12:00:00Z", "6421-07-10T12:00:00Z", "9999-12-30T00:00:00Z"]) {
      const spans = offsetSpans("America/New_York", at(text) - 200 * 86_400_000, at(text));
      expect(localMsAt(spans, at(text)) - at(text)).toBe(offsetMinutesAt("America/New_York", at(text)) * 60_000);
    }
  });
});

describe("localParts()", () => {
  it("reads what Intl shows", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at("1971-01-01"), max: at("2090-01-01") }),
        (zone, ms) => {
          const { year, month, day, hour, minute, second, weekday } = localParts(zone, ms);
          const name = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday - 1];
          expect(`${[year, month, day, hour, minute, second].join(" ")} ${name}`).toBe(clockByIntl(zone, ms));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("instantOfLocal()", () => {
  it("gives the first instant after a gap", () => {
    expect(iso(instantOfLocal("Europe/Berlin", { year: 2026, month: 3, day: 29, hour: 2, minute: 30 }))).toBe(
      "2026-03-29T01:00:00.000Z",
    );
    expect(iso(instantOfLocal("America/Sao_Paulo", { year: 2018, month: 11, day: 4 }))).toBe(
      "2018-11-04T03:00:00.000Z",
    );
    expect(iso(instantOfLocal("Pacific/Apia", { year: 2011, month: 12, day: 30 }))).toBe("2011-12-30T10:00:00.000Z");
  });

  it("gives the first of a time that is shown twice", () => {
    expect(iso(instantOfLocal("Europe/Berlin", { year: 2026, month: 10, day: 25, hour: 2, minute: 30 }))).toBe(
      "2026-10-25T00:30:00.000Z",
    );
  });

  it("reads years below 100 as written", () => {
    expect(iso(instantOfLocal("UTC", { year: 50, month: 1, day: 1 }))).toBe("0050-01-01T00:00:00.000Z");
  });

  it("is undone by localParts() except inside gaps and folds", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at("1971-01-01") / 1000, max: at("2090-01-01") / 1000 }),
        (zone, seconds) => {
          const parts = localParts(zone, seconds * 1000);
          expect(localParts(zone, instantOfLocal(zone, parts))).toEqual(parts);
        },
      ),
      { numRuns: 100 },
    );
  });
});
