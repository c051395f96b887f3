import { type MeasureWords, measureWords, pathStems } from "./measure-words.js";
import { isIdentifierPath } from "./identifier-paths.js";
import { splitWords } from "./word-stems.js";

/** How well a path fits a text of a measure. */
export interface RankedPath {
  readonly path: string;
  /** 0 to 1; 0 when no word is shared. */
  readonly score: number;
  /** True when the text is this path, written out. */
  readonly isExact: boolean;
  /** True when every naming word of the text is in the path. */
  readonly isWhole: boolean;
  /** Stems of the text that the path has. */
  readonly matched: readonly string[];
}

export interface PathRanking {
  /** Those that share a word with the text, best first; of equal scores in the order given. */
  readonly ranked: readonly RankedPath[];
  /** How far the best is ahead of the second, 0 to 1. */
  readonly margin: number;
  /** True when the text means the first of `ranked` and no other: its exact path, or words that fit no other as well. */
  readonly isUnique: boolean;
}

export interface RankOptions {
  /** True when paths of identifiers count as others do, as for the name of a line. @defaultValue false */
  readonly withIdentifiers?: boolean | undefined;
}

/** Less than this between two paths is no difference that words make. */
const MARGIN = 0.08;

/**
 * Which of several generic paths the text of a measure means: a path written out (also without `[]`, and without what leads
 * to the records), else the one whose keys share most words with it. Paths of identifiers count only when written out.
 */
