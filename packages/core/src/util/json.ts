/** Anything `JSON.stringify` writes without loss. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** A JSON object; keys that hold `undefined` count as absent. */
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** True for objects that are neither `null` nor arrays. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value that UTF-8 bytes of JSON text hold. @throws {SyntaxError} when they hold none */
export function parseJsonBytes(bytes: Uint8Array): JsonValue {
  return JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
}

/**
 * JSON text with object keys sorted by code unit and absent keys left out: equal values give equal text.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785 (the key order and number format of which this follows)
 */
export function canonicalJson(value: JsonValue | undefined): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonicalJson(item)).join(",")}]`;
  const object = value as JsonObject;
  const members = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`);
  return `{${members.join(",")}}`;
}
