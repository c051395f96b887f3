import { MetricsmithError } from "../errors/metricsmith-error.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../util/json.js";
import { hasDataKeys } from "./data-keys.js";
import { sampleEvenly } from "./sample-evenly.js";

export type ShapeType = "null" | "boolean" | "number" | "string" | "array" | "object";

/** What stands at one generic path of a response. */
export interface ShapePath {
  /**
   * Keys joined by dots; `[]` are the items of an array, `{}` the values of an object whose keys are data, as in
   * `data[].amount` and `rates{}.usd`. Arrays that hold something else at each position keep it: `prices[].0`.
   * `""` is the response itself.
   */
  readonly path: string;
  /** How many values stand here; of the sampled ones where the response is large. */
  readonly count: number;
  /** How many of its parents lack it. */
  readonly missing: number;
  /** How many of the values are of each type; types that do not occur are absent. */
  readonly types: Readonly<Partial<Record<ShapeType, number>>>;
  /** Smallest and largest of the numbers; `null` when there are none. */
  readonly range: { readonly minimum: number; readonly maximum: number } | null;
  /** Up to five different texts or numbers, each cut at 80 characters. */
  readonly samples: readonly (string | number)[];
  /** Generic path of the list whose records it belongs to, such as `data[]`; `null` outside of lists. */
  readonly list: string | null;
}

/** The shape of a response: what stands where, without the data. */
export interface Shape {
  /** Parents before their members, members in the order in which they first occur. */
  readonly paths: readonly ShapePath[];
  /** False when records were sampled or paths left out, so that counts are not of the whole response. */
  readonly isComplete: boolean;
}

const MAXIMUM_DEPTH = 64;
const MAXIMUM_PATHS = 4_000;
const MAXIMUM_VALUES = 500;
const MAXIMUM_SAMPLES = 5;
const MAXIMUM_TUPLE = 12;

/**
 * The shape of a parsed response. Of very many records the first, the last and evenly spaced ones between them are looked at.
 *
 * @throws {MetricsmithError} FETCH_MALFORMED when the response is nested deeper than 64 levels.
 */
export function describeShape(body: JsonValue): Shape {
  const paths: ShapePath[] = [];
  let isComplete = true;

  function visit(path: string, all: readonly JsonValue[], place: Place): void {
    if (place.depth > MAXIMUM_DEPTH) throw tooDeep(path);
    if (paths.length >= MAXIMUM_PATHS) {
      isComplete = false;
      return;
    }
    const values = sampleEvenly(all, MAXIMUM_VALUES);
    if (values.length < all.length) isComplete = false;
    paths.push(summarize(path, values, place));
    const inner = { ...place, depth: place.depth + 1 };
    visitArrays(path, values.filter(isArray), inner);
    visitObjects(path, values.filter(isJsonObject), inner);
  }

  function visitArrays(path: string, arrays: readonly (readonly JsonValue[])[], place: Place): void {
    if (arrays.length === 0) return;
    const positions = tuplePositions(arrays);
    if (positions !== null) {
      for (let position = 0; position < positions; position++) {
        const values = arrays.map((array) => array[position] as JsonValue);
        visit(join(path, String(position)), values, { ...place, missing: 0 });
      }
      return;
    }
    const items = arrays.flatMap((array) => sampleEvenly(array, MAXIMUM_VALUES));
    if (arrays.some((array) => array.length > MAXIMUM_VALUES)) isComplete = false;
    if (items.length > 0) visit(`${path}[]`, items, { ...place, missing: 0, list: `${path}[]` });
  }

  function visitObjects(path: string, objects: readonly JsonObject[], place: Place): void {
    if (objects.length > 0 && objects.every(hasDataKeys)) {
      const values = objects.flatMap((object) => sampleEvenly(Object.values(object), MAXIMUM_VALUES).map(orNull));
      visit(`${path}{}`, values, { ...place, missing: 0, list: `${path}{}` });
      return;
    }
    const members = new Map<string, JsonValue[]>();
    for (const object of objects) {
      for (const [key, value] of Object.entries(object)) {
        if (value === undefined) continue;
        const known = members.get(key);
        if (known !== undefined) known.push(value);
        else members.set(key, [value]);
      }
    }
    for (const [key, values] of members)
      visit(join(path, key), values, { ...place, missing: objects.length - values.length });
  }

  visit("", [body], { depth: 0, missing: 0, list: null });
  return { paths, isComplete };
}

interface Place {
  readonly depth: number;
  readonly missing: number;
  readonly list: string | null;
}

function summarize(path: string, values: readonly JsonValue[], { missing, list }: Place): ShapePath {
  const types: Partial<Record<ShapeType, number>> = {};
  const samples = new Set<string | number>();
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of values) {
    const type = shapeTypeOf(value);
    types[type] = (types[type] ?? 0) + 1;
    if (typeof value === "number") {
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
    if (samples.size < MAXIMUM_SAMPLES && (typeof value === "number" || typeof value === "string")) {
      samples.add(typeof value === "string" ? value.slice(0, 80) : value);
    }
  }
  const range = minimum <= maximum ? { minimum, maximum } : null;
  return { path, count: values.length, missing, types, range, samples: [...samples], list };
}

/** The type of a JSON value, telling `null` and arrays from objects. */
export function shapeTypeOf(value: JsonValue): ShapeType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as "boolean" | "number" | "string" | "object";
}

/**
 * How many positions arrays have that hold something else at each, such as `[1772323200, "17.5"]`; `null` when they are lists.
 * Short rows of scalars count that are all of one length and occur side by side, or whose positions differ in type.
 */
export function tuplePositions(arrays: readonly (readonly JsonValue[])[]): number | null {
  const length = arrays[0]?.length ?? 0;
  if (length < 2 || length > MAXIMUM_TUPLE) return null;
  if (!arrays.every((array) => array.length === length && array.every((item) => !isNested(item)))) return null;
  if (arrays.length >= 3) return length;
  const differs = arrays.every((array) => new Set(array.map((item) => shapeTypeOf(item))).size > 1);
  return arrays.length > 1 || (differs && length <= 3) ? length : null;
}

function isNested(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function orNull(value: JsonValue | undefined): JsonValue {
  return value ?? null;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function tooDeep(path: string): MetricsmithError {
  return new MetricsmithError(
    `The response is nested deeper than ${MAXIMUM_DEPTH} levels. Ask for one that is flatter, or give a transform.`,
    { code: "FETCH_MALFORMED", details: { depth: MAXIMUM_DEPTH, path: path.slice(0, 200) } },
  );
}
