import { cloneValue } from "./clone-value.js";
import { defineHidden } from "./define-hidden.js";

/** Defines `structuredClone`. */
export function installStructuredClone(): void {
  defineHidden(globalThis, {
    structuredClone(...[value, options]: [unknown, unknown?]) {
      if (options !== undefined) throw new TypeError("structuredClone in the sandbox takes no options");
      return cloneValue(value);
    },
  });
}
