import { defineHidden } from "./define-hidden.js";

/** Defines `__name`, which esbuild puts around the named functions of a host's own source to keep their names. */
export function installKeepName(): void {
  defineHidden(globalThis, { __name: (named: unknown) => named });
}
