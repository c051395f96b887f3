import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localParts } from "../util/time-zone.js";
import { chartPreferencesSchema, type ChartPreferencesInput } from "./chart-preferences.js";
import { boundaryLabels } from "./chart-row.js";
import { resolveChartWindow, type ChartWindow, type ResolveChartWindowInput } from "./chart-window.js";

const HOUR_MS = 3_600_000;
const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "America/Havana",
];

function windowOf(
  preferences: ChartPreferencesInput,
  input: Partial<Omit<ResolveChartWindowInput, "preferences">> = {},
): ChartWindow {
  return resolveChartWindow({
    timezone: "UTC",
    timeKind: "instant",
    now: new Date("2026-03-11T15:30:00Z"),
    first: new Date("2026-01-05T10:00:00Z"),
    last: new Date("2026-03-11T09:00:00Z"),
    pointCount: 50,
    seriesCount: 1,
    maximumChartPoints: 5000,
    ...input,
    preferences: chartPreferencesSchema.parse(preferences),
  });
}

const bounds = (window: ChartWindow): string[] => [window.from.toISOString(), window.to.toISOString()];

describe("resolveChartWindow()", () => {
  it("7d is today and the six days before it in the chart's zone", () => {
    expect(bounds(windowOf({ dateRange: "7d" }))).toEqual(["2026-03-05T00:00:00.000Z", "2026-03-12T00:00:00.000Z"]);
    const tokyo = windowOf({ dateRange: "7d", timezone: "Asia/Tokyo", aggregation: "sum" });
    expect(bounds(tokyo)).toEqual(["2026-03-05T15:00:00.000Z", "2026-03-12T15:00:00.000Z"]);
    expect(boundaryLabels(tokyo)).toEqual([
      "2026-03-06",
      "2026-03-07",
      "2026-03-08",
      "2026-03-09",
      "2026-03-10",
      "2026-03-11",
      "2026-03-12",
    ]);
  });

  it("a range starts with a whole bucket and ends with the current one", () => {
    const window = windowOf({ dateRange: "7d", aggregation: "sum", bucket: "week" });
    expect(boundaryLabels(window)).toEqual(["2026-W10", "2026-W11"]);
    expect(bounds(window)).toEqual(["2026-03-02T00:00:00.000Z", "2026-03-16T00:00:00.000Z"]);
    expect(windowOf({ dateRange: "7d", aggregation: "sum", bucket: "hour" }).to.toISOString()).toBe(
      "2026-03-11T16:00:00.000Z",
    );
  });

  it("all reaches from the first point to the last", () => {
    expect(bounds(windowOf({}))).toEqual(["2026-01-05T10:00:00.000Z", "2026-03-11T09:00:00.001Z"]);
    expect(boundaryLabels(windowOf({ aggregation: "avg", bucket: "month" }))).toEqual([
      "2026-01",
      "2026-02",
      "2026-03",
    ]);
    expect(windowOf({ aggregation: "sum" }, { first: null, last: null, pointCount: 0 }).boundaries).toBeNull();
  });

  it("buckets calendar dates as written, and takes today from the chart's zone", () => {
    const window = windowOf(
      { dateRange: "7d", aggregation: "sum", bucket: "hour", timezone: "Pacific/Auckland" },
      { timeKind: "date" },
    );
    expect(window.timezone).toBe("UTC");
    expect(boundaryLabels(window).at(-1)).toBe("2026-03-12");
    expect(window).toMatchObject({ bucket: "day", reduced: false });
  });

  it("days have 23 or 25 hours where the clock changes", () => {
    const lengths = (from: string, to: string): number[] => {
      const { boundaries } = windowOf(
        { aggregation: "sum" },
        { timezone: "America/New_York", first: new Date(from), last: new Date(to) },
      );
      return (boundaries ?? [])
        .slice(1)
        .map((end, index) => (end.getTime() - (boundaries?.[index]?.getTime() ?? 0)) / HOUR_MS);
    };
    expect(lengths("2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z")).toEqual([24, 23, 24]);
    expect(lengths("2026-10-31T12:00:00Z", "2026-11-02T12:00:00Z")).toEqual([24, 25, 24]);
  });

  it("labels an hour that is shown twice with its offset", () => {
    const window = windowOf(
      { aggregation: "sum", bucket: "hour" },
      { timezone: "Europe/Berlin", first: new Date("2026-10-25T00:00:00Z"), last: new Date("2026-10-25T02:00:00Z") },
    );
    expect(boundaryLabels(window)).toEqual(["2026-10-25 02:00", "2026-10-25 02:00 +01:00", "2026-10-25 03:00"]);
  });

  it("begins a day once where the clock goes back to the day before", () => {
    // Newfoundland turned its clocks back at 00:01.
    const last = new Date("2006-10-29T03:00:00Z");
    const of = (first: Date, bucket: "hour" | "day"): string[] =>
      boundaryLabels(windowOf({ aggregation: "sum", bucket }, { timezone: "America/St_Johns", first, last }));
    expect(of(last, "day")).toEqual(["2006-10-29"]);
    expect(of(new Date("2006-10-29T02:00:00Z"), "hour")).toEqual([
      "2006-10-28 23:00",
      "2006-10-29 00:00",
      "2006-10-28 23:01 -03:30",
    ]);
  });

  it("leaves out a day that the calendar skipped", () => {
    const window = windowOf(
      { aggregation: "sum" },
      { timezone: "Pacific/Apia", first: new Date("2011-12-29T12:00:00Z"), last: new Date("2012-01-01T00:00:00Z") },
    );
    expect(boundaryLabels(window)).toEqual(["2011-12-29", "2011-12-31", "2012-01-01"]);
  });

  it("takes the next coarser bucket that fits, and says so", () => {
    const years = {
      first: new Date("2000-01-01T00:00:00Z"),
      last: new Date("2025-12-31T00:00:00Z"),
      pointCount: 9_000,
    };
    expect(windowOf({ aggregation: "sum", bucket: "hour" }, years)).toMatchObject({
      bucket: "week",
      reduced: true,
      aggregation: "sum",
    });
    expect(windowOf({ aggregation: "sum", bucket: "month" }, years)).toMatchObject({ bucket: "month", reduced: false });
    expect(windowOf({}, years)).toMatchObject({ bucket: "week", reduced: true, aggregation: "avg" });
    expect(windowOf({}, { ...years, pointCount: 5_000 })).toMatchObject({
      boundaries: null,
      reduced: false,
      aggregation: "none",
    });
  });

  it("gives several series of a pie one bucket, so that each slice is exact", () => {
    expect(windowOf({ chartType: "pie" }, { seriesCount: 3 })).toMatchObject({
      bucket: "range",
      aggregation: "last",
      reduced: false,
    });
    expect(windowOf({ chartType: "pie", aggregation: "sum" }, { seriesCount: 1 }).bucket).toBe("day");
  });

  it.each([0, 99, 5001, 150.5, Number.NaN])("refuses maximumChartPoints %d", (maximumChartPoints) => {
    expect(() => windowOf({}, { maximumChartPoints })).toThrow(/maximumChartPoints is .*; use a whole number/);
  });

  it("cuts ascending buckets that cover the window, start on local time, have their own labels and stay within the limit", () => {
    const instant = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    const modern = fc.date({
      min: new Date("1970-01-01T00:00:00Z"),
      max: new Date("2035-01-01T00:00:00Z"),
      noInvalidDate: true,
    });
    const span = fc.oneof(
      { weight: 1, arbitrary: fc.tuple(instant, instant) },
      { weight: 5, arbitrary: fc.tuple(modern, modern) },
      {
        weight: 5,
        arbitrary: fc
          .tuple(modern, fc.integer({ min: 0, max: 60 * 24 * HOUR_MS }))
          .map(([first, length]): [Date, Date] => [first, new Date(first.getTime() + length)]),
      },
    );
    fc.assert(
      fc.property(
        span,
        fc.constantFrom(...zones),
        fc.constantFrom("hour", "day", "week", "month"),
        fc.integer({ min: 100, max: 5000 }),
        (pair, timezone, bucket, maximumChartPoints) => {
          const [first, last] = pair[0] <= pair[1] ? pair : [pair[1], pair[0]];
          const window = windowOf({ aggregation: "sum", bucket }, { first, last, timezone, maximumChartPoints });
          const instants = (window.boundaries ?? []).map((boundary) => boundary.getTime());
          expect(instants.length).toBeGreaterThanOrEqual(2);
          expect(instants.length - 1).toBeLessThanOrEqual(maximumChartPoints);
          expect(instants.every((ms, index) => index === 0 || ms > (instants[index - 1] ?? ms))).toBe(true);
          expect(instants[0]).toBeLessThanOrEqual(first.getTime());
          expect(instants[1]).toBeGreaterThan(first.getTime());
          expect(instants.at(-1)).toBeGreaterThan(last.getTime());
          expect(instants.at(-2)).toBeLessThanOrEqual(last.getTime());
          const labels = boundaryLabels(window);
          expect(new Set(labels).size).toBe(labels.length);
          if (window.bucket === "week") {
            for (const ms of instants.slice(0, 20)) {
              // Midnight, or the first minute after a midnight that the clock skipped.
              expect(localParts(timezone, ms)).toMatchObject({ weekday: 1 });
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
