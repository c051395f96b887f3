import { splitWords, wordStem } from "./word-stems.js";

/** How values of a bucket are joined, as words say it. */
export type Direction = "count" | "sum" | "avg" | "min" | "max" | "last" | "first";

/** A text of a measure, taken apart. */
export interface MeasureWords {
  /** Stems that name the thing, in order, each once. */
  readonly names: readonly string[];
  /** The words that they come from, one each. */
  readonly written: readonly string[];
  /** What is asked of many values: "average", "number of". They may also be part of a field's name. */
  readonly directions: readonly Direction[];
  /** Stems of the words behind the directions. */
  readonly directionStems: readonly string[];
  /** The bucket that is named: "daily", "per week". */
  readonly bucket: BucketWord | null;
}

export type BucketWord = "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

const STOP_WORDS = new Set(
  (
    "a an the of in on at by for from to and or as is was were be been it its that this which when what who how with " +
    "per each every all any in into over new their there has have had these those current currently"
  ).split(" "),
);

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  count: "count",
  many: "count",
  total: "sum",
  cumulative: "sum",
  average: "avg",
  minimum: "min",
  maximum: "max",
  latest: "last",
  last: "last",
  newest: "last",
  recent: "last",
  first: "first",
  earliest: "first",
};

const BUCKETS: Readonly<Record<string, BucketWord>> = {
  minute: "minute",
  minutely: "minute",
  hour: "hour",
  hourly: "hour",
  day: "day",
  daily: "day",
  date: "day",
  week: "week",
  weekly: "week",
  month: "month",
  monthly: "month",
  quarter: "quarter",
  quarterly: "quarter",
  year: "year",
  yearly: "year",
  annual: "year",
  annually: "year",
};

/** Takes a text of a measure apart: what it names, how it wants values joined, and by which bucket. */
export function measureWords(text: string): MeasureWords {
  const names = new Map<string, string>();
  const directions: Direction[] = [];
  const directionStems: string[] = [];
  let bucket: BucketWord | null = null;
  const words = splitWords(text.replaceAll(/\ball[- ]time\b/gi, " "));
  words.forEach((word, index) => {
    const stem = wordStem(word);
    const isAdverb = /(?:ly|annual)$/.test(word);
    const isPer = ["per", "by", "each", "every", "a"].includes(words[index - 1] ?? "");
    const named = BUCKETS[word] ?? (isPer ? BUCKETS[word.replace(/s$/, "")] : undefined);
    if (named !== undefined && (isAdverb || isPer)) {
      bucket ??= named;
      return;
    }
    if (STOP_WORDS.has(word)) return;
    const direction = DIRECTIONS[stem] ?? DIRECTIONS[word];
    if (direction !== undefined) {
      directions.push(direction);
      directionStems.push(stem);
    } else if (!names.has(stem)) names.set(stem, word);
  });
  return { names: [...names.keys()], written: [...names.values()], directions, directionStems, bucket };
}

/** The bucket that the words of `measure.per` name, such as "day" or "calendar month"; `null` when they name none. */
export function bucketOfWords(text: string): BucketWord | null {
  for (const word of splitWords(text)) {
    const bucket = BUCKETS[word] ?? BUCKETS[word.replace(/s$/, "")];
    if (bucket !== undefined) return bucket;
  }
  return null;
}

/** Stems of a key or path, each once. Marks of arrays and positions are no words. */
export function pathStems(path: string): string[] {
  return [...new Set(splitWords(path.replaceAll(/\[\]|\{\}/g, " ")).map(wordStem))];
}
