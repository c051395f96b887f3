import type { Measure } from "../../metrics/measure.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import { contradictsUnit, isMinorWord, isUnitWord } from "../../shapes/units.js";
import { splitWords, wordStem } from "../../shapes/word-stems.js";
import { lastKey } from "./last-key.js";

/** Words of a key that say nothing of what is measured. */
const HOLLOW = new Set(
  (
    "valu value v y val data result amount count total sum average number quantity obs observation measur measurement metric reading " +
    "figure attribut field num nb no nr cnt per percent size current latest today recent daily hourly to of by in on for at and until"
  ).split(" "),
);
/** Nouns that any number may be called by. */
const CATEGORIES = new Set(
  "pric price rat rate value valu level number amount count data index reading figur total measur measurement metric share quantity current".split(
    " ",
  ),
);
/** Words that tell one number from another of the same name. */
const CONTRASTS = new Set(
  (
    "adjust net gross unique uniqu cumulativ forecast predict real nominal bid ask import export indoor outdoor gust feel " +
    "next prev prior former previou previous unadjust tax refund discount expect actual estimat budget target rebat deviation error " +
    "margin stddev variance " +
    "weight baselin limit quota pending unconfirm confirm reject fail failed success cach uncach unknown changed chang difference"
  ).split(" "),
);
/** Words of the keys that lead to a number which make it a number of something else than its last key says. */
const QUALIFIERS = new Set(
  (
    "unit price item line tax fee discount refund previous prior comparison compare compared forecast predicted baseline target budget " +
    "shipping delivery goal quota limit product variant adjustment difference delta change expected estimated historical threshold " +
    "average minimum maximum median subtotal tip credit debit balance commission penalty surcharge deposit payout margin former old " +
    "fulfillment application allowance rebate benchmark peer norm cancelled failed rejected pending indoor outdoor feels mobile desktop " +
    "tablet organic min max avg mean low high gust dew apparent wholesale upper lower confidence error deviation"
  )
    .split(" ")
    .map(wordStem),
);
/** What makes a length of time of a name. */
const LENGTHS = new Set(["duration", "latency", "second", "minute", "millisecond", "hour"]);
const PERIODS = new Set(["hour", "date", "week", "month", "quarter", "year", "24h", "7d", "30d", "1h"]);
const BOUNDS = ["minimum", "maximum", "median"];

/**
 * Why a number whose name fits the words best may still be another one, as a sentence; `null` when nothing speaks against it.
 * `explained` are stems that the endpoint and the list account for; `isAlone` says that there is no other number.
 */
