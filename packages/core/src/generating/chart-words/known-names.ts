import { joinedName, splitWords, type Word } from "./split-words.js";

/** What a request may call by name: a line of the metric, a numeric dimension, the value itself, or what tells the lines apart. */
export interface KnownName {
  readonly kind: "series" | "dimension" | "value" | "lines";
  readonly name: string;
  readonly joined: string;
  /** Its words one by one; joined words of a request may also name a part of them. */
  readonly words: readonly string[];
}

export interface NameMatch {
  readonly length: number;
  readonly name: KnownName;
}

/** Names by what they are found with. */
export interface NameIndex {
  readonly names: readonly KnownName[];
  readonly byJoined: ReadonlyMap<string, readonly KnownName[]>;
  readonly byWord: ReadonlyMap<string, readonly KnownName[]>;
}

/** Longest name in words that is looked for. */
const MAXIMUM_WORDS = 16;

export function knownNames(input: {
  readonly seriesNames: readonly string[];
  readonly dimensionNames: readonly string[];
  readonly valueNames?: readonly string[] | undefined;
  readonly linesNames?: readonly string[] | undefined;
}): NameIndex {
  const of = (kind: KnownName["kind"], names: readonly string[] = []): KnownName[] =>
    names.flatMap((name) => {
      const words = splitWords(name);
      const joined = joinedName(words);
      return joined === "" ? [] : [{ kind, name, joined, words: words.map(({ text }) => text) }];
    });
  const names = [
    ...of("series", input.seriesNames),
    ...of("dimension", input.dimensionNames),
    ...of("value", input.valueNames),
    ...of("lines", input.linesNames),
  ];
  return {
    names,
    byJoined: indexed(names, ({ joined }) => [joined]),
    byWord: indexed(names, ({ words }) => words),
  };
}

function indexed(
  names: readonly KnownName[],
  keysOf: (name: KnownName) => readonly string[],
): ReadonlyMap<string, readonly KnownName[]> {
  const index = new Map<string, KnownName[]>();
  for (const name of names) {
    for (const key of new Set(keysOf(name))) {
      const found = index.get(key);
      if (found === undefined) index.set(key, [name]);
      else found.push(name);
    }
  }
  return index;
}

/**
 * The longest name that stands at a place, whole or, with `allowsPart`, a part of it that no other name has. `ambiguous` when the same
 * words name several things; `null` when there is none.
 */
export function findName(
  words: readonly Word[],
  start: number,
  known: NameIndex,
  allowsPart: boolean,
): NameMatch | "ambiguous" | null {
  const isQuoted = words[start]?.kind === "quoted";
  const most = isQuoted ? 1 : Math.min(MAXIMUM_WORDS, words.length - start);
  for (let length = most; length >= 1; length--) {
    const span = words.slice(start, start + length);
    if (
      span.some(
        ({ kind }, index) =>
          (kind === "quoted" && !isQuoted) || (kind === "comma" && (index === 0 || index === length - 1)),
      )
    )
      continue;
    const joined = joinedName(span);
    const exact = known.byJoined.get(joined) ?? [];
    const found =
      exact.length > 0 || isQuoted ? exact : otherNumber(joined).flatMap((other) => known.byJoined.get(other) ?? []);
    const distinct = found.filter(({ kind }) => kind === "series" || kind === "dimension");
    if (distinct.length > 1) return "ambiguous";
    const name = distinct[0] ?? found[0];
    if (name !== undefined) return { length, name };
  }
  return allowsPart && !isQuoted ? findPart(words, start, known) : null;
}

function findPart(words: readonly Word[], start: number, known: NameIndex): NameMatch | "ambiguous" | null {
  for (let length = Math.min(MAXIMUM_WORDS, words.length - start); length >= 1; length--) {
    const span = words.slice(start, start + length);
    if (span.some(({ kind }) => kind !== "word")) continue;
    const found = (known.byWord.get(span[0]?.text ?? "") ?? []).filter(
      ({ kind, words: own }) => (kind === "series" || kind === "dimension") && hasSpan(own, span),
    );
    if (found.length > 1) return "ambiguous";
    if (found[0] !== undefined) return { length, name: found[0] };
  }
  return null;
}

function hasSpan(own: readonly string[], span: readonly Word[]): boolean {
  return own.some((_, at) => span.every(({ text }, index) => own[at + index] === text));
}

/** The plural of a name, and the singulars that it may be the plural of. */
function otherNumber(joined: string): string[] {
  if (joined.length < 3) return [];
  const plural = joined.endsWith("y") ? [`${joined.slice(0, -1)}ies`] : [];
  const singular = joined.length > 3 && joined.endsWith("s") ? [joined.slice(0, -1)] : [];
  const irregular = joined.endsWith("ies") ? [`${joined.slice(0, -3)}y`] : [];
  return [`${joined}s`, ...plural, ...singular, ...irregular];
}
