import type { ChartPreferences } from "../../charts/chart-preferences.js";
import { applyMeaning } from "./apply-meaning.js";
import { type ChartSettings, mergeSettings } from "./chart-meaning.js";
import { isFiller, isPlainNameWord } from "./filler-words.js";
import { type KnownName, knownNames } from "./known-names.js";
import { type NameList, readNameList } from "./name-lists.js";
import { phrases } from "./phrases.js";
import { splitWords, type Word } from "./split-words.js";

/** What a request in words may speak of. */
export interface KnownChart {
  readonly preferences: ChartPreferences;
  /** The metric's lines by name; `[""]` when there is one without a name. */
  readonly seriesNames: readonly string[];
  /** Names of numeric dimensions. */
  readonly dimensionNames: readonly string[];
  /** What the value is called: the metric's name, what it measures. @defaultValue none */
  readonly valueNames?: readonly string[] | undefined;
  /** What the lines are told apart by, such as "region". @defaultValue none */
  readonly linesNames?: readonly string[] | undefined;
}

export type ChartWordsReading =
  | { readonly outcome: "preferences"; readonly preferences: ChartPreferences; readonly reasons: readonly string[] }
  /** `reason` is a sentence that says what was not understood. */
  | { readonly outcome: "refused"; readonly reason: string };

/** The same as `readChartWords`, and why not where a request is not understood. Takes time linear in the request's words. */
export function interpretChartWords(request: string, known: KnownChart): ChartWordsReading {
  const refused = (reason: string): ChartWordsReading => ({ outcome: "refused", reason });
  // What a series is called may hold "the"; elsewhere it means nothing.
  const words = splitWords(request).filter(({ text, kind }) => kind !== "word" || text !== "the");
  const names = knownNames(known);
  const valueWords = new Set(
    names.names
      .filter(({ kind }) => kind === "value")
      .flatMap((name) => name.words)
      .filter(isPlainNameWord),
  );
  const { text, startOf } = joinWords(words);
  const lists: NameList[] = [];
  const unknown: string[] = [];
  let settings: ChartSettings = {};
  let speaksOfValue = false;
  const found = new Map<number, PhraseMatch | null>();
  const phraseAt = (at: number): PhraseMatch | null => {
    const before = found.get(at);
    if (before !== undefined) return before;
    const match = longestPhrase(text, startOf(at));
    found.set(at, match);
    return match;
  };
  let place = 0;
  while (place < words.length) {
    const phraseMatch = phraseAt(place);
    const list = readNameList(words, place, text.slice(startOf(place)), names, (at) => phraseAt(at)?.length ?? 0);
    const phraseLength = phraseMatch?.length ?? 0;
    const listLength = list === null || list === "ambiguous" ? 0 : list.length;
    if (list === "ambiguous" && phraseLength === 0)
      return refused(`It is not clear which series or dimension ${quoted(words.slice(place))} names.`);
    if (list !== null && list !== "ambiguous" && listLength > phraseLength) {
      lists.push(list);
      place += listLength;
      continue;
    }
    if (
      list !== null &&
      list !== "ambiguous" &&
      listLength === phraseLength &&
      phraseLength > 0 &&
      !isOfValue(list.names)
    )
      return refused(
        `${quoted(words.slice(place, place + listLength))} can be read in two ways: it is also the name of a series or dimension.`,
      );
    if (phraseMatch !== null) {
      const merged = mergeSettings(settings, phraseMatch.settings);
      if (typeof merged === "string") return refused(merged);
      settings = merged;
      place += phraseLength;
      continue;
    }
    const word = words[place];
    if (word?.kind === "word" && valueWords.has(word.text)) speaksOfValue = true;
    else if (word !== undefined && !isFiller(word)) unknown.push(word.written);
    place++;
  }
  if (unknown.length > 0) {
    const shown = [...new Set(unknown)].slice(0, 8).map((word) => `"${word}"`);
    return refused(`${shown.join(", ")} ${shown.length === 1 ? "was" : "were"} not understood.`);
  }
  speaksOfValue ||= lists.some(({ names: named }) => named.some(({ kind }) => kind === "value" || kind === "lines"));
  // "Commits count" may be the sum of commits, or the number of times they were counted.
  if (settings.aggregation === "count" && speaksOfValue)
    return refused('It is not clear what is counted: say "number of points", or "sum".');
  const isComparison = words.some(({ kind, text: word }) => kind === "word" && /^compar(?:e|ing|ison)$/.test(word));
  return applyMeaning({ known, settings, lists, isComparison });
}

interface PhraseMatch {
  /** In words. */
  readonly length: number;
  readonly settings: ChartSettings;
}

function longestPhrase(text: string, start: number): PhraseMatch | null {
  let longest: PhraseMatch | null = null;
  for (const candidate of phrases) {
    candidate.pattern.lastIndex = start;
    const match = candidate.pattern.exec(text);
    if (match === null) continue;
    const length = match[0].split(" ").length;
    if (longest !== null && length <= longest.length) continue;
    const settings = candidate.read(match.groups ?? {});
    if (settings !== null) longest = { length, settings };
  }
  return longest;
}

/** Words with single spaces between them. What is quoted is a name alone, and no phrase reads it. */
function joinWords(words: readonly Word[]): { readonly text: string; readonly startOf: (place: number) => number } {
  const starts: number[] = [];
  let text = "";
  for (const { text: word, kind } of words) {
    if (starts.length > 0) text += " ";
    starts.push(text.length);
    text += kind === "quoted" ? '"' : word;
  }
  return { text, startOf: (place) => starts[place] ?? text.length };
}

function isOfValue(names: readonly KnownName[]): boolean {
  return names.every(({ kind }) => kind === "value");
}

function quoted(words: readonly Word[]): string {
  return `"${words
    .slice(0, 6)
    .map(({ written }) => written)
    .join(" ")}"`;
}
