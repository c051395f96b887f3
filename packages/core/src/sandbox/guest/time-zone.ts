import type { OffsetSpan } from "../../ports/sandbox.js";
import {
  floor,
  Float64,
  getUTCDate,
  getUTCDay,
  getUTCFullYear,
  getUTCHours,
  getUTCMinutes,
  getUTCMonth,
  PristineDate,
} from "./pristine.js";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A time as a clock on the wall shows it. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
}

/** A time zone made of spans of constant offset; without any it is UTC. */
export interface TimeZone {
  /** Offset in milliseconds, local minus UTC. Before the first span its offset holds. */
  offsetAt(timestampMs: number): number;
  toLocal(timestampMs: number): LocalTime;
  /**
   * The instant at which a wall clock shows `localMs` (written as if it were UTC). Of two such instants the earlier; a time
   * skipped by the clock is moved forward by what was skipped.
   *
   * @see https://tc39.es/proposal-temporal/docs/timezone.html (disambiguation "compatible")
   */
  fromLocal(localMs: number): number;
}

export function createTimeZone(spans: readonly OffsetSpan[]): TimeZone {
  const { length } = spans;
  const starts = new Float64(length);
  const offsets = new Float64(length);
  for (let index = 0; index < length; index++) {
    starts[index] = spans[index]?.fromMs ?? -Infinity;
    offsets[index] = (spans[index]?.offsetMinutes ?? 0) * minuteMs;
  }

  function offsetAt(timestampMs: number): number {
    let low = 0;
    let high = length - 1;
    while (low < high) {
      const middle = floor((low + high + 1) / 2);
      if ((starts[middle] ?? 0) <= timestampMs) low = middle;
      else high = middle - 1;
    }
    return offsets[low] ?? 0;
  }

  return {
    offsetAt,
    toLocal(timestampMs) {
      const local = new PristineDate(timestampMs + offsetAt(timestampMs));
      return {
        year: getUTCFullYear(local),
        month: getUTCMonth(local) + 1,
        day: getUTCDate(local),
        hour: getUTCHours(local),
        minute: getUTCMinutes(local),
        weekday: getUTCDay(local) || 7,
      };
    },
    fromLocal(localMs) {
      const before = localMs - offsetAt(localMs - dayMs);
      if (before + offsetAt(before) === localMs) return before;
      const after = localMs - offsetAt(localMs + dayMs);
      return after + offsetAt(after) === localMs ? after : before;
    },
  };
}
