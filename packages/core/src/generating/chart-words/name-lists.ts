import { findName, type KnownName, type NameIndex } from "./known-names.js";
import type { Word } from "./split-words.js";

/** What becomes of names in a request. */
export type NameAction = "only" | "without" | "add" | "by" | "mention";

export interface NameList {
  readonly action: NameAction;
  readonly names: readonly KnownName[];
  /** Words that it takes, those before the names included. */
  readonly length: number;
  /** True for "compare", which needs two things. */
  readonly isComparison: boolean;
}

interface Opening {
  readonly action: NameAction;
  readonly isComparison?: boolean;
  /** Sticky, over words that are separated by single spaces. */
  readonly pattern: RegExp;
}

const opening = (action: NameAction, source: string, isComparison = false): Opening => ({
  action,
  isComparison,
  pattern: new RegExp(`(?:${source}) `, "y"),
});

const KIND = "(?: (?:series|lines?|dimensions?))?";
const openings: readonly Opening[] = [
  opening("only", `(?:show |draw |plot |display |keep )?(?:only|just|nothing but)(?: show)?${KIND}`),
  opening(
    "without",
    `(?:(?:but )?(?:without|not)|no|except(?: for)?|excluding|exclude|hide|remove|drop|omit|leave out|leaving out|ignore|ignoring|all but|everything but|everything except|do not show|don't show)${KIND}`,
  ),
  opening("only", "(?:compare|comparing|comparison (?:of|between))", true),
  opening("add", `(?:add|also show|also|include|including|together with|along with|plus|and also)${KIND}`),
  opening(
    "by",
    "(?:(?:split|split up|split it|grouped|group|group it|broken down|break down|break it down|separated|one line|a line|bars?|lines?) )?(?:by|per|for each|for every)",
  ),
  opening("mention", `(?:series|lines?|dimensions?)`),
];
const SEPARATOR = /^(?:,|and|or|vs|versus)$/;
const COMPARING_SEPARATOR = /^(?:,|and|or|vs|versus|with|to|against)$/;

/** The list of names that begins at a place, with the words that open it; `ambiguous` when one of them names several things. */
export function readNameList(
  words: readonly Word[],
  start: number,
  textFrom: string,
  known: NameIndex,
  isPhraseAt: (place: number) => number,
): NameList | "ambiguous" | null {
  for (const { action, pattern, isComparison = false } of openings) {
    pattern.lastIndex = 0;
    const opened = pattern.exec(textFrom)?.[0];
    if (opened === undefined) continue;
    const openingLength = opened.trim().split(" ").length;
    const list = readNames(words, start + openingLength, {
      known,
      isPhraseAt,
      allowsPart: action !== "mention",
      isComparison,
    });
    if (list === "ambiguous") return list;
    if (list === null) continue;
    return { action, names: list.names, length: openingLength + list.length, isComparison };
  }
  const list = readNames(words, start, { known, isPhraseAt, allowsPart: false, isComparison: false });
  if (list === null || list === "ambiguous") return list;
  return { action: "mention", ...list, isComparison: false };
}

function readNames(
  words: readonly Word[],
  start: number,
  options: {
    readonly known: NameIndex;
    readonly isPhraseAt: (place: number) => number;
    readonly allowsPart: boolean;
    readonly isComparison: boolean;
  },
): { readonly names: readonly KnownName[]; readonly length: number } | "ambiguous" | null {
  const names: KnownName[] = [];
  const separator = options.isComparison ? COMPARING_SEPARATOR : SEPARATOR;
  let end = start;
  let place = start;
  while (place < words.length) {
    const match = findName(words, place, options.known, options.allowsPart);
    if (match === "ambiguous") return options.isPhraseAt(place) > 0 && names.length > 0 ? done() : match;
    // Behind the first name, words that mean something else end the list.
    if (match === null || (names.length > 0 && options.isPhraseAt(place) >= match.length)) break;
    names.push(match.name);
    place += match.length;
    if (/^(?:series|dimensions?)$/.test(words[place]?.text ?? "")) place++;
    end = place;
    let hasSeparator = false;
    while (
      words[place]?.kind === "comma" ||
      (words[place]?.kind === "word" && separator.test(words[place]?.text ?? ""))
    ) {
      place++;
      hasSeparator = true;
    }
    if (!hasSeparator) break;
  }
  return done();

  function done() {
    return names.length === 0 ? null : { names, length: end - start };
  }
}
