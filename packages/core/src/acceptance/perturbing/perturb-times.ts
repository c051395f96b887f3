import type { TimeReading } from "../../shapes/read-times.js";
import type { JsonValue } from "../../util/json.js";
import type { Column } from "../responses/find-columns.js";
import { clockOf, writeTime } from "./write-time.js";
import type { Random } from "./seeded-random.js";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Moves a time by the clock that it shows. */
export type MoveClock = (clockMs: number) => number;

/** The value with its clock moved, in its format; values that are no times stay. */
export function moveTime(value: JsonValue, { format }: TimeReading, move: MoveClock): JsonValue {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const clock = clockOf(value, format);
  return clock === null ? value : (writeTime(value, format, move(clock)) ?? value);
}

/** Like `moveTime`, of a key. */
export function moveKey(key: string, reading: TimeReading, move: MoveClock): string {
  const moved = moveTime(key, reading, move);
  return typeof moved === "string" ? moved : key;
}

/** Whole weeks, more than a year: every period changes, and the hour and weekday stay. */
export const aYearLater: MoveClock = (clock) => clock + 371 * DAY_MS;
export const aWeekEarlier: MoveClock = (clock) => clock - 7 * DAY_MS;

/**
 * Moves copies of a list's times behind its own, in the direction in which they run: copy 1 follows the originals, copy 2 copy 1.
 */
export function moveCopy(columns: readonly Column[], reading: TimeReading): (clock: number, copy: number) => number {
  const clocks = columns.flatMap(({ cells }) =>
    clocksOf(
      cells.map(({ value }) => value),
      reading,
    ),
  );
  const [first = 0] = clocks;
  const last = clocks.at(-1) ?? first;
  const sorted = [...clocks].sort((a, b) => a - b);
  const span = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  const direction = last < first ? -1 : 1;
  switch (reading.granularity) {
    case "year":
    case "quarter":
    case "month": {
      const months = Math.ceil(span / (28 * DAY_MS) / 12 + 1) * 12;
      return (clock, copy) => addMonths(clock, copy * direction * months);
    }
    default: {
      const step = (Math.ceil(span / (7 * DAY_MS)) + 1) * 7 * DAY_MS;
      return (clock, copy) => clock + copy * direction * step;
    }
  }
}

/** Other times for those of a column: equal ones stay equal, their order stays, and they reach through a year with its changes of clocks. */
export function spreadClocks(values: readonly JsonValue[], reading: TimeReading, random: Random): MoveClock {
  const clocks = [...new Set(clocksOf(values, reading))].sort((a, b) => a - b);
  const start = Date.UTC(new Date(clocks[0] ?? 0).getUTCFullYear(), 0, 4);
  const moved = new Map<number, number>();
  let cursor = start;
  for (const clock of clocks) {
    moved.set(clock, cursor);
    cursor = nextClock(cursor, reading, random, clocks.length);
  }
  return (clock) => moved.get(clock) ?? clock;
}

function nextClock(clock: number, { granularity }: TimeReading, random: Random, count: number): number {
  switch (granularity) {
    case "year":
      return addMonths(clock, 12);
    case "quarter":
      return addMonths(clock, 3);
    case "month":
      return addMonths(clock, 1 + Math.floor(random() * 2));
    case "week":
      return clock + 7 * DAY_MS * (1 + Math.floor(random() * 3));
    case "day":
      return clock + DAY_MS * (1 + Math.floor(random() * Math.max(1, 320 / count)));
    case "instant": {
      // Two a day on average where there are many; never in the hours that a change of clocks skips or repeats.
      const step = Math.max(9 * HOUR_MS, (300 * DAY_MS) / count);
      const next = Math.floor((clock + step * (0.6 + random() * 0.8)) / 1_000) * 1_000;
      const hour = new Date(next).getUTCHours();
      return hour < 4 ? next + 4 * HOUR_MS : next;
    }
  }
}

function clocksOf(values: readonly JsonValue[], { format }: TimeReading): number[] {
  return values.flatMap((value) =>
    typeof value === "string" || typeof value === "number" ? (clockOf(value, format) ?? []) : [],
  );
}

function addMonths(clock: number, months: number): number {
  const date = new Date(clock);
  const day = Math.min(date.getUTCDate(), 28);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(day);
  return date.getTime();
}