export function rankPaths(text: string, paths: readonly string[], options: RankOptions = {}): PathRanking {
  const exact = paths.filter((path) => isWrittenOut(text, path));
  const same = exact.filter(
    (path) => path === text.trim() || path.endsWith(`.${text.trim()}`) || path.endsWith(`]${text.trim()}`),
  );
  const whole = same.length > 0 ? same : exact.filter((path) => plainPath(path) === plainPath(text));
  const meant = whole.length > 0 ? whole : exact;
  const words = measureWords(text);
  const ranked = paths
    .map((path): RankedPath => {
      if (meant.includes(path)) return { path, score: 1, isExact: true, isWhole: true, matched: words.names };
      return options.withIdentifiers !== true && isIdentifierPath(path) ? none(path) : scoreOf(path, words);
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => Number(b.isExact) - Number(a.isExact) || b.score - a.score);
  const [best, second] = ranked;
  const margin = best === undefined ? 0 : best.score - (second?.score ?? 0);
  if (best === undefined || meant.length > 0) return { ranked, margin, isUnique: meant.length === 1 };
  if (margin >= MARGIN) return { ranked, margin, isUnique: true };
  const told = toldApart(ranked, words);
  return told === null
    ? { ranked, margin, isUnique: false }
    : { ranked: [told, ...ranked.filter((path) => path !== told)], margin, isUnique: true };
}

/** Of paths that fit alike, the only one that has nothing of its own but what the text says; `null` when several or none are so. */
function toldApart(ranked: readonly RankedPath[], words: MeasureWords): RankedPath | null {
  const close = ranked.filter(({ score }) => score > (ranked[0]?.score ?? 0) - MARGIN);
  const stems = close.map(({ path }) => pathStems(path));
  const said = new Set([...words.names, ...words.directionStems]);
  const plain = close.filter((_, index) => {
    const own = (stems[index] ?? []).filter((stem) => !stems.every((other) => other.includes(stem)));
    return own.every((stem) => said.has(stem));
  });
  const [only, ...others] = plain;
  return only !== undefined && others.length === 0 ? only : null;
}

/** A path without the marks of arrays, in lower case: `data[].amount` is `data.amount`. */
export function plainPath(path: string): string {
  return path
    .replaceAll(/\[\d*\]|\{\}|\$\.?/g, "")
    .replaceAll(/\.{2,}/g, ".")
    .replaceAll(/^\.|\.$/g, "")
    .toLowerCase();
}

/** True when a text writes a path out: all of its keys, or the last of them where the text looks like a key. */
export function isWrittenOut(text: string, path: string): boolean {
  const trimmed = text.trim();
  if (/\s/.test(trimmed)) return trimmed === path;
  const wanted = plainPath(trimmed).replaceAll(/[_-]/g, "");
  const plain = plainPath(path).replaceAll(/[_-]/g, "");
  const whole = plain.replace(/(?:\.\d+)+$/, "");
  const isSame = (text: string): boolean => text === wanted || text.endsWith(`.${wanted}`);
  // A tuple is written out for the number in it.
  return wanted !== "" && (isSame(plain) || isSame(whole));
}

function none(path: string): RankedPath {
  return { path, score: 0, isExact: false, isWhole: false, matched: [] };
}

/** Words that say nothing of what a number is. */
const FILLERS = new Set([
  "valu",
  "value",
  "data",
  "result",
  "attribut",
  "field",
  "item",
  "record",
  "point",
  "count",
  "node",
]);

/** The stem of "time", which a length of time may be called. */
const TIME = "tim";
const LENGTHS = new Set(["duration", "latency", "second", "minute", "millisecond"]);

function scoreOf(path: string, words: MeasureWords): RankedPath {
  const keys = plainPath(path).split(".");
  const last = pathStems(lastKey(path));
  const whole = pathStems(path);
  const isSaid = (name: string, stems: readonly string[], inKeys: readonly string[]): boolean =>
    stems.includes(name) ||
    isCompound(name, inKeys, words) ||
    (name === TIME && stems.some((stem) => LENGTHS.has(stem)));
  const matched = words.names.filter((name) => isSaid(name, whole, keys));
  const inLast = words.names.filter((name) => isSaid(name, last, keys.slice(-1)));
  const directed = words.directionStems.filter((stem) => last.includes(stem));
  if (matched.length === 0) {
    // "total" alone may be a field's whole name.
    const isDirection = directed.length > 0 && last.every((stem) => directed.includes(stem));
    return isDirection ? { ...none(path), score: words.names.length === 0 ? 0.5 : 0.3, matched: directed } : none(path);
  }
  const coverage = matched.length / words.names.length;
  const telling = last.filter((stem) => !FILLERS.has(stem) && !isUnitStem(stem));
  const extra = telling.filter(
    (stem) =>
      !words.names.includes(stem) &&
      !words.directionStems.includes(stem) &&
      !(LENGTHS.has(stem) && words.names.includes(TIME)),
  );
  const precision = telling.length === 0 ? 1 : 1 - extra.length / telling.length;
  const agreement = directionScore(last, words);
  const score = 0.5 * coverage + 0.15 * (inLast.length / words.names.length) + 0.25 * precision + agreement;
  return {
    path,
    score: Math.max(0.01, Math.min(1, score)),
    isExact: false,
    isWhole: coverage === 1,
    matched: [...matched, ...directed],
  };
}

/** A name that says "max" fits "highest" and not "average"; one that says nothing fits a little less. */
function directionScore(last: readonly string[], { directionStems }: MeasureWords): number {
  const said = last.filter((stem) => ["average", "minimum", "maximum", "median", "total", "latest"].includes(stem));
  const aggregates = directionStems.filter((stem) => stem !== "count");
  if (said.some((stem) => aggregates.includes(stem))) return 0.1;
  if (said.length > 0) return aggregates.length === 0 ? 0.1 : -0.15;
  return aggregates.length === 0 ? 0.1 : 0.05;
}

/** "pageviews" for "page views": words that a key writes as one. */
function isCompound(name: string, keys: readonly string[], words: MeasureWords): boolean {
  const index = words.names.indexOf(name);
  const written = words.written[index] ?? name;
  return keys.some((key) => {
    const joined = splitWords(key).join("");
    const next = words.written[index + 1];
    const previous = words.written[index - 1];
    if (next !== undefined && joined.includes(written + next)) return true;
    return previous !== undefined && joined.includes(previous + written);
  });
}

function isUnitStem(stem: string): boolean {
  return /^(?:minute|hour|to|of|by|per|c|f|k|m|mm|cm|km|kmh|h|hpa|pa|w|kw|kwh|mw|mwh|millisecond|second|percent|usd|eur|gbp|2m|10m)$/.test(
    stem,
  );
}

function lastKey(path: string): string {
  const keys = path.split(/[.]|\[\]|\{\}/).filter((key) => key !== "" && !/^\d+$/.test(key));
  return keys.at(-1) ?? path;
}
