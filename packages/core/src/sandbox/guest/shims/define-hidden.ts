import { defineProperty } from "../pristine.js";

/** Defines members as built-ins are: to be replaced, and not listed. */
export function defineHidden(target: object, members: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(members)) {
    defineProperty(target, name, { value: members[name], writable: true, configurable: true });
  }
}
