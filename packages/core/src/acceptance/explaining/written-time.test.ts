import { expect, it } from "vitest";
import { readWrittenTime, usualSpelling } from "./written-time.js";

it.each([
  ["2026-02-02T02", "iso", "2026-02-02T02:00:00.000Z"],
  ["2025 DEC", "month-name", "2025-12-01T00:00:00.000Z"],
  ["2025-Sep", "month-name", "2025-09-01T00:00:00.000Z"],
  ["2026-02-02,2026-02-08", "iso", "2026-02-02T00:00:00.000Z"],
  ["2026-02-02T10:00Z/2026-02-02T11:00Z", "iso", "2026-02-02T10:00:00.000Z"],
  ["2026-02-02", "iso", "2026-02-02T00:00:00.000Z"],
] as const)("reads %s", (text, format, expected) => {
  expect(new Date(readWrittenTime(text, format)?.ms ?? Number.NaN).toISOString()).toBe(expected);
});

it.each([
  ["2026-02-02T02", "2026-03-04T05:00", "2026-03-04T05"],
  ["2025 DEC", "Sep 2026", "2026 SEP"],
  ["2026-02-02,2026-02-08", "2026-03-04", "2026-03-04,2026-02-08"],
  ["2026-02-02", "2026-03-04", "2026-03-04"],
])("writes others like %s", (text, other, expected) => {
  expect(usualSpelling(text).respell(other)).toBe(expected);
});