export function nameDoubt(
  measure: Measure,
  generic: string,
  explained: ReadonlySet<string>,
  isAlone: boolean,
  others: readonly string[] = [],
): string | null {
  const { names, directions, directionStems, written } = measureWords(measure.value);
  const stems = pathStems(generic);
  const own = pathStems(lastKey(generic));
  const asked = new Set([...names, ...directionStems, ...splitWords(measure.unit ?? "").map(wordStem)]);
  const quoted = JSON.stringify(generic);

  const bound = own.find((stem) => BOUNDS.includes(stem));
  if (bound !== undefined && !directionStems.includes(bound) && !names.includes(bound)) {
    return `${quoted} is a ${bound}, and "${measure.value}" does not ask for one.`;
  }
  if (
    directions.includes("avg") &&
    own.includes("total") &&
    !own.includes("average") &&
    !directionStems.includes("total")
  ) {
    return `${quoted} is a total, and "${measure.value}" asks for an average.`;
  }
  if (measure.unit !== undefined && contradictsUnit(generic, measure.unit)) {
    return `${quoted} is in another unit than ${measure.unit}.`;
  }
  const contrast = own.find((stem) => CONTRASTS.has(stem) && !asked.has(stem));
  if (contrast !== undefined) return `${quoted} says "${contrast}", and "${measure.value}" does not.`;
  // "cache" is a thing that has hits; "cached" is what some of the bytes are.
  const isContrast = (name: string, index: number): boolean => CONTRASTS.has(name) && written[index] !== "cache";
  const lacking = names.findIndex((name, index) => isContrast(name, index) && !stems.includes(name));
  if (lacking !== -1) return `No number's name says "${written[lacking] ?? ""}"; ${quoted} is the closest.`;

  const isSaid = (name: string, index: number): boolean =>
    stems.includes(name) ||
    (isTimeWord(name) && own.some((stem) => LENGTHS.has(stem))) ||
    (name === "duration" && own.some(isTimeWord)) ||
    joined(generic).includes(`${written[index - 1] ?? "\0"}${written[index] ?? ""}`) ||
    joined(generic).includes(`${written[index] ?? ""}${written[index + 1] ?? "\0"}`);
  const unmet = names.filter(
    (name, index) =>
      !isSaid(name, index) && !explained.has(name) && !CATEGORIES.has(name) && !isUnitWord(name) && name !== "us",
  );
  const met = names.filter(isSaid);
  const extra = tellingStems(generic).filter(
    (stem) =>
      !asked.has(stem) &&
      !explained.has(stem) &&
      !isPartOf(stem, written) &&
      !(stem === "duration" && names.some(isTimeWord)) &&
      !(isTimeWord(stem) && names.includes("duration")),
  );
  const qualifier = isAlone ? undefined : qualifierOf(generic, others).find((stem) => !asked.has(stem));
  if (qualifier !== undefined) return `${quoted} says "${qualifier}", which "${measure.value}" does not.`;
  if (extra.length > 0 && unmet.length > 0) return `${quoted} says "${extra[0] ?? ""}", and not "${unmet[0] ?? ""}".`;
  if (extra.length > 0) return `${quoted} says "${extra[0] ?? ""}", which "${measure.value}" does not.`;
  if (!isAlone && unmet.length > 0 && met.every((name) => CATEGORIES.has(name)) && !met.includes(names.at(-1) ?? ""))
    return `${quoted} does not say "${unmet.join(" ")}".`;
  const period = names.find((name) => PERIODS.has(name) && !stems.includes(name) && !explained.has(name));
  if (period !== undefined) return `${quoted} does not say "${period}".`;
  const missed = names.find((name, index) => !isSaid(name, index) && isSaidElsewhere(name, met, others, generic));
  if (missed !== undefined) return `${quoted} does not say "${missed}", and another number does.`;
  const isShared = others.some(
    (other) => !isSamePath(other, generic) && pathStems(lastKey(other)).some((stem) => met.includes(stem)),
  );
  const rival = own.includes("volume") ? others.find((other) => isOtherVolume(other, generic, asked)) : undefined;
  if (rival !== undefined) return `${quoted} and ${JSON.stringify(rival)} may both be "${measure.value}".`;
  const isNew = splitWords(measure.value).includes("new");
  if (
    isNew &&
    !own.some((stem) => ["new", "added", "created", "registration", "regist", "signup", "join"].includes(stem))
  )
    return `${quoted} does not say "new".`;
  const isPlural = /[^su]s$/.test(written.at(-1) ?? "");
  if (own.includes("count") && !directions.includes("count") && !isPlural && !names.includes("count"))
    return `${quoted} counts, and "${measure.value}" is no number of things.`;
  const percentile = splitWords(lastKey(generic)).find((word) => /^(?:p\d{2,3}|\d{2}th|percentile)$/.test(word));
  if (percentile !== undefined && !splitWords(measure.value).some((word) => /percentile|\d/.test(word)))
    return `${quoted} says "${percentile}", which "${measure.value}" does not.`;
  const head = names.at(-1) ?? "";
  if (!isAlone && head === "rate" && !isSaid(head, names.length - 1) && !own.includes("percent"))
    return `${quoted} does not say "rate".`;
  const isQuantity =
    CATEGORIES.has(head) || isTimeWord(head) || ["duration", "siz", "size", "cost", "scor"].includes(head);
  if (isQuantity && !isSaid(head, names.length - 1) && areThings(lastKey(generic)) && met.length > 0)
    return `${quoted} counts things, and does not say "${written.at(-1) ?? ""}".`;
  const isCounted =
    directions.includes("count") &&
    own.includes("count") &&
    extra.length === 0 &&
    (written.at(-1) ?? "").endsWith("s") &&
    !others.some(
      (other) => !isSamePath(other, generic) && pathStems(lastKey(other)).some((stem) => unmet.includes(stem)),
    );
  const isHeadSaid = met.includes(names.at(-1) ?? "") || isThing(names, written, met);
  if (!isAlone && unmet.length > 0 && !isCounted && !(isHeadSaid && (met.length >= 2 || !isShared)))
    return `${quoted} does not say "${unmet.join(" ")}".`;
  if (unmet.length > met.length && !isCounted) return `${quoted} does not say "${unmet.join(" ")}".`;
  return null;
}

