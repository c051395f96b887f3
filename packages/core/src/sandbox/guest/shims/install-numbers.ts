import { defineHidden } from "./define-hidden.js";
import { defineIntlClass } from "./define-intl-class.js";
import { createFormatCache } from "./format-cache.js";
import { NumberFormat } from "./number-format.js";

interface Localizable {
  toLocaleString(...parameters: unknown[]): string;
}

function listToLocaleString(this: ArrayLike<Localizable | null | undefined>, ...parameters: unknown[]): string {
  return Array.from(this, (item) => item?.toLocaleString(...parameters) ?? "").join(",");
}

/** Defines `Intl.NumberFormat` and `toLocaleString` of numbers and lists; QuickJS ignores what these are asked for. */
export function installNumbers(): void {
  const cached = createFormatCache<NumberFormat>();
  function methodOf(prototype: { valueOf(): unknown }): unknown {
    const read = prototype.valueOf;
    return function (this: unknown, locales?: unknown, options?: unknown): string {
      const number = Reflect.apply(read, this, []);
      return cached(locales, options, () => new NumberFormat(locales, options)).format(number);
    };
  }
  defineHidden(Number.prototype, { toLocaleString: methodOf(Number.prototype) });
  defineHidden(BigInt.prototype, { toLocaleString: methodOf(BigInt.prototype) });
  defineHidden(Array.prototype, { toLocaleString: listToLocaleString });
  defineHidden(Object.getPrototypeOf(Uint8Array.prototype) as object, { toLocaleString: listToLocaleString });
  defineIntlClass("NumberFormat", NumberFormat);
}
