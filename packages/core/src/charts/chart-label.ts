import { offsetMsOf, partsOfLocalMs, spanIndexAt, type ZoneSpan } from "../util/time-zone.js";
import type { BucketSize } from "./chart-buckets.js";

const DAY_MS = 86_400_000;

/** How much of a local time a label shows. */
export type LabelPrecision = "month" | "day" | "minute" | "second" | "millisecond";

/** What the local clock shows at the start of a bucket, such as `2026-03-01`, `2026-03-01 14:00`, `2026-W09` or `2026-Q1`. */
export function bucketLabel(spans: readonly ZoneSpan[], bucket: Exclude<BucketSize, "range">, ms: number): string {
  if (bucket === "hour") return pointLabel(spans, "minute", ms);
  const localMs = ms + offsetMsOf(spans[spanIndexAt(spans, ms)]);
  const { year, month } = partsOfLocalMs(localMs);
  switch (bucket) {
    case "day":
      return pointLabel(spans, "day", ms);
    case "week":
      return weekLabel(localMs);
    case "month":
      return pointLabel(spans, "month", ms);
    case "quarter":
      return `${digits(year, 4)}-Q${Math.ceil(month / 3)}`;
    case "year":
      return digits(year, 4);
    case "decade":
      return `${digits(year, 4)}s`;
    case "century":
      return `${digits(year, 4)}–${digits(year + 99, 4)}`;
  }
}

/** The local time of an instant. A time that the clock shows for the second time carries its offset, so labels differ. */
export function pointLabel(spans: readonly ZoneSpan[], precision: LabelPrecision, ms: number): string {
  const index = spanIndexAt(spans, ms);
  const span = spans[index];
  const offset = offsetMsOf(span);
  const { year, month, day, hour, minute, second } = partsOfLocalMs(ms + offset);
  const monthText = `${digits(year, 4)}-${digits(month, 2)}`;
  if (precision === "month") return monthText;
  const dayText = `${monthText}-${digits(day, 2)}`;
  if (precision === "day") return dayText;
  let text = `${dayText} ${digits(hour, 2)}:${digits(minute, 2)}`;
  if (precision !== "minute") text += `:${digits(second, 2)}`;
  if (precision === "millisecond") text += `.${digits(((ms % 1000) + 1000) % 1000, 3)}`;
  const turnedBackMs = index === 0 ? 0 : offsetMsOf(spans[index - 1]) - offset;
  const isRepeated = turnedBackMs > 0 && ms - (span?.fromMs ?? ms) < turnedBackMs;
  return isRepeated ? `${text} ${offsetLabel(offset)}` : text;
}

/** The coarsest precision that loses nothing of these instants. */
export function precisionOf(spans: readonly ZoneSpan[], instants: Iterable<number>): LabelPrecision {
  let finest: LabelPrecision = "month";
  let count = 0;
  for (const ms of instants) {
    count++;
    const localMs = ms + offsetMsOf(spans[spanIndexAt(spans, ms)]);
    if (localMs % 1000 !== 0) return "millisecond";
    if (finest === "second") continue;
    if (localMs % 60_000 !== 0) finest = "second";
    else if (localMs % DAY_MS !== 0) finest = "minute";
    else if (finest === "month" && new Date(localMs).getUTCDate() !== 1) finest = "day";
  }
  // A single first of a month does not make a monthly series.
  return finest === "month" && count < 2 ? "day" : finest;
}

/** ISO 8601 week: the week belongs to the year that holds its Thursday. */
function weekLabel(localMs: number): string {
  const thursdayMs = (Math.floor(localMs / DAY_MS) + 4 - partsOfLocalMs(localMs).weekday) * DAY_MS;
  const { year } = partsOfLocalMs(thursdayMs);
  const dayOfYear = Math.round((thursdayMs - new Date(0).setUTCFullYear(year, 0, 1)) / DAY_MS);
  return `${digits(year, 4)}-W${digits(Math.floor(dayOfYear / 7) + 1, 2)}`;
}

function offsetLabel(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  return `${offsetMs < 0 ? "-" : "+"}${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}`;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