/** Stems of the keys that lead to a number, not to all of the others, and make it a part of something or another time's. */
export function qualifierOf(generic: string, others: readonly string[]): string[] {
  const [outermost = "", ...inner] = generic.split(/(?<=\[\]|\{\})\.?/);
  // The outermost list is of things, whatever they are called.
  const list = inner.length === 0 ? outermost : outermost.replace(/[^.]*(?:\[\]|\{\})$/, "");
  const keys = [list, ...inner]
    .join(".")
    .split(/[.]|\[\]|\{\}/)
    .filter((key) => key !== "" && key !== lastKey(generic));
  return keys
    .filter((key) => others.some((other) => !other.split(/[.]|\[\]|\{\}/).includes(key)))
    .flatMap(pathStems)
    .filter((stem) => QUALIFIERS.has(stem));
}

/** What is traded is counted in two ways, and `vol` beside `amount` is either of them. */
function isOtherVolume(other: string, generic: string, asked: ReadonlySet<string>): boolean {
  const place = (path: string): string => path.slice(0, path.length - lastKey(path).length);
  const stems = pathStems(lastKey(other));
  return (
    place(other) === place(generic) &&
    stems.length === 1 &&
    ["amount", "turnover", "turnov", "quantity"].includes(stems[0] ?? "") &&
    !stems.some((stem) => asked.has(stem))
  );
}

/** True for keys that end in a plural or say that they count: `orders`, `order_count`. */
function areThings(key: string): boolean {
  const words = splitWords(key);
  const last = words.at(-1) ?? "";
  return (
    words.some((word) => wordStem(word) === "count") || (last.length > 3 && /[^sui]s$/.test(last) && !isUnitWord(last))
  );
}

/** "felt reports" of a number named `felt`: the noun is the thing that has what the other word says. */
function isThing(names: readonly string[], written: readonly string[], met: readonly string[]): boolean {
  const isQuality = (word: string): boolean => /(?:ed|ing|elt|new|open|uniques?|active|idle|busy|free)$/.test(word);
  return (
    (written.at(-1) ?? "").endsWith("s") &&
    names.some((name, index) => met.includes(name) && isQuality(written[index] ?? ""))
  );
}

/** True for one number of two views: by its list, and by the position in a list of one. */
function isSamePath(one: string, other: string): boolean {
  const plain = (generic: string): string => generic.replaceAll(/\[\]|\{\}|\.\d+(?=\.|$)/g, "");
  return plain(one) === plain(other);
}

/** True when the last key of another number has a word that this one lacks, and shares another with the measure. */
function isSaidElsewhere(name: string, met: readonly string[], others: readonly string[], generic: string): boolean {
  return others.some((other) => {
    const stems = pathStems(lastKey(other));
    return !isSamePath(other, generic) && stems.includes(name) && met.some((said) => stems.includes(said));
  });
}

/** True for stems of "time", which of a value is a length of time. */
export function isTimeWord(stem: string): boolean {
  return stem === "tim" || stem === "time";
}

/** Stems of the last key that say what is measured. */
export function tellingStems(generic: string): string[] {
  const words = splitWords(lastKey(generic)).filter((word) => !isUnitWord(word) && !isMinorWord(word));
  return words.map(wordStem).filter((stem) => stem.length > 1 && !HOLLOW.has(stem) && !/\d/.test(stem));
}

/** "pageviews" when the text has "page views". */
function isPartOf(stem: string, written: readonly string[]): boolean {
  return written.some(
    (word, index) => `${word}${written[index + 1] ?? ""}`.startsWith(stem) && stem.length > word.length,
  );
}

function joined(generic: string): string {
  return generic.toLowerCase().replaceAll(/[^a-z]/g, "");
}
