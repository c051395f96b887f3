import type { LocaleData } from "./locale-data.js";
import { locales } from "./locales.js";

export interface Locale {
  /** As V8 writes it: `en` stays `en`. */
  readonly tag: string;
  readonly data: LocaleData;
}

/**
 * The first locale given, without regard to letter case; `en-US` when there is none. A language alone means its first locale.
 *
 * @throws {RangeError} when it is not one of those offered
 */
export function findLocale(given: unknown): Locale {
  const first: unknown = Array.isArray(given) ? given[0] : given;
  if (first === undefined) return findLocale("en-US");
  if (typeof first !== "string") throw new TypeError("A locale must be text such as en-US");
  const wanted = first.toLowerCase();
  for (const [tag, data] of Object.entries(locales)) {
    if (tag.toLowerCase() === wanted) return { tag, data };
    if (tag.startsWith(`${wanted}-`)) return { tag: wanted, data };
  }
  throw new RangeError(`The sandbox does not know the locale ${first}, but ${Object.keys(locales).join(", ")}`);
}
