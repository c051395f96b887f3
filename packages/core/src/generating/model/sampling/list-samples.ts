import { hasDataKeys } from "../../../shapes/data-keys.js";
import { shapeTypeOf, tuplePositions } from "../../../shapes/describe-shape.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../util/json.js";
import { maximumResponseDepth } from "../response-depth.js";
import type { SeededRandom } from "../seeded-random.js";

/** One step on the way to an item. */
export interface PlaceStep {
  /** `null` in a list. */
  readonly key: string | null;
  /** In a list; 0 at a key. */
  readonly position: number;
  /** What stands there. */
  readonly member: JsonValue;
}

export interface ListSample {
  /** From the response to the item. */
  readonly place: readonly PlaceStep[];
  /** Why it is shown, such as "first" or "longest, one of 4 of its shape". */
  readonly reason: string;
  readonly item: JsonValue;
}

/** All items at one generic path, in every list that it leads to. */
export interface ListSamples {
  /** As `describeShape` writes it: `data[].items[]`, `rates{}`. */
  readonly path: string;
  readonly count: number;
  /** How many lists the items are in. */
  readonly lists: number;
  /** How many items have each key, in the order in which they first occur; `[]` when they are no objects. */
  readonly keys: readonly (readonly [key: string, count: number])[];
  /** How many different shapes the items have. */
  readonly shapes: number;
  /** The most telling ones first: first, last, longest, one of each shape; then some at random. No item twice. */
  readonly samples: readonly ListSample[];
}

const MAXIMUM_LISTS = 200;
const MAXIMUM_SHAPES = 24;
const MAXIMUM_KEYS = 400;
const RANDOM_ITEMS = 12;

interface Held {
  readonly item: JsonValue;
  readonly place: readonly PlaceStep[];
}

interface Tally {
  count: number;
  lists: number;
  readonly keys: Map<string, number>;
  readonly shapes: Map<string, Held & { count: number }>;
  otherShapes: number;
  first: Held | null;
  last: Held | null;
  longest: (Held & { size: number }) | null;
  readonly random: Held[];
}

/** Every list of a response with samples of its items, lists in the order in which they first occur. Looks at every item. */
export function listSamples(body: JsonValue, random: SeededRandom): ListSamples[] {
  const tallies = new Map<string, Tally>();
  const trail: PlaceStep[] = [];

  /** Returns about how long the value is as JSON. */
  function visit(value: JsonValue, path: string): number {
    if (typeof value !== "object" || value === null) return typeof value === "string" ? value.length + 2 : 6;
    if (trail.length > maximumResponseDepth) return 2;
    if (Array.isArray(value)) {
      return visitItems(value as readonly JsonValue[], null, `${path}[]`);
    }
    const object = value as JsonObject;
    const keys = Object.keys(object);
    if (hasDataKeys(object)) {
      const items = keys.map((key) => object[key] ?? null);
      return visitItems(items, keys, `${path}{}`);
    }
    let size = 2;
    for (const key of keys) {
      const member = object[key] ?? null;
      trail.push({ key, position: 0, member });
      size += key.length + 4 + visit(member, path === "" ? key : `${path}.${key}`);
      trail.pop();
    }
    return size;
  }

  function visitItems(items: readonly JsonValue[], keys: readonly string[] | null, path: string): number {
    const tally = tallyOf(path);
    if (tally !== null) tally.lists += 1;
    const areRows = areTuples(items);
    let size = 2;
    for (let position = 0; position < items.length; position++) {
      const item = items[position] as JsonValue;
      trail.push({ key: keys?.[position] ?? null, position, member: item });
      const itemSize = areRows ? sizeOfRow(item) : visit(item, path);
      if (tally !== null) {
        note(tally, item, itemSize);
        if (position === items.length - 1) tally.last = { item, place: [...trail] };
      }
      trail.pop();
      size += itemSize + 1;
    }
    return size;
  }

  function tallyOf(path: string): Tally | null {
    const existing = tallies.get(path);
    if (existing !== undefined || tallies.size >= MAXIMUM_LISTS) return existing ?? null;
    const tally: Tally = {
      count: 0,
      lists: 0,
      keys: new Map(),
      shapes: new Map(),
      otherShapes: 0,
      first: null,
      last: null,
      longest: null,
      random: [],
    };
    tallies.set(path, tally);
    return tally;
  }

  function note(tally: Tally, item: JsonValue, size: number): void {
    const held = (): Held => ({ item, place: [...trail] });
    tally.count += 1;
    tally.first ??= held();
    if (tally.longest === null || size > tally.longest.size) tally.longest = { ...held(), size };
    const shape = shapeOf(item, tally.keys);
    const known = tally.shapes.get(shape);
    if (known !== undefined) known.count += 1;
    else if (tally.shapes.size < MAXIMUM_SHAPES) tally.shapes.set(shape, { ...held(), count: 1 });
    else tally.otherShapes += 1;
    // Each item has the same chance to be among the ones kept.
    if (tally.random.length < RANDOM_ITEMS) tally.random.push(held());
    else {
      const slot = Math.floor(random() * tally.count);
      if (slot < RANDOM_ITEMS) tally.random[slot] = held();
    }
  }

  visit(body, "");
  return [...tallies].map(([path, tally]) => {
    const { count, lists, keys, shapes, otherShapes } = tally;
    return {
      path,
      count,
      lists,
      keys: [...keys],
      shapes: shapes.size + (otherShapes > 0 ? 1 : 0),
      samples: chooseSamples(tally),
    };
  });
}

/** True for the rows of a table, which are shown as items and not as lists of their own. */
function areTuples(items: readonly JsonValue[]): boolean {
  const some = items.slice(0, 50);
  return some.length > 0 && some.every((item) => Array.isArray(item)) && tuplePositions(some) !== null;
}

function sizeOfRow(row: JsonValue): number {
  if (!Array.isArray(row)) return 6;
  return row.reduce((size: number, cell: JsonValue) => size + (typeof cell === "string" ? cell.length + 3 : 7), 2);
}

function shapeOf(item: JsonValue, keys: Map<string, number>): string {
  if (!isJsonObject(item)) return shapeTypeOf(item);
  const own = Object.keys(item);
  const parts: string[] = [];
  for (const key of own) {
    const count = keys.get(key);
    if (count !== undefined) keys.set(key, count + 1);
    else if (keys.size < MAXIMUM_KEYS) keys.set(key, 1);
    parts.push(`${key}:${shapeTypeOf(item[key] ?? null)}`);
  }
  return parts.sort().join(",");
}

function chooseSamples({ first, last, longest, shapes, random }: Tally): ListSample[] {
  const chosen = new Map<string, ListSample>();
  const add = (held: Held | null, reason: string): void => {
    if (held === null) return;
    const place = JSON.stringify(held.place.map(({ key, position }) => key ?? position));
    const known = chosen.get(place)?.reason;
    const reasons = known === undefined ? reason : `${known}, ${reason}`;
    chosen.set(place, { place: held.place, reason: reasons, item: held.item });
  };
  add(first, "first");
  add(last, "last");
  add(longest, "longest");
  if (shapes.size > 1) for (const shape of shapes.values()) add(shape, `one of ${shape.count} of its shape`);
  for (const held of random) add(held, "at random");
  return [...chosen.values()];
}
