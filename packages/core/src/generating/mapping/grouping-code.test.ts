import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointsOf, values, valuesOf } from "../../../test/mapping/evaluate-mapping.js";

describe("compiled groups", () => {
  const at = (t: string, v?: unknown, more?: object) => ({ t, v, ...more });
  const time = { path: "t", format: "iso" };

  it.each([
    ["count", 2],
    ["sum", 5],
    ["avg", 2.5],
    ["min", 2],
    ["max", 3],
    ["last", 2],
  ])("%s of a day's values", (aggregation, expected) => {
    const records = [
      at("2026-03-01T10:00:00Z", 3),
      at("2026-03-01T11:00:00Z", "2"),
      at("2026-03-01T12:00:00Z"),
      at("2026-03-02T00:00:00Z", 9),
    ];
    const found = pointsOf({ ...values, time, groupBy: { bucket: "day", aggregation } }, records);
    expect(found.map(({ timestamp, value }) => [timestamp, value])).toEqual([
      ["2026-03-01", expected],
      ["2026-03-02", aggregation === "count" ? 1 : 9],
    ]);
    expect(Object.keys(found[0] ?? {})).toEqual(["timestamp", "value"]);
  });

  it("keep apart series, also when a name looks like a time", () => {
    const records = [
      at("2026-03-01", 1, { s: "a" }),
      at("2026-03-01", 2, { s: "b" }),
      at("2026-03-01", 3, { s: "a" }),
      at("2026-03-01", 4, { s: "2026-03-01 a" }),
    ];
    const found = pointsOf(
      { ...values, time, series: { path: "s" }, groupBy: { bucket: "day", aggregation: "sum" } },
      records,
    );
    expect(found.map(({ series, value }) => [series, value])).toEqual([
      ["a", 4],
      ["b", 2],
      ["2026-03-01 a", 4],
    ]);
  });

  it("keep the dimensions of the record that min, max or last chose", () => {
    const records = [
      at("2026-03-01", 1, { place: "x" }),
      at("2026-03-01", 5, { place: "y" }),
      at("2026-03-01", 4, { place: "z" }),
    ];
    const found = pointsOf(
      { ...values, time, dimensions: { place: "place" }, groupBy: { bucket: "month", aggregation: "max" } },
      records,
    );
    expect(found).toEqual([{ timestamp: "2026-03-01", value: 5, dimensions: { place: "y" } }]);
  });

  it.each([
    ["day", "2026-03-01T03:00:00Z", "2026-02-28"],
    ["week", "2026-03-02T03:00:00Z", "2026-02-23"],
    ["month", "2026-03-01T03:00:00Z", "2026-02-01"],
    ["day", "2026-03-01", "2026-03-01"],
    ["week", "2026-03-02", "2026-03-02"],
    ["week", "2026-03-08", "2026-03-02"],
  ])("cut a %s in the metric's zone, and leave calendar dates as they are: %s", (bucket, t, expected) => {
    const [point] = pointsOf(
      { ...values, value: "count", time, groupBy: { bucket, aggregation: "count" } },
      [at(t)],
      "America/New_York",
    );
    expect(point?.timestamp).toBe(expected);
  });

  it("cut a day of 23 hours where it ends", () => {
    const records = [at("2026-03-28T23:00:00Z"), at("2026-03-29T21:59:59Z"), at("2026-03-29T22:00:00Z")];
    const found = pointsOf(
      { ...values, value: "count", time, groupBy: { bucket: "day", aggregation: "count" } },
      records,
      "Europe/Berlin",
    );
    expect(found.map(({ timestamp, value }) => [timestamp, value])).toEqual([
      ["2026-03-29", 2],
      ["2026-03-30", 1],
    ]);
  });

  it("have as their last value the later record's when times are equal", () => {
    const records = [at("2026-03-01T10:00:00Z", 1), at("2026-03-01T10:00:00Z", 2), at("2026-03-01T09:00:00Z", 3)];
    expect(valuesOf({ time, groupBy: { bucket: "day", aggregation: "last" } }, records)).toEqual([2]);
  });

  it.each([
    ["UTC", "2026-03-01T10:59:59Z", "2026-03-01T10:00:00.000Z"],
    ["Asia/Kathmandu", "2026-03-01T10:50:00Z", "2026-03-01T10:15:00.000Z"],
    ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T00:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T01:00:00.000Z"],
  ])("cut hours as instants: %s %s", (timezone, t, expected) => {
    const [point] = pointsOf(
      { ...values, value: "count", time, groupBy: { bucket: "hour", aggregation: "count" } },
      [at(t)],
      timezone,
    );
    expect(new Date(point?.timestamp as number).toISOString()).toBe(expected);
  });

  it("have no hour for a time without one", () => {
    const mapping = { ...values, value: "count", time, groupBy: { bucket: "hour", aggregation: "count" } };
    expect(() => pointsOf(mapping, [at("2026-03-01")])).toThrow("Record 0: the time 2026-03-01 has no hour");
  });

  it("take all records together when there is no time", () => {
    expect(valuesOf({ groupBy: { aggregation: "sum" } }, [{ v: 1 }, { v: 2 }])).toEqual([3]);
    expect(valuesOf({ groupBy: { aggregation: "avg" } }, [{ v: 1 }, { v: 2 }])).toEqual([1.5]);
    expect(valuesOf({ groupBy: { aggregation: "last" } }, [{ v: 1 }, { v: 2 }])).toEqual([2]);
    expect(valuesOf({ groupBy: { aggregation: "sum" } }, [])).toEqual([]);
  });

  it("equal what a plain count by day gives", () => {
    const instant = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2026-12-31") });
    fc.assert(
      fc.property(
        fc.array(instant, { minLength: 1 }),
        fc.constantFrom("UTC", "America/New_York", "Asia/Tokyo"),
        (instants, timezone) => {
          const expected = new Map<string, number>();
          for (const each of instants) {
            const day = new Date(each).toLocaleDateString("sv-SE", { timeZone: timezone });
            expected.set(day, (expected.get(day) ?? 0) + 1);
          }
          const mapping = {
            ...values,
            value: "count",
            time: { path: "t", format: "epoch-ms" },
            groupBy: { bucket: "day", aggregation: "count" },
          };
          const found = pointsOf(
            mapping,
            instants.map((t) => ({ t })),
            timezone,
          );
          expect(found.map(({ timestamp, value }) => [timestamp, value])).toEqual([...expected]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
