import { storageInvalid } from "./storage-errors.js";

/** Deeper JSON is refused: every database and every recursive reader can follow this far. */
const maximumDepth = 1_000;

const earliestTime = Date.parse("0001-01-01T00:00:00.000Z");
const latestTime = Date.parse("9999-12-31T23:59:59.999Z");

const anySurrogate = /[\ud800-\udfff]/;
const loneSurrogate = /\p{Surrogate}/u;

/**
 * A copy of one column's value as it is stored.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when it is no value that every storage keeps; the message names the column.
 */
export function admitColumn(value: unknown, column: string): unknown {
  return value instanceof Date ? new Date(admitTime(value, column)) : admitJson(value, column);
}

/**
 * A copy of JSON as it is stored: keys that hold `undefined` are left out, -0 is 0.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when it is not JSON, is nested too deep or holds text that cannot be stored.
 */
export function admitJson(value: unknown, place: string, depth = 0): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return admitText(value, place);
  if (typeof value === "number") return admitNumber(value, place);
  if (typeof value !== "object" || value instanceof Date) {
    throw storageInvalid(`${place} holds ${describe(value)}, which is not JSON. Convert it first.`);
  }
  if (depth === maximumDepth) {
    throw storageInvalid(`${place} holds JSON nested deeper than ${maximumDepth} levels. Flatten it.`);
  }
  if (Array.isArray(value)) return value.map((item) => admitJson(item, place, depth + 1));
  const copy = spread(value);
  for (const key of Object.keys(copy)) {
    if (copy[key] === undefined) delete copy[key];
    else copy[admitText(key, place)] = admitJson(copy[key], place, depth + 1);
  }
  return copy;
}

/** @throws {MetricsmithError} STORAGE_INVALID for NaN and infinities. */
export function admitNumber(value: number, place: string): number {
  if (!Number.isFinite(value)) throw storageInvalid(`${place} is ${value}. Store finite numbers only.`);
  return value === 0 ? 0 : value;
}

/** @throws {MetricsmithError} STORAGE_INVALID for text with NUL or half a surrogate pair, which databases cannot keep. */
export function admitText(text: string, place: string): string {
  if (text.includes("\0")) throw storageInvalid(`${place} holds the character NUL. Remove it.`);
  if (anySurrogate.test(text) && loneSurrogate.test(text)) {
    throw storageInvalid(`${place} holds half a surrogate pair. Call toWellFormed() on the text.`);
  }
  return text;
}

/** Epoch milliseconds. @throws {MetricsmithError} STORAGE_INVALID outside the years 1 to 9999. */
export function admitTime(time: Date, place: string): number {
  const milliseconds = time.getTime();
  if (milliseconds >= earliestTime && milliseconds <= latestTime) return milliseconds;
  throw storageInvalid(`${place} is no time within the years 1 to 9999. Correct the time.`);
}

/** A copy of a stored row or of JSON in it. */
export function copyStored<Value>(value: Value): Value {
  return copyUnknown(value) as Value;
}

function copyUnknown(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return value.map(copyUnknown);
  const copy = spread(value);
  for (const key of Object.keys(copy)) {
    const member = copy[key];
    if (typeof member === "object" && member !== null) copy[key] = copyUnknown(member);
  }
  return copy;
}

/**
 * A copy one level deep. Keys set one after the other would cost several times the memory and time of a spread, and
 * `__proto__` would not become a key like any other; once it is one, it can be assigned.
 */
function spread(value: object): Record<string, unknown> {
  return { ...value };
}

function describe(value: unknown): string {
  return value instanceof Date ? "a Date inside JSON" : `a ${typeof value}`;
}
