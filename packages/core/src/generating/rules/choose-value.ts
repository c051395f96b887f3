import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import type { GeneratorSubject } from "../../ports/generator.js";
import { isPathLike } from "./is-path-like.js";
import { lastKey } from "./last-key.js";
import { isTimeWord, nameDoubt, qualifierOf, tellingStems } from "./name-doubt.js";
import { endpointNouns, viewNouns } from "./subject-nouns.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import { type PathRanking, rankPaths } from "../../shapes/rank-paths.js";
import { contradictsUnit, saysUnit } from "../../shapes/units.js";
import { splitWords, wordStem } from "../../shapes/word-stems.js";
import type { Measure } from "../../metrics/measure.js";
import { quotedList } from "./choice.js";
import type { Field } from "./list-fields.js";
import type { OpenedView } from "./open-views.js";
import type { NumberReading } from "./read-numbers.js";

/** A field of a view that may be the value. */
export interface ValueCandidate {
  readonly view: OpenedView;
  readonly field: Field;
  readonly reading: NumberReading;
  /** How well the words fit, 0 to 1. */
  readonly score: number;
}

export type ValueChoice =
  | {
      readonly kind: "one";
      readonly candidates: readonly ValueCandidate[];
      readonly isExact: boolean;
      readonly isNamed: boolean;
      readonly reason: string;
    }
  | { readonly kind: "several"; readonly candidates: readonly ValueCandidate[]; readonly question: string }
  | { readonly kind: "none"; readonly reason: string };

/** Which field of the views is the value: one that is written out or named by the words, or the only one. */
export function chooseValue(
  subject: GeneratorSubject,
  views: readonly OpenedView[],
  everywhere: readonly OpenedView[] = views,
): ValueChoice {
  const { measure } = subject;
  const { value: text, unit } = measure;
  const candidates = views.flatMap((view) => view.numbers.map(({ field, reading }) => ({ view, field, reading })));
  const generics = [...new Set(candidates.map(({ field }) => field.generic))];
  const ranking = rankPaths(text, generics);
  const scored = candidates.map((candidate) => ({
    ...candidate,
    score: ranking.ranked.find(({ path }) => path === candidate.field.generic)?.score ?? 0,
  }));
  const at = (path: string): ValueCandidate[] => scored.filter(({ field }) => field.generic === path);
  const [best] = ranking.ranked;
  if (best === undefined) return chooseUnnamed(measure, scored, numbersOf(everywhere));
  const others = numbersOf(everywhere);
  const isBare = !isPathLike(text) && !text.includes(".");
  const isOfOther = isBare && isQualified(best.path, measure, others);
  if (best.isExact && ranking.isUnique && !isOfOther) {
    const reason = `${quotedList([best.path])} is written out as the value`;
    return { kind: "one", candidates: at(best.path), isExact: true, isNamed: true, reason };
  }
  if (!best.isExact && isPathLike(text))
    return { kind: "none", reason: `The path "${text}" is not among the numbers of the response.` };
  const close = ranking.isUnique ? [best.path] : plainestOf(closeOnes(ranking), measure, others);
  const inUnit = unit === undefined || ranking.isUnique ? close : close.filter((path) => saysUnit(path, unit));
  const [only, ...rivals] = inUnit;
  if (only !== undefined && rivals.length === 0) {
    const explained = new Set([
      ...endpointNouns(subject.request.endpoint),
      ...at(only).flatMap(({ view }) => [...viewNouns(view), ...timeStems(view)]),
    ]);
    const doubt = nameDoubt(measure, only, explained, others.length <= 1, others);
    if (doubt === null) {
      const reason = `${quotedList([only])} is the only number whose name fits "${text}"`;
      return { kind: "one", candidates: at(only), isExact: false, isNamed: true, reason };
    }
    const next = ranking.ranked.filter(({ path }) => path !== only).slice(0, 4);
    const usable = [only, ...next.map(({ path }) => path)]
      .flatMap(at)
      .filter(({ reading }) => reading.kind === "numbers");
    return new Set(usable.map(({ field }) => field.generic)).size < 2
      ? { kind: "none", reason: doubt }
      : severalOrNone(usable, text, doubt);
  }
  return severalOrNone(close.flatMap(at), text, `Nothing tells which number is "${text}".`);
}

