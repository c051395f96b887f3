import type { JsonValue } from "../util/json.js";

const unsafeKeys = ["__proto__", "constructor", "prototype"] as const;

/** Removes unsafe keys in place. */
function removeUnsafeKeys(root: unknown): void {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const key of unsafeKeys) Reflect.deleteProperty(value, key);
    for (const item of Object.values(value)) pending.push(item);
  }
}

/**
 * Parses JSON text written by foreign code, without the keys `__proto__`, `constructor` and `prototype`: a host that merges
 * the result into an object of its own would change that object's behaviour.
 */
export function parseForeignJson(bytes: Uint8Array): JsonValue {
  const text = new TextDecoder().decode(bytes);
  const value = JSON.parse(text) as JsonValue;
  // As a key an unsafe name is written in full, because JSON.stringify escapes no letters.
  if (unsafeKeys.some((key) => text.includes(`"${key}":`))) removeUnsafeKeys(value);
  return value;
}
