import { instantOfLocal, localMsOfParts, offsetMinutesAt } from "../../util/time-zone.js";
import type { Bucket } from "./plan.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Cuts times of one zone into buckets. */
export interface Bucketing {
  /** Start of the bucket of an instant, as an instant or as the UTC midnight of its date. */
  readonly ofInstant: (ms: number, bucket: Bucket, form: "instant" | "date") => number;
  /** Start of the bucket of a calendar date, which is cut as written. */
  readonly ofDate: (ms: number, bucket: Bucket) => number;
}

/** @throws {RangeError} when the zone is unknown */
export function createBucketing(timezone: string): Bucketing {
  const offsets = new Map<number, number>();
  const instants = new Map<number, number>();

  function offsetOfDay(day: number): number {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    const offset = offsetMinutesAt(timezone, day * DAY_MS) * MINUTE_MS;
    offsets.set(day, offset);
    return offset;
  }

  /** Asked once a day, and exactly on the days on which clocks change: asking is slow. */
  function offsetAt(ms: number): number {
    const day = Math.floor(ms / DAY_MS);
    const offset = offsetOfDay(day);
    return offset === offsetOfDay(day + 1) ? offset : offsetMinutesAt(timezone, ms) * MINUTE_MS;
  }

  function ofInstant(ms: number, bucket: Bucket, form: "instant" | "date"): number {
    if (bucket === "own") return ms;
    const offset = offsetAt(ms);
    const local = ms + offset;
    if (bucket === "minute") return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
    if (bucket === "hour") return Math.floor(local / HOUR_MS) * HOUR_MS - offset;
    const start = startOfPeriod(Math.floor(local / DAY_MS) * DAY_MS, bucket);
    return form === "date" ? start : instantOf(start);
  }

  function instantOf(localMs: number): number {
    const known = instants.get(localMs);
    if (known !== undefined) return known;
    const date = new Date(localMs);
    const time = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    const instant = instantOfLocal(timezone, time);
    instants.set(localMs, instant);
    return instant;
  }

  return { ofInstant, ofDate: (ms, bucket) => startOfPeriod(ms, bucket) };
}

/** First day of the period that a UTC midnight lies in. */
function startOfPeriod(midnight: number, bucket: Bucket): number {
  const date = new Date(midnight);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const first = (firstMonth: number): number => localMsOfParts({ year, month: firstMonth + 1, day: 1 });
  switch (bucket) {
    case "week":
      return midnight - ((date.getUTCDay() + 6) % 7) * DAY_MS;
    case "month":
      return first(month);
    case "quarter":
      return first(month - (month % 3));
    case "year":
      return first(0);
    case "own":
    case "minute":
    case "hour":
    case "day":
      return midnight;
  }
}
