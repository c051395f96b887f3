import { compareText } from "./compare-text.js";
import { defineHidden } from "./define-hidden.js";
import { findLocale } from "./find-locale.js";

/** Defines the methods of text that depend on a locale; QuickJS compares code points, and knows no locale. */
export function installText(): void {
  defineHidden(String.prototype, {
    localeCompare(this: unknown, that: unknown, locales?: unknown, options?: unknown) {
      return compareText(String(this), String(that), locales, options);
    },
    toLocaleLowerCase(this: string, locales?: unknown) {
      findLocale(locales);
      return this.toLowerCase();
    },
    toLocaleUpperCase(this: string, locales?: unknown) {
      findLocale(locales);
      return this.toUpperCase();
    },
  });
}
