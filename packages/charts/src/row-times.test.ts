import { describe, expect, it } from "vitest";
import { rowTimes, timeTickFormat } from "./row-times.js";

const iso = (labels: string[]): string[] | null =>
  rowTimes(labels)?.times.map((time) => time.toISOString().slice(0, 16)) ?? null;

describe("rowTimes()", () => {
  it.each([
    [
      ["2026-03-01", "2026-03-05"],
      ["2026-03-01T00:00", "2026-03-05T00:00"],
    ],
    [
      ["2025-12", "2026-01"],
      ["2025-12-01T00:00", "2026-01-01T00:00"],
    ],
    [
      ["2020-W53", "2021-W01"],
      ["2020-12-28T00:00", "2021-01-04T00:00"],
    ],
    [
      ["2026-Q1", "2026-Q4"],
      ["2026-01-01T00:00", "2026-10-01T00:00"],
    ],
    [
      ["1990s", "2000s"],
      ["1990-01-01T00:00", "2000-01-01T00:00"],
    ],
    [
      ["2026-10-25 02:00", "2026-10-25 02:00 +01:00", "2026-10-25 03:00"],
      ["2026-10-25T02:00", "2026-10-25T02:00", "2026-10-25T03:00"],
    ],
  ])("reads %j", (labels, times) => {
    expect(iso(labels)).toEqual(times);
  });

  it.each([[["Mon", "Tue"]], [["2026-03-02", "2026-03-01"]], [["2026-03-01", "2026-04"]], [["2026-13-01"]], [[]]])(
    "takes %j for names",
    (labels) => {
      expect(iso(labels)).toBeNull();
    },
  );
});

describe("timeTickFormat()", () => {
  const named = (...texts: string[]): string[] => {
    const ticks = texts.map((text) => new Date(`${text}Z`));
    return ticks.map(timeTickFormat(ticks));
  };

  it("shows what changes, and the larger unit where that changes", () => {
    expect(named("2024-01-01T00:00", "2025-01-01T00:00")).toEqual(["2024", "2025"]);
    expect(named("2024-11-01T00:00", "2024-12-01T00:00", "2025-01-01T00:00")).toEqual(["Nov 2024", "Dec", "2025"]);
    expect(named("2024-02-28T00:00", "2024-03-01T00:00")).toEqual(["Feb 28", "Mar 1"]);
    expect(named("2024-02-28T12:00", "2024-02-29T00:00")).toEqual(["12:00", "Feb 29"]);
  });
});