/** The paths that fit about as well as the best. */
function closeOnes({ ranked }: PathRanking): string[] {
  const top = ranked[0]?.score ?? 0;
  return ranked
    .filter(({ score, isExact }) => score > top - 0.08 || isExact)
    .map(({ path }) => path)
    .slice(0, 8);
}

function severalOrNone(candidates: readonly ValueCandidate[], text: string, reason: string): ValueChoice {
  const usable = candidates.filter(({ reading }) => reading.kind === "numbers");
  if (usable.length === 0) return { kind: "none", reason };
  return {
    kind: "several",
    candidates: usable,
    question: `Which of ${quotedList(usable.map(({ field }) => field.generic))} is "${text}"?`,
  };
}

/** No name fits: the only number there is, when its own name does not say that it is something else. */
function chooseUnnamed(
  { value: text, unit }: Measure,
  all: readonly ValueCandidate[],
  everywhere: readonly string[],
): ValueChoice {
  const candidates = all.filter(({ field, reading }) => reading.kind === "numbers" && !isIdentifierPath(field.generic));
  const generics = [...new Set(candidates.map(({ field }) => field.generic))];
  const [only, ...others] = generics;
  if (only === undefined) return { kind: "none", reason: `No number in the records could be "${text}".` };
  if (others.length > 0) return severalOrNone(candidates, text, "");
  if (isPathLike(text))
    return {
      kind: "none",
      reason: `The path "${text}" is not in the response. Its only number is ${quotedList([only])}.`,
    };
  const { directions } = measureWords(text);
  const isCounted = pathStems(lastKey(only)).some((stem) => stem === "count" || stem === "total");
  const isOther = isCounted && directions.some((direction) => direction !== "count" && direction !== "sum");
  const isPart = everywhere.length > 1 && qualifierOf(only, everywhere).length > 0;
  if (tellingStems(only).length > 0 || isOther || isPart || (unit !== undefined && contradictsUnit(only, unit))) {
    return {
      kind: "none",
      reason: `The only number in the records is ${quotedList([only])}, and nothing says that it is "${text}".`,
    };
  }
  return {
    kind: "one",
    candidates,
    isExact: false,
    isNamed: false,
    reason: `${quotedList([only])} is the only number in the records`,
  };
}

/**
 * Stems of the keys that hold a view's times: "of the week" needs no word in the value where there is a `week`. A key `time`
 * accounts for nothing: "time on page" is a length of time.
 */
function timeStems({ times }: OpenedView): string[] {
  return times
    .flatMap(({ fields }) => fields.flatMap(({ generic }) => pathStems(lastKey(generic))))
    .filter((stem) => !isTimeWord(stem));
}

/** True when what leads to a number says that it is another one than the words of the measure mean. */
function isQualified(path: string, { value }: Measure, others: readonly string[]): boolean {
  const asked = new Set(splitWords(value).map(wordStem));
  return others.length > 1 && qualifierOf(path, others).some((stem) => !asked.has(stem));
}

/** Generic paths of the numbers of a response that may be measurements. */
function numbersOf(views: readonly OpenedView[]): string[] {
  const generics = views.flatMap(({ numbers, isLoose }) =>
    (isLoose ? [] : numbers).filter(({ reading }) => reading.kind === "numbers").map(({ field }) => field.generic),
  );
  return [...new Set(generics)].filter((generic) => !isIdentifierPath(generic));
}

/** Without paths that are another of them with further keys before it, such as `comparison.bounces` beside `bounces`. */
function plainestOf(paths: readonly string[], { value }: Measure, others: readonly string[]): string[] {
  const { names, directionStems } = measureWords(value);
  const asked = new Set([...names, ...directionStems]);
  const isPrefixed = (path: string, plain: string): boolean => {
    const [own, other] = [keysOf(path), keysOf(plain)];
    const extra = own.length - other.length;
    const start = own.findIndex((key, index) => key !== other[index]);
    if (extra <= 0 || start === -1 || start + extra > own.length) return false;
    const isSame = own.toSpliced(start, extra).join(".") === other.join(".");
    return isSame && qualifierOf(path, others).some((stem) => !asked.has(stem));
  };
  return paths.filter((path) => !paths.some((plain) => plain !== path && isPrefixed(path, plain)));
}

function keysOf(generic: string): string[] {
  return generic.replaceAll(/\[\]|\{\}/g, ".#").split(".");
}
