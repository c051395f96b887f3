import { localeTags } from "./find-locale.js";

interface Part {
  readonly type: string;
  readonly value: string;
}

/**
 * Whether V8 here has the words of the tables. Others have some others, such as `K` for British thousands, so that only the samples are
 * checked there. Node 20.20, 22.23 and 24.21 have them.
 */
export const hasWordsOfTables = process.versions["icu"]?.startsWith("78.") === true;

/** The locales offered, and languages alone. */
export const localeNames: readonly string[] = [...localeTags, "en", "de", "fr", "es", "sv", "pt", "nl", "it", "ja"];

/** Text with all spaces the same: releases of ICU differ in which of them do not break, and how narrow they are. */
export function withPlainSpaces(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, " ");
}

/** What `formatToParts` gives, with such spaces. */
export function agreedParts(parts: readonly Part[]): Part[] {
  return parts.map(({ type, value }) => ({ type, value: withPlainSpaces(value) }));
}

export function joinParts(parts: readonly Part[]): string {
  return parts.map(({ value }) => value).join("");
}
