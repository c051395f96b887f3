import { defineProperty, PristineDate } from "./pristine.js";

const silent = (): void => {};

/** A deep copy of JSON-like values, Dates, Maps and Sets; cycles are kept. */
function cloneValue(value: unknown, copies: Map<unknown, unknown>): unknown {
  if (typeof value === "function" || typeof value === "symbol")
    throw new TypeError(`structuredClone cannot copy a ${typeof value}`);
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (value instanceof PristineDate) return new PristineDate(value);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    copies.set(value, copy);
    for (const [key, item] of value) copy.set(cloneValue(key, copies), cloneValue(item, copies));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    copies.set(value, copy);
    for (const item of value) copy.add(cloneValue(item, copies));
    return copy;
  }
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
  copies.set(value, copy);
  for (const key of Object.keys(value)) {
    const item = cloneValue((value as Record<string, unknown>)[key], copies);
    defineProperty(copy, key, { value: item, writable: true, enumerable: true, configurable: true });
  }
  return copy;
}

/**
 * Defines what code expects everywhere but QuickJS lacks: a `console` that says nothing, `structuredClone`, and `__name`, which esbuild
 * puts around the named functions of a host's own source to keep their names.
 */
export function installMissingGlobals(): void {
  const keepName = (named: unknown): unknown => named;
  const console = { log: silent, info: silent, warn: silent, error: silent, debug: silent, table: silent };
  const structuredClone = (value: unknown): unknown => cloneValue(value, new Map());
  defineProperty(globalThis, "console", { value: console, writable: true, configurable: true });
  defineProperty(globalThis, "__name", { value: keepName, writable: true, configurable: true });
  defineProperty(globalThis, "structuredClone", { value: structuredClone, writable: true, configurable: true });
}
