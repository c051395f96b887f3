import { defineHidden } from "./define-hidden.js";

const errors = { Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const boxes = [Boolean, Number, String, BigInt];
const signedViews = { Int8Array, Int16Array, Int32Array, BigInt64Array, Float32Array, Float64Array };
const unsignedViews = { Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array, BigUint64Array };
const views = { ...signedViews, ...unsignedViews };

/** What V8 does not copy either, by `Object.prototype.toString`. */
const uncopied = /^\[object (?:Arguments|Symbol|Promise|Weak\w+|SharedArrayBuffer|Intl\..*|.*Generator|.* Iterator)\]$/;

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

function refuse(value: unknown): never {
  const text = typeof value === "object" && value !== null ? tagOf(value) : String(value);
  const error = new Error(`${text} could not be cloned.`);
  defineHidden(error, { name: "DataCloneError" });
  throw error;
}

/** As V8: with the name of a built-in error, the message, the stack and the cause. */
function cloneError(error: Error, clone: (value: unknown) => unknown): Error {
  const name = Object.hasOwn(errors, error.name) ? (error.name as keyof typeof errors) : "Error";
  const copy = new Error();
  Object.setPrototypeOf(copy, errors[name].prototype);
  const { message, stack } = error as { message: unknown; stack?: string };
  if (Object.hasOwn(error, "message")) defineHidden(copy, { message: String(message) });
  defineHidden(copy, { stack });
  if (Object.hasOwn(error, "cause")) defineHidden(copy, { cause: clone(error.cause) });
  return copy;
}

/** A copy of what has no members of its own to copy; `null` for other objects. */
function cloneLeaf(value: object, clone: (value: unknown) => unknown): object | null {
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (value instanceof Error) return cloneError(value, clone);
  if (boxes.some((Box) => value instanceof Box)) return Object(value.valueOf()) as object;
  if (value instanceof DataView) {
    return new DataView(clone(value.buffer) as ArrayBuffer, value.byteOffset, value.byteLength);
  }
  if (!ArrayBuffer.isView(value)) return null;
  const { buffer, byteOffset, length } = value as Uint8Array;
  const name = tagOf(value).slice("[object ".length, -1) as keyof typeof views;
  return new views[name](clone(buffer) as ArrayBuffer, byteOffset, length);
}

/**
 * A deep copy as V8's `structuredClone` makes one; cycles and shared objects are kept. Unlike V8 it copies a Proxy as the object behind it.
 *
 * @throws an error named `DataCloneError` for what cannot be copied
 */
export function cloneValue(root: unknown): unknown {
  const copies = new Map<unknown, object>();

  function clone(value: unknown): unknown {
    if (typeof value === "function" || typeof value === "symbol") return refuse(value);
    if (typeof value !== "object" || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (uncopied.test(tagOf(value))) return refuse(value);
    const leaf = cloneLeaf(value, clone);
    if (leaf !== null) {
      copies.set(value, leaf);
      return leaf;
    }
    if (value instanceof Map) {
      const copy = new Map<unknown, unknown>();
      copies.set(value, copy);
      for (const [key, item] of Array.from(value)) copy.set(clone(key), clone(item));
      return copy;
    }
    if (value instanceof Set) {
      const copy = new Set<unknown>();
      copies.set(value, copy);
      for (const item of Array.from(value)) copy.add(clone(item));
      return copy;
    }
    const copy: unknown[] | object = Array.isArray(value) ? [] : {};
    if (Array.isArray(copy)) copy.length = (value as unknown[]).length;
    copies.set(value, copy);
    for (const key of Object.keys(value)) {
      const item = clone((value as Record<string, unknown>)[key]);
      Object.defineProperty(copy, key, { value: item, writable: true, enumerable: true, configurable: true });
    }
    return copy;
  }

  return clone(root);
}
