import { isJsonObject, type JsonObject, type JsonValue } from "../util/json.js";

const DATE =
  /^(?:\d{4}-\d{1,2}(?:-\d{1,2})?(?:[T ].*)?|\d{4}\/\d{1,2}\/\d{1,2}|\d{8}|\d{4}-?(?:W\d{2}|Q[1-4])|\d{1,2}[./]\d{1,2}[./]\d{4})$/i;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const CODE = /^[A-Z]{3}$/;
const OBJECT_ID = /^[0-9a-f]{24,64}$/i;

/**
 * True when the keys of an object are data, such as dates, ids or currency codes, so that its values are records of one
 * kind: the keys look like data, or at least three members are objects with the same keys.
 */
export function hasDataKeys(object: JsonObject): boolean {
  const keys = Object.keys(object);
  if (keys.length === 0) return false;
  if (keys.every((key) => DATE.test(key)) || keys.every((key) => UUID.test(key) || OBJECT_ID.test(key))) return true;
  if (keys.length < 2) return false;
  if (keys.every((key) => NUMBER.test(key) || DATE.test(key)) || keys.every((key) => CODE.test(key))) return true;
  return keys.length >= 3 && haveSameKeys(keys.map((key) => object[key] ?? null));
}

/** True when keys are dates: the values of the object are measured at them. */
export function areDateKeys(keys: readonly string[]): boolean {
  return keys.length > 0 && keys.every((key) => DATE.test(key) || /^\d{10}(?:\d{3})?$/.test(key));
}

/** Objects whose keys agree but for a few optional ones. */
function haveSameKeys(values: readonly JsonValue[]): boolean {
  const [first] = values;
  if (!isJsonObject(first)) return false;
  const expected = Object.keys(first);
  if (expected.length === 0) return false;
  return values.every((value) => {
    if (!isJsonObject(value)) return false;
    const shared = expected.filter((key) => key in value).length;
    return shared >= 0.8 * Math.max(expected.length, Object.keys(value).length);
  });
}
