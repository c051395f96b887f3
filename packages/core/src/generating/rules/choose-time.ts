import { measureWords, pathStems } from "../../shapes/measure-words.js";
import { isWrittenOut, rankPaths } from "../../shapes/rank-paths.js";
import { splitWords, wordStem } from "../../shapes/word-stems.js";
import { isPathLike } from "./is-path-like.js";
import { type Choice, choiceOf, quotedList } from "./choice.js";
import { lastKey } from "./last-key.js";
import type { OpenedView } from "./open-views.js";
import { viewNouns } from "./subject-nouns.js";
import type { TimeOption } from "./time-option.js";

/** Words of times that say nothing of what happened then. */
const PLAIN =
  /^(?:time|timestamp|ts|t|date|datetime|day|days|dt|at|period|month|year|week|hour|quarter|epoch|unix|utc|gmt|local|key|x|on|iso|string|str|as|text|txt|ms|s|seconds|millis|obs|observation|measured|recorded|0)$/;
/** Times of the record as a row of a table, not of what it measures. */
const BOOKKEEPING = new Set([
  "updat",
  "updated",
  "modified",
  "insert",
  "inserted",
  "ingest",
  "fetch",
  "fetched",
  "retriev",
  "retrieved",
  "sync",
  "synced",
  "expir",
  "expires",
  "process",
  "refresh",
  "revis",
  "load",
  "loaded",
  "vintag",
  "realtime",
  "last",
  "submission",
  "submit",
  "access",
  "next",
  "seen",
  "due",
  "birth",
  "born",
  "expiry",
  "expiration",
  "renewal",
  "deadlin",
]);
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  new: ["created", "join", "sign", "regist", "starred", "star", "published", "open"],
  signup: ["created", "join", "regist"],
};
const ENDS: readonly (readonly [RegExp, string])[] = [
  [/(.*)(?:ended|end|to|until|till|stop|finish|finished|expire|close|closed|last|max|thru|through)(.*)/, "end"],
  [/(.*)(?:started|start|from|since|begin|open|opened|first|min)(.*)/, "start"],
];

/** Which of a view's times is meant: by `measure.time`, by what the words of the value say happened, or because there is no other. */
export function chooseTime(
  view: OpenedView,
  measure: { readonly value: string; readonly time?: string | undefined },
): Choice<TimeOption> {
  const options = distinctTimes(view.times);
  const none = `No field of the records in ${view.generic === "" ? "the response" : `"${view.generic}"`} is a time.`;
  if (measure.time !== undefined) {
    const nouns = viewNouns(view);
    const named = namedTimes(measure.time, view.times, nouns);
    if (named.length > 0) {
      const reason = `${quotedList([nameOf(named[0])])} is what "${measure.time}" names`;
      return choiceOf(distinctTimes(named), { reason, question: questionOf(named), none });
    }
    const lacking = unmetWords(measure.time, view.times, nouns);
    if (lacking !== null)
      return {
        kind: "none",
        reason: `No time of the records is "${lacking}"; there are ${quotedList(view.times.map(nameOf))}.`,
      };
  }
  const near = nearest(options);
  if (near.length > 0 && near.every(isBookkeeping)) {
    return {
      kind: "none",
      reason: `The only times of the records are ${quotedList(near.map(nameOf))}, which say when they were changed; name it in the measure if it is meant.`,
    };
  }
  if (near.length > 0 && near.every(isEndAlone)) {
    return {
      kind: "none",
      reason: `The only times of the records are ${quotedList(near.map(nameOf))}, at which a period ends; name it in the measure if it is meant.`,
    };
  }
  if (near.length <= 1)
    return choiceOf(near, { reason: `${quotedList(near.map(nameOf))} is the only time`, question: "", none });
  const happened = eventTimes(measure, near);
  if (happened.length === 1)
    return choiceOf(happened, {
      reason: `${quotedList(happened.map(nameOf))} is when it happened`,
      question: "",
      none,
    });
  const starts = outermostStart(withoutEnds(near), near);
  const plain = starts.filter((option) => option.fields.every(isPlain));
  const others = starts.filter((option) => !plain.includes(option));
  const left = plain.length > 0 && others.every(isBookkeeping) ? plain : starts;
  const named =
    plain.length === 1 && plain[0]?.isUnproven !== true && measure.time === undefined && !isAboutEvents(others)
      ? plain
      : left;
  return choiceOf(named, {
    reason: `${quotedList(named.map(nameOf))} is the time of a record`,
    question: questionOf(named),
    none,
  });
}

/** Options that read the same instants in two ways of writing are one. Two events that fell together are not. */
export function distinctTimes(options: readonly TimeOption[]): TimeOption[] {
  const kept: TimeOption[] = [];
  for (const option of options) {
    const index = kept.findIndex((other) => areSame(other, option));
    const known = kept[index];
    if (known === undefined) kept.push(option);
    else if ((known.isUnproven && !option.isUnproven) || isWrittenTwice(known, option)) kept[index] = option;
  }
  return kept;
}

