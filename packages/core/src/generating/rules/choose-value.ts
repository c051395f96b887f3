import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import { type PathRanking, rankPaths } from "../../shapes/rank-paths.js";
import { saysUnit } from "../../shapes/units.js";
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

const HOLLOW = new Set([
  "valu",
  "value",
  "data",
  "result",
  "amount",
  "count",
  "total",
  "number",
  "quantity",
  "y",
  "v",
  "obs",
  "observation",
  "measur",
  "measurement",
  "metric",
  "level",
  "rate",
  "index",
  "index_value",
  "point",
  "sum",
  "average",
  "doc",
  "score",
  "reading",
  "figure",
  "attribut",
  "percent",
  "usd",
  "eur",
]);
/** Words that tell one number from another of the same name; where no field has them, the one that is there is another one. */
const CONTRASTS = new Set([
  "adjust",
  "net",
  "gross",
  "unique",
  "uniqu",
  "cumulativ",
  "median",
  "forecast",
  "predict",
  "real",
  "nominal",
  "bid",
  "ask",
  "import",
  "export",
  "indoor",
  "outdoor",
  "gust",
  "feel",
  "previous",
  "unadjust",
  "tax",
  "refund",
  "discount",
]);

/** Which field of the views is the value: one that is written out or named by the words, or the only one. */
export function chooseValue({ value: text, unit }: Measure, views: readonly OpenedView[]): ValueChoice {
  const candidates = views.flatMap((view) => view.numbers.map(({ field, reading }) => ({ view, field, reading })));
  const generics = [...new Set(candidates.map(({ field }) => field.generic))];
  const ranking = rankPaths(text, generics);
  const scored = candidates.map((candidate) => ({
    ...candidate,
    score: ranking.ranked.find(({ path }) => path === candidate.field.generic)?.score ?? 0,
  }));
  const at = (path: string): ValueCandidate[] => scored.filter(({ field }) => field.generic === path);
  const [best] = ranking.ranked;
  if (best === undefined) return chooseUnnamed(text, scored);
  if (ranking.isUnique) {
    const lacking = lackingContrast(text, best.path);
    if (best.isExact || lacking === null) {
      const reason = best.isExact
        ? `${quotedList([best.path])} is written out as the value`
        : `${quotedList([best.path])} is the only number whose name fits "${text}"`;
      return { kind: "one", candidates: at(best.path), isExact: best.isExact, isNamed: true, reason };
    }
    const named = ranking.ranked.slice(0, 4).flatMap(({ path }) => at(path));
    return severalOrNone(named, text, `No number's name says "${lacking}".`);
  }
  const close = closeOnes(ranking);
  const inUnit = unit === undefined ? [] : close.filter((path) => saysUnit(path, unit));
  const [onlyInUnit, ...others] = inUnit;
  if (onlyInUnit !== undefined && others.length === 0 && unit !== undefined) {
    return {
      kind: "one",
      candidates: at(onlyInUnit),
      isExact: false,
      isNamed: true,
      reason: `${quotedList([onlyInUnit])} fits "${text}" and is in ${unit}`,
    };
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
function chooseUnnamed(text: string, all: readonly ValueCandidate[]): ValueChoice {
  const candidates = all.filter(({ field, reading }) => reading.kind === "numbers" && !isIdentifierPath(field.generic));
  const generics = [...new Set(candidates.map(({ field }) => field.generic))];
  const [only, ...others] = generics;
  if (only === undefined) return { kind: "none", reason: `No number in the records could be "${text}".` };
  if (others.length > 0) return severalOrNone(candidates, text, "");
  if (pathLike(text))
    return {
      kind: "none",
      reason: `The path "${text}" is not in the response. Its only number is ${quotedList([only])}.`,
    };
  const telling = tellingStems(only);
  if (telling.length > 0) {
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

/** Stems of the last key that say what is measured. */
export function tellingStems(generic: string): string[] {
  const last =
    generic
      .split(/[.]|\[\]|\{\}/)
      .filter((key) => key !== "" && !/^\d+$/.test(key))
      .at(-1) ?? "";
  return pathStems(last).filter((stem) => stem.length > 1 && !HOLLOW.has(stem) && !/\d/.test(stem));
}

/** A word of the text that tells like numbers apart and that the path does not have; `null` when there is none. */
function lackingContrast(text: string, path: string): string | null {
  const { names, written } = measureWords(text);
  const stems = pathStems(path);
  const index = names.findIndex((name) => CONTRASTS.has(name) && !stems.includes(name));
  return index === -1 ? null : (written[index] ?? null);
}

function pathLike(text: string): boolean {
  return !/\s/.test(text.trim()) && /[._[\]]/.test(text);
}
