import { nameOfKind } from "./name-of-kind.js";
import {
  getOwnPropertyDescriptor,
  isArray,
  objectMapGet,
  objectMapSet,
  PristineMap,
  PristineProxy,
  stringifyJson,
} from "./pristine.js";

/** A view of parsed JSON that remembers what of it was read last. */
export interface ReadTracker {
  /** Behaves as the value itself; objects in it are views as well. */
  readonly view: unknown;
  /** JSON text of path and kind of what was read last, such as `["items[37].value","null"]`; of `null` before the first read. */
  readonly lastRead: () => string;
}

/** Keys as paths have them elsewhere: `data[3].amount`. */
function pathOf(parent: string, parentIsArray: boolean, key: string): string {
  if (parentIsArray) return parent + "[" + key + "]";
  return parent === "" ? key : parent + "." + key;
}

export function trackReads(root: unknown): ReadTracker {
  const views = new PristineMap<object, object>();
  let lastPath: string | null = null;
  let lastValue: unknown;

  function viewOf(value: unknown, path: string): unknown {
    if (typeof value !== "object" || value === null) return value;
    const known = objectMapGet(views, value);
    if (known !== undefined) return known;
    const valueIsArray = isArray(value);
    const view = new PristineProxy(value, {
      get(target, key) {
        const item = (target as Record<PropertyKey, unknown>)[key];
        // What code calls on data, and how many there are, is no data.
        if (typeof key === "symbol" || typeof item === "function" || (valueIsArray && key === "length")) return item;
        const itemPath = pathOf(path, valueIsArray, key);
        lastPath = itemPath;
        lastValue = item;
        // Of what is frozen a proxy may give nothing else.
        const { writable, configurable } = getOwnPropertyDescriptor(target, key) ?? {};
        return writable === false && configurable === false ? item : viewOf(item, itemPath);
      },
    });
    objectMapSet(views, value, view);
    // A view that code stores in its data is not viewed again.
    objectMapSet(views, view, view);
    return view;
  }

  return {
    view: viewOf(root, ""),
    lastRead: () =>
      lastPath === null ? "null" : "[" + stringifyJson(lastPath) + "," + stringifyJson(nameOfKind(lastValue)) + "]",
  };
}