function areSame(one: TimeOption, other: TimeOption): boolean {
  const agree = one.times.every((time, index) => Object.is(time, other.times[index]));
  if (!agree) return isWrittenTwice(one, other) || isWrittenTwice(other, one);
  if (one.isUnproven && other.isUnproven) return false;
  const differ = one.mapping["format"] !== other.mapping["format"];
  const arePlain = one.fields.every(isPlain) && other.fields.every(isPlain);
  return differ || arePlain || lastKey(nameOf(one)) === lastKey(nameOf(other));
}

/**
 * True when the second is the first, better written: to the millisecond, or without a zone to be guessed. Their names must be
 * plain, or one the other's with more words.
 */
function isWrittenTwice(one: TimeOption, better: TimeOption): boolean {
  if (one.granularity !== "instant" || better.granularity !== "instant" || better.isUnproven) return false;
  const stemsOf = ({ fields }: TimeOption): string[] =>
    fields.flatMap(({ generic }) => pathStems(lastKey(generic))).filter((stem) => !PLAIN.test(stem));
  const [own, other] = [stemsOf(one), stemsOf(better)];
  const areNear =
    new Set(better.times).size > 1 && (own.length === 0 || other.length === 0)
      ? true
      : own.every((stem) => other.includes(stem)) || other.every((stem) => own.includes(stem));
  if (!areNear || one.times.length === 0) return false;
  const distances = one.times.map((time, index) => (better.times[index] ?? Number.NaN) - (time ?? Number.NaN));
  const isTruncated =
    distances.every((distance) => distance >= 0 && distance < 1_000) && distances.some((distance) => distance > 0);
  const [first = Number.NaN] = distances;
  const isShifted =
    one.isLocal &&
    !better.isLocal &&
    distances.every((distance) => distance === first) &&
    first % 900_000 === 0 &&
    Math.abs(first) <= 14 * 3_600_000;
  return isTruncated || isShifted;
}

/** A text for the time that no time fits, where their names say that they are something else; `null` where one may be meant. */
function unmetWords(text: string, options: readonly TimeOption[], nouns: ReadonlySet<string>): string | null {
  if (isPathLike(text)) return text;
  const { written } = measureWords(text);
  const telling = written.filter((word) => !PLAIN.test(word) && !nouns.has(wordStem(word)));
  const isPlainThere = nearest(options).some((option) => option.fields.every(isPlain));
  return telling.length > 0 && !isPlainThere ? text : null;
}

function namedTimes(text: string, options: readonly TimeOption[], nouns: ReadonlySet<string>): TimeOption[] {
  const written = options.filter((option) => option.fields.some(({ generic }) => isWrittenOut(text, generic)));
  if (written.length > 0 || isPathLike(text)) return nearest(written);
  const generics = [...new Set(options.map((option) => option.fields[0]?.generic ?? ""))];
  const ranking = rankTimes(text, generics, nouns);
  return nearest(options.filter((option) => ranking.includes(option.fields[0]?.generic ?? "")));
}

/** Paths that fit the words of a time best; several where they fit alike, `[]` where the words fit none. */
function rankTimes(text: string, generics: readonly string[], nouns: ReadonlySet<string>): string[] {
  const words = measureWords(text);
  const telling = words.names.filter((name, index) => !PLAIN.test(words.written[index] ?? "") && !nouns.has(name));
  const stemsOf = (generic: string): string[] => pathStems(lastKey(generic));
  if (telling.length > 0) {
    const scored = generics.map((generic) => ({
      generic,
      hits: telling.filter(
        (stem) =>
          pathStems(generic).includes(stem) ||
          stemsOf(generic).some((own) => own.startsWith(stem) || stem.startsWith(own)),
      ).length,
    }));
    const most = Math.max(0, ...scored.map(({ hits }) => hits));
    const best = scored.filter(({ hits }) => hits === most && most > 0).map(({ generic }) => generic);
    if (best.length === 1) return best;
    if (best.length > 1) {
      const stems = words.names;
      const hitsOf = (generic: string): number =>
        splitWords(lastKey(generic)).filter((word) => stems.includes(wordStem(word))).length;
      const most = Math.max(...best.map(hitsOf));
      const closest = best.filter((generic) => hitsOf(generic) === most);
      if (closest.length === 1) return closest;
      const inKey = best.filter((generic) => telling.some((stem) => stemsOf(generic).includes(stem)));
      return inKey.length > 0 ? inKey : best;
    }
    return [];
  }
  const { ranked, isUnique } = rankPaths(text, generics);
  return isUnique && ranked[0] !== undefined ? [ranked[0].path] : [];
}

