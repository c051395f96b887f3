import { localeTags } from "./find-locale.js";

/** The locales offered, and languages alone. */
export const localeNames: readonly string[] = [...localeTags, "en", "de", "fr", "es", "sv", "pt", "nl", "it", "ja"];

/** Text with all spaces the same: releases of ICU differ in which of them do not break, and how narrow they are. */
export function withPlainSpaces(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, " ");
}

/** The same for what `formatToParts` gives. */
export function withPlainSpacesInParts(
  parts: readonly { readonly type: string; readonly value: string }[],
): { readonly type: string; readonly value: string }[] {
  return parts.map(({ type, value }) => ({ type, value: withPlainSpaces(value) }));
}
