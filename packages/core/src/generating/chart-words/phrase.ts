import type { ChartSettings } from "./chart-meaning.js";

/** A pattern of whole words, and what it settles; `null` when the words turn out to mean nothing. */
export interface Phrase {
  /** Sticky. Reads words that are separated by single spaces, without "the". */
  readonly pattern: RegExp;
  read(groups: Readonly<Record<string, string | undefined>>): ChartSettings | null;
}

export function phrase(source: string, read: Phrase["read"]): Phrase {
  return { pattern: new RegExp(`(?:${source})(?= |$)`, "y"), read };
}

const numberWords = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

export const NUMBER_PATTERN = `(?:\\d{1,4}|${numberWords.slice(1).join("|")})`;

/** A number of `NUMBER_PATTERN`. */
export function numberOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : numberWords.indexOf(text);
}