/** Fields of the record or its key, else those of what it is nested in, else those of the response. */
function nearest(options: readonly TimeOption[]): TimeOption[] {
  const levelOf = ({ fields }: TimeOption): number => {
    const origin = fields[0]?.reference.origin ?? "root";
    if (origin === "record" || origin === "key") return 0;
    if (origin.startsWith("parent")) return 1;
    return origin.startsWith("grandparent") ? 2 : 3;
  };
  const named = options.filter(({ isNamed }) => isNamed);
  const usable = named.length > 0 ? named : options;
  const least = Math.min(...usable.map(levelOf));
  const near = usable.filter((option) => levelOf(option) === least);
  const keyed = near.filter(({ fields }) => fields[0]?.reference.origin.toLowerCase().endsWith("key") === true);
  return keyed.length > 0 && near.every((option) => keyed.includes(option) || isBookkeeping(option)) ? keyed : near;
}

/** Times whose names say what the words of the value say: "closed issues" at `closed_at`. */
function eventTimes(
  { value, time }: { readonly value: string; readonly time?: string | undefined },
  options: readonly TimeOption[],
): TimeOption[] {
  const { names, written } = measureWords(`${value} ${time ?? ""}`);
  const added = splitWords(value).flatMap((word) => EVENTS[word] ?? []);
  const asked = [...names.filter((_, index) => !PLAIN.test(written[index] ?? "")), ...added];
  return withoutEnds(
    options.filter((option) =>
      option.fields.some((field) =>
        pathStems(lastKey(field.generic)).some((stem) => asked.includes(stem) && !PLAIN.test(stem)),
      ),
    ),
  );
}

/** Of a period with start and end, the start. */
function withoutEnds(options: readonly TimeOption[]): TimeOption[] {
  const stemOf = (option: TimeOption, kind: string): string | null => {
    const words = splitWords(lastKey(option.fields[0]?.generic ?? "")).join(" ");
    for (const [pattern, side] of ENDS) {
      const match = side === kind ? pattern.exec(words) : null;
      if (match !== null)
        return [
          (option.fields[0]?.generic ?? "").slice(0, -lastKey(option.fields[0]?.generic ?? "").length),
          match[1]?.trim(),
          match[2]?.trim(),
        ].join("|");
    }
    return null;
  };
  const starts = new Set(options.map((option) => stemOf(option, "start")).filter((stem) => stem !== null));
  return options.filter((option) => {
    const end = stemOf(option, "end");
    return end === null || !starts.has(end) || stemOf(option, "start") === end;
  });
}

/** True for the end of a period. */
function isEndAlone(option: TimeOption): boolean {
  const words = option.fields.flatMap(({ generic }) => splitWords(lastKey(generic)));
  return words.some((word) => /^(?:to|until|till|end|ended|ending|ends|thru|through)$/.test(word));
}

/** Where only starts of periods are left, that of the outermost period: the others are of something beside the record. */
function outermostStart(starts: readonly TimeOption[], all: readonly TimeOption[]): TimeOption[] {
  const depthOf = ({ fields }: TimeOption): number => fields[0]?.reference.keys.length ?? 0;
  const ends = all.filter((option) => !starts.includes(option));
  const arePaired = starts.every((option) =>
    ends.some(
      (end) =>
        JSON.stringify(end.fields[0]?.reference.keys.slice(0, -1)) ===
        JSON.stringify(option.fields[0]?.reference.keys.slice(0, -1)),
    ),
  );
  const least = Math.min(...starts.map(depthOf));
  const outer = starts.filter((option) => depthOf(option) === least);
  return arePaired && outer.length === 1 ? outer : [...starts];
}

function isPlain(field: { readonly generic: string }): boolean {
  return splitWords(lastKey(field.generic)).every((word) => PLAIN.test(word) || /^(?:time|date)/.test(word));
}

function isBookkeeping(option: TimeOption): boolean {
  return option.fields.every((field) =>
    splitWords(lastKey(field.generic)).some(
      (word) => BOOKKEEPING.has(word) || pathStems(word).some((stem) => BOOKKEEPING.has(stem)),
    ),
  );
}

/** More than one thing that happened to a record, each with its time. */
function isAboutEvents(options: readonly TimeOption[]): boolean {
  return options.some((option) => !isBookkeeping(option));
}

function nameOf(option: TimeOption | undefined): string {
  return option?.fields.map(({ generic }) => generic).join(", ") ?? "";
}

function questionOf(options: readonly TimeOption[]): string {
  if (new Set(options.map(nameOf)).size === 1)
    return `Is the day or the month first in ${quotedList(options.map(nameOf))}?`;
  return `Which of ${quotedList(options.map(nameOf))} is the time of a point?`;
}
