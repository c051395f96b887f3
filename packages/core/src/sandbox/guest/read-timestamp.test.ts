import fc from "fast-check";
import { expect, it } from "vitest";
import { readTimestamp } from "./read-timestamp.js";
import { createTimeZone } from "./time-zone.js";

const zone = createTimeZone([{ fromMs: null, offsetMinutes: -300 }]);

it("reads what toISOString() writes", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
      expect(readTimestamp(date.toISOString(), zone).ms).toBe(date.getTime());
      expect(readTimestamp(date, zone).ms).toBe(date.getTime());
    }),
  );
});

it.each([
  ["2026-03-01T10:00Z", Date.UTC(2026, 2, 1, 10)],
  ["2026-03-01 10:00:05.5", Date.UTC(2026, 2, 1, 15, 0, 5, 500)],
  ["2026-03-01T10:00:00.123456789+0530", Date.UTC(2026, 2, 1, 4, 30, 0, 123)],
  ["2026-03-01T10:00:00-02", Date.UTC(2026, 2, 1, 12)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["2025-02-29T00:00:00Z", NaN],
  ["2026-13-01", NaN],
  ["2026-04-31", NaN],
  ["2026-03-01T24:00:00Z", NaN],
  ["03/01/2026", NaN],
  ["1772359200", NaN],
])("reads %s", (text, expected) => {
  expect(readTimestamp(text, zone).ms).toBe(expected);
});

it.each([
  ["2026-03", true],
  ["2026-03-01", true],
  ["2026-03-01T00:00Z", false],
])("marks %s as a calendar date: %s", (text, expected) => {
  expect(readTimestamp(text, zone).isDate).toBe(expected);
});
