import { defineHidden } from "./define-hidden.js";

/** Defines a class as a member of `Intl`, if there is one. As those of `Intl` it can be called without `new`. */
export function defineIntlClass(name: string, theClass: new (...parameters: never[]) => object): void {
  const { Intl: intl } = globalThis as { Intl?: object };
  if (intl === undefined) return;
  const callable = new Proxy(theClass, {
    apply: (target, _self, parameters: never[]) => new target(...parameters),
  });
  defineHidden(theClass, { name });
  defineHidden(theClass.prototype as object, { constructor: callable });
  Object.defineProperty(theClass.prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
  defineHidden(intl, { [name]: callable });
}
