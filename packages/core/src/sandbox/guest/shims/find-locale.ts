/** The locales offered. A language alone means its first one. */
export const localeTags = [
  "en-US",
  "en-GB",
  "en-CA",
  "de-DE",
  "fr-FR",
  "es-ES",
  "sv-SE",
  "pt-BR",
  "nl-NL",
  "it-IT",
  "ja-JP",
] as const;

export type LocaleTag = (typeof localeTags)[number];

export interface Locale {
  /** As V8 writes it: `en` stays `en`. */
  readonly name: string;
  readonly tag: LocaleTag;
}

/**
 * The first locale given, without regard to letter case; `en-US` when there is none.
 *
 * @throws {RangeError} when it is not one of those offered
 */
export function findLocale(given: unknown): Locale {
  const first: unknown = Array.isArray(given) ? given[0] : given;
  if (first === undefined) return { name: "en-US", tag: "en-US" };
  if (typeof first !== "string") throw new TypeError("A locale must be text such as en-US");
  const wanted = first.toLowerCase();
  for (const tag of localeTags) {
    if (tag.toLowerCase() === wanted) return { name: tag, tag };
    if (tag.startsWith(`${wanted}-`)) return { name: wanted, tag };
  }
  throw new RangeError(`The sandbox does not know the locale ${first}, but ${localeTags.join(", ")}`);
}
