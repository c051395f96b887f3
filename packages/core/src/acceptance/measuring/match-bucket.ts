import { bucketOfWords, measureWords } from "../../shapes/measure-words.js";
import { bucketOfDate, bucketOfInstant } from "../explaining/bucket-start.js";
import type { Bucket } from "../explaining/plan.js";
import { pointKey } from "../explaining/read-groups.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";

const ORDER: readonly Bucket[] = ["own", "minute", "hour", "day", "week", "month", "quarter", "year"];

/** Whether each point stands for what `measure.per` asks for: one record, or one bucket where that is coarser than the records. */
export function matchBucket(subject: MeasureSubject): MeasureVerdict {
  const { measure, plan } = subject;
  if (plan.time.kind === "fetch") return passes("There is one point a fetch.");
  const words = measureWords(measure.value).bucket;
  const asked = measure.per === undefined ? words : (bucketOfWords(measure.per) ?? words);
  const granularity = granularityOf(subject);
  const used = plan.bucket;
  if (asked === null) {
    if (used === "own" || isSameAsOwn(subject)) return passes("There is one point a record.");
    const isJoined = subject.groups.some(({ values }) => values.length > 1);
    const message = `The points are one per ${used}, and the measure does not ask for that.`;
    return isJoined ? isUnclear(message) : fails(`${message} Use the times as they are written.`);
  }
  if (used === asked) return passes(`There is one point per ${asked}.`);
  const isCoarser = ORDER.indexOf(asked) > ORDER.indexOf(granularity);
  if (used === "own" || isSameAsOwn(subject)) {
    if (!isCoarser) return passes("There is one point a record.");
    const crowded = crowdedBucket(subject, asked);
    if (crowded === null)
      return isRegular(subject, asked) ? passes(`There is one record per ${asked}.`) : unaligned(asked);
    return fails(`The measure asks for one point per ${asked}, but several lie in the one of ${crowded}. Join them.`);
  }
  return fails(`The points are one per ${used}, but the measure asks for one per ${asked}.`);
}

function unaligned(asked: string): MeasureVerdict {
  return isUnclear(
    `The measure asks for one point per ${asked}; the points have the times of single records, which lie anywhere in it.`,
  );
}

/** How finely the times are written. */
function granularityOf({ plan }: MeasureSubject): Bucket {
  if (plan.time.kind === "path") {
    const { granularity } = plan.time.time;
    return granularity === "instant" ? "own" : granularity;
  }
  if (plan.time.kind === "parts") {
    const { hour, day, week, month, quarter } = plan.time.parts;
    if (hour !== undefined) return "hour";
    if (day !== undefined) return "day";
    if (week !== undefined) return "week";
    if (month !== undefined) return "month";
    return quarter === undefined ? "year" : "quarter";
  }
  return "own";
}

/** True when the buckets are cut where the records' own times are. */
function isSameAsOwn({ plan, groups }: MeasureSubject): boolean {
  if (plan.bucket === "own") return true;
  return groups.every(({ ms, instants, values }) => values.length === 1 && instants[0] === ms);
}

/** A bucket that holds several points of a series, as text; `null` when none does. */
function crowdedBucket({ plan, groups, context }: MeasureSubject, bucket: Bucket): string | null {
  const seen = new Set<string>();
  const isDate = granularityIsDate(plan.time);
  for (const { ms, series } of groups) {
    const start = isDate ? bucketOfDate(ms, bucket) : bucketOfInstant(ms, bucket, context.zone, "instant");
    const key = pointKey(start, series);
    if (seen.has(key)) return new Date(start).toISOString().slice(0, 10);
    seen.add(key);
  }
  return null;
}

function granularityIsDate(time: MeasureSubject["plan"]["time"]): boolean {
  if (time.kind === "path") return time.time.granularity !== "instant";
  return time.kind === "parts" && time.parts.hour === undefined;
}

const DAY_MS = 86_400_000;
const LENGTHS_MS: Readonly<Record<Bucket, number>> = {
  own: 0,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
  quarter: 90 * DAY_MS,
  year: 365 * DAY_MS,
};

/** True when records follow each other at the distance of buckets, such as every day at noon: each stands for its bucket. */
function isRegular({ groups }: MeasureSubject, bucket: Bucket): boolean {
  const last = new Map<string, number>();
  const least = LENGTHS_MS[bucket] * 0.8;
  return groups
    .toSorted((a, b) => a.ms - b.ms)
    .every(({ series, ms }) => {
      const before = last.get(series);
      last.set(series, ms);
      return before === undefined || ms - before >= least;
    });
}
