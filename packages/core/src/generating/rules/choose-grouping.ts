import { type BucketWord, bucketOfWords, type Direction, measureWords } from "../../shapes/measure-words.js";
import type { TimeGranularity } from "../../shapes/time-format.js";
import { localParts } from "../../util/time-zone.js";
import type { Aggregation, Bucket } from "./plan.js";
import type { TimeOption } from "./time-option.js";

/** Whether points are joined per bucket, and how. */
export type GroupingChoice =
  /** One point a record. */
  | { readonly kind: "none" }
  | { readonly kind: "one"; readonly bucket: Bucket; readonly aggregation: Aggregation; readonly reason: string }
  | {
      readonly kind: "several";
      readonly options: readonly { readonly bucket: Bucket; readonly aggregation: Aggregation }[];
      readonly question: string;
    }
  | { readonly kind: "refused"; readonly reason: string };

const COARSENESS: readonly (BucketWord | TimeGranularity)[] = [
  "instant",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
];
const BUCKETS: readonly string[] = ["hour", "day", "week", "month"];
const JOINED: Readonly<Partial<Record<Direction, Aggregation>>> = {
  sum: "sum",
  avg: "avg",
  min: "min",
  max: "max",
  last: "last",
};

/** The bucket that a measure asks for, by `per` or in the words of its value; `null` when it asks for none. */
export function askedBucket(measure: { readonly value: string; readonly per?: string | undefined }): BucketWord | null {
  return measure.per === undefined ? measureWords(measure.value).bucket : bucketOfWords(measure.per);
}

/** How values are joined: not at all where records are as coarse as what is asked for, else as the words say. */
export function chooseGrouping(input: {
  readonly measure: { readonly value: string; readonly per?: string | undefined };
  readonly isCount: boolean;
  readonly time: TimeOption;
  readonly timezone: string;
  /** True when two records share their series and a bucket, or the time. */
  readonly series: readonly string[];
}): GroupingChoice {
  const { measure, isCount, time, timezone } = input;
  const bucket = askedBucket(measure);
  if (bucket === null) {
    if (!isCount) return { kind: "none" };
    const options = BUCKETS.filter((name) => isFinerThan(time.granularity, name) || time.granularity === name).map(
      (name) => ({ bucket: name as Bucket, aggregation: "count" as const }),
    );
    return {
      kind: "several",
      options: [
        ...options.filter((option) => option.bucket === "day"),
        ...options.filter((option) => option.bucket !== "day"),
      ],
      question: "Per hour, day, week or month?",
    };
  }
  if (!isCount && !isFinerThan(recordGranularity(time, input.series, bucket, timezone), bucket))
    return { kind: "none" };
  if (!BUCKETS.includes(bucket))
    return {
      kind: "refused",
      reason: `Records can be joined per hour, day, week or month, and the measure asks for one point per ${bucket}.`,
    };
  if (isFinerThan(bucket, time.granularity)) {
    return {
      kind: "refused",
      reason: `The times are each a whole ${time.granularity}, and the measure asks for one point per ${bucket}.`,
    };
  }
  const known = bucket as Bucket;
  if (isCount) return { kind: "one", bucket: known, aggregation: "count", reason: `records are counted per ${bucket}` };
  const said = [...new Set(measureWords(measure.value).directions.flatMap((direction) => JOINED[direction] ?? []))];
  const [aggregation, ...others] = said;
  if (aggregation !== undefined && others.length === 0) {
    return {
      kind: "one",
      bucket: known,
      aggregation,
      reason: `"${measure.value}" says how the values of a ${bucket} are joined: ${aggregation}`,
    };
  }
  const options = said.length > 1 ? said : (["sum", "avg", "max", "last"] as const);
  return {
    kind: "several",
    options: options.map((name) => ({ bucket: known, aggregation: name })),
    question: `There are several records per ${bucket}: is the total, the average, the highest or the latest of them meant?`,
  };
}

function isFinerThan(one: BucketWord | TimeGranularity, other: string): boolean {
  return COARSENESS.indexOf(one) < COARSENESS.indexOf(other as BucketWord);
}

/** How coarse records are: `bucket` where no two of a series share one and all stand at the same place in theirs. */
function recordGranularity(
  time: TimeOption,
  series: readonly string[],
  bucket: BucketWord,
  timezone: string,
): BucketWord | TimeGranularity {
  const seen = new Set<string>();
  const places = { local: new Set<string>(), utc: new Set<string>() };
  for (const [index, ms] of time.times.entries()) {
    if (ms === null || Number.isNaN(ms)) continue;
    const local = placeInBucket(ms, bucket, timezone);
    const utc = placeInBucket(ms, bucket, "UTC");
    const key = `${local.bucket}|${series[index] ?? ""}`;
    if (seen.has(key)) return "instant";
    seen.add(key);
    places.local.add(local.place);
    places.utc.add(utc.place);
  }
  if (time.granularity !== "instant" && !isFinerThan(time.granularity, bucket)) return time.granularity;
  const isRegular = places.local.size === 1 || places.utc.size === 1;
  const isAtStart = [...places.utc, ...places.local].some((place) => /^(?:[01]\/)?(?:0:)*0$/.test(place));
  return isRegular && (seen.size >= 3 || isAtStart) ? bucket : "instant";
}

/** Which bucket an instant is in, and where in it. */
function placeInBucket(ms: number, bucket: BucketWord, timezone: string): { bucket: string; place: string } {
  const { year, month, day, hour, minute, second, weekday } = localParts(timezone, ms);
  const clock = [hour, minute, second].join(":");
  const date = `${year}-${month}-${day}`;
  switch (bucket) {
    case "minute":
      return { bucket: `${date} ${hour}:${minute}`, place: `${second}` };
    case "hour":
      return { bucket: `${date} ${hour}`, place: `${minute}:${second}` };
    case "day":
      return { bucket: date, place: clock };
    case "week":
      return { bucket: String(Math.floor((ms / 86_400_000 + 3) / 7)), place: `${weekday}/${clock}` };
    case "month":
      return { bucket: `${year}-${month}`, place: `${day}/${clock}` };
    case "quarter":
      return { bucket: `${year}-${Math.ceil(month / 3)}`, place: `${(month - 1) % 3}-${day}/${clock}` };
    case "year":
      return { bucket: `${year}`, place: `${month}-${day}/${clock}` };
  }
}
