import { isTimeZone } from "../../util/time-zone.js";

/** One word, date, time zone or comma of a request. */
export interface Word {
  /** Lower case, without accents on the quotes and dashes around it. */
  readonly text: string;
  readonly kind: "word" | "date" | "timezone" | "comma" | "quoted" | "symbol";
  /** As it was written; for `quoted`, what stands between the quotes. */
  readonly written: string;
}

// A time zone; a date; a word with the apostrophe in it; something in quotes; a comma; or any other sign.
const TOKEN =
  /(?<timezone>[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+)|(?<date>\d{4}-(?:\d{2}-\d{2}|\d{2}|q[1-4])(?![\w-]))|"(?<double>[^"]*)"|(?<![\p{L}\p{N}])'(?<single>[^']+)'(?![\p{L}\p{N}])|(?<word>[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)?[+#]*)|(?<comma>,)|(?<space>\s+)|(?<sign>.)/giu;

/** Signs between words that say nothing. */
const SILENT = /^[.;:!?()[\]{}'"_/-]$/;
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["dont", "don't"],
  ["doesnt", "doesn't"],
  ["&", "and"],
]);

/**
 * The words of a text in their order. Typographic quotes and dashes count as plain ones, words joined by hyphens, underscores, slashes
 * or capitals are taken apart. What is no word, such as % or >, is a symbol: it may change what a request means.
 */
export function splitWords(text: string): Word[] {
  const plain = text
    .normalize("NFKC")
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u0060\u00b4]/g, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb\u2033]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, "-");
  const words: Word[] = [];
  for (const { groups = {}, 0: written } of plain.matchAll(TOKEN)) {
    const quoted = groups["double"] ?? groups["single"];
    if (groups["space"] !== undefined) continue;
    if (quoted !== undefined) words.push({ text: quoted.toLowerCase(), kind: "quoted", written: quoted });
    else if (groups["date"] !== undefined) words.push({ text: written.toLowerCase(), kind: "date", written });
    else if (groups["comma"] !== undefined) words.push({ text: ",", kind: "comma", written });
    else if (groups["timezone"] !== undefined) words.push(...timezoneOrWords(written));
    else if (groups["word"] !== undefined) words.push(...capitalWords(written));
    else if (written === "&") words.push({ text: "and", kind: "word", written });
    else if (!SILENT.test(written)) words.push({ text: written, kind: "symbol", written });
  }
  return words;
}

/** Words run together, so that "open issues", "open-issues", "openIssues" and "open_issues" are one name. */
export function joinedName(words: readonly Word[]): string {
  return words
    .filter(({ kind }) => kind !== "comma")
    .map(({ text, kind }) => (kind === "quoted" ? joinedName(splitWords(text)) : text))
    .join("");
}

function timezoneOrWords(written: string): Word[] {
  if (isTimeZone(written)) return [{ text: written.toLowerCase(), kind: "timezone", written }];
  return written.split(/[/_+-]/).flatMap((part) => (part === "" ? [] : capitalWords(part)));
}

function capitalWords(written: string): Word[] {
  const parts = written.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu}\p{Ll})/u);
  return parts.map((part) => {
    const lower = part.toLowerCase().replace(/'s$/, "");
    return { text: SPELLINGS.get(lower) ?? lower, kind: "word", written: part };
  });
}
