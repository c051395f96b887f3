import fc from "fast-check";
import { expect, it } from "vitest";
import { createTimeZone } from "./time-zone.js";

const spring = Date.UTC(2026, 2, 29, 1);
const autumn = Date.UTC(2026, 9, 25, 1);
const berlin = createTimeZone([
  { fromMs: null, offsetMinutes: 60 },
  { fromMs: spring, offsetMinutes: 120 },
  { fromMs: autumn, offsetMinutes: 60 },
]);

it("agrees with Intl at every instant", () => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Berlin",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }), (timestampMs) => {
      const parts = Object.fromEntries(
        format.formatToParts(timestampMs).map(({ type, value }) => [type, Number(value)]),
      );
      expect(berlin.toLocal(timestampMs)).toMatchObject({
        year: parts["year"],
        month: parts["month"],
        day: parts["day"],
        hour: parts["hour"],
        minute: parts["minute"],
      });
    }),
  );
});

it("fromLocal() takes the earlier of two instants and moves a skipped time forward", () => {
  expect(berlin.fromLocal(Date.UTC(2026, 9, 25, 2, 30))).toBe(Date.UTC(2026, 9, 25, 0, 30));
  expect(berlin.fromLocal(Date.UTC(2026, 2, 29, 2, 30))).toBe(Date.UTC(2026, 2, 29, 1, 30));
  expect(berlin.fromLocal(Date.UTC(2026, 6, 1, 12))).toBe(Date.UTC(2026, 6, 1, 10));
});

it("is UTC without spans, and counts Sunday as day 7", () => {
  const zone = createTimeZone([]);
  expect(zone.toLocal(Date.UTC(2026, 2, 1))).toEqual({ year: 2026, month: 3, day: 1, hour: 0, minute: 0, weekday: 7 });
  expect(zone.fromLocal(5)).toBe(5);
});
