import { findLocale } from "./find-locale.js";
import { readOptions } from "./read-options.js";

/** ASCII as the Unicode collation algorithm orders it; letters of both cases are equal at first. */
const order = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";
/** Acute, grave, breve, circumflex, caron, ring, diaeresis, double acute, tilde, dot, cedilla, ogonek, macron. */
const marks = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0327\u0328\u0304";
/** Languages that have letters with marks of their own. */
const tailored = ["es-ES", "sv-SE"];

const offers = { sensitivity: ["base", "accent", "variant"], usage: ["sort"] } as const;

/** Text whose order by code points is that of the levels of the collation algorithm: characters, marks, case. */
interface SortKey {
  readonly characters: string;
  readonly marks: string;
  readonly cases: string;
}

/** Sorting compares each text with many others, and reading it takes longest. */
const keys = new Map<string, SortKey>();
const maximumKeys = 5_000;
const longestKept = 200;

function sortKey(text: string, mayHaveMarks: boolean): SortKey {
  const known = keys.get(`${mayHaveMarks}${text}`);
  if (known !== undefined) return known;
  const key = readSortKey(text, mayHaveMarks);
  if (text.length > longestKept) return key;
  if (keys.size >= maximumKeys) keys.clear();
  keys.set(`${mayHaveMarks}${text}`, key);
  return key;
}

function readSortKey(text: string, mayHaveMarks: boolean): SortKey {
  const key = { characters: "", marks: "", cases: "" };
  for (const character of text.normalize("NFD")) {
    const rank = order.indexOf(character.toLowerCase());
    const mark = mayHaveMarks ? marks.indexOf(character) : -1;
    if (rank === -1 && mark === -1) {
      throw new RangeError(
        `The sandbox compares ${mayHaveMarks ? "Latin letters" : "English letters in this locale"}, digits and the signs of ASCII, not ` +
          `${JSON.stringify(text.slice(0, 40))}: compare with < and >`,
      );
    }
    if (rank !== -1) key.characters += String.fromCharCode(rank + 1);
    key.marks += String.fromCharCode(mark + 1);
    key.cases += rank !== -1 && character !== character.toLowerCase() ? "b" : "a";
  }
  return key;
}

/**
 * What `localeCompare` gives in V8, for text of Latin letters, digits and the signs of ASCII.
 *
 * @see https://unicode.org/reports/tr10/
 * @throws {RangeError} for other text
 */
export function compareText(first: string, second: string, locales: unknown, given: unknown): number {
  const { tag } = findLocale(locales);
  const { sensitivity = "variant" } = readOptions("localeCompare", given, offers);
  const mayHaveMarks = !tailored.includes(tag);
  const [a, b] = [sortKey(first, mayHaveMarks), sortKey(second, mayHaveMarks)];
  const levels = sensitivity === "base" ? 1 : sensitivity === "accent" ? 2 : 3;
  for (const level of (["characters", "marks", "cases"] as const).slice(0, levels)) {
    if (a[level] !== b[level]) return a[level] < b[level] ? -1 : 1;
  }
  return 0;
}
