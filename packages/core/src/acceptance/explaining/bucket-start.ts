import { localMsOfParts } from "../../util/time-zone.js";
import type { LocalZone } from "./local-zone.js";
import type { Bucket } from "./plan.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Start of the bucket of an instant in a zone: as an instant, or as the UTC midnight of its date. */
export function bucketOfInstant(ms: number, bucket: Bucket, zone: LocalZone, form: "instant" | "date"): number {
  if (bucket === "own") return ms;
  if (bucket === "minute") return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
  const local = zone.toLocal(ms);
  if (bucket === "hour") return Math.floor(local / HOUR_MS) * HOUR_MS - (local - ms);
  const start = bucketOfDate(Math.floor(local / DAY_MS) * DAY_MS, bucket);
  return form === "date" ? start : zone.toInstant(start);
}

/** Start of the bucket of a calendar date, given as its UTC midnight: dates are cut as written. */
export function bucketOfDate(midnight: number, bucket: Bucket): number {
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
