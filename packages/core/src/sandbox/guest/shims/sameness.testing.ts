import { localeTags } from "./find-locale.js";

/**
 * Whether V8 here has the words of the tables. Others have some others, such as `K` for British thousands, so that only the samples are
 * checked there. Node 20.20, 22.23 and 24.21 have them.
 */
export const hasWordsOfTables = process.versions["icu"]?.startsWith("78.") === true;

/** The locales offered, and languages alone. */
export const localeNames: readonly string[] = [...localeTags, "en", "de", "fr", "es", "sv", "pt", "nl", "it", "ja"];
