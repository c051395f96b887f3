import { hasDataKeys } from "../../shapes/data-keys.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../util/json.js";
import { shuffled } from "../perturbing/seeded-random.js";

/** Most records that lists keep, outermost first. */
const MOST_BY_DEPTH = [24, 10, 5] as const;
/** Rows of cells stay whole up to this width. */
const MAXIMUM_ROW = 64;
const NEIGHBOURS = 3;

/**
 * A small response like a large one: everything outside of lists, and of each list its ends, one record of each kind and some
 * others. Lists side by side keep the same positions. A response that is small already is returned itself.
 */
export function reduceResponse(body: JsonValue, seed: number): JsonValue {
  return reduceValue(body, { depth: 0, isCell: false, seed });
}

interface Place {
  readonly depth: number;
  /** True for items of an array, which may be rows of cells. */
  readonly isCell: boolean;
  readonly seed: number;
}

function reduceValue(value: JsonValue, place: Place): JsonValue {
  if (Array.isArray(value)) return reduceArray(value as readonly JsonValue[], place, null);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value);
  const inner = { ...place, isCell: false };
  if (keys.length > mostAt(place) && hasDataKeys(value)) {
    const members = keys.map((key) => value[key] ?? null);
    const chosen = chooseIndexes(members.length, members.map(kindOf), place);
    return mapObject(
      chosen.map((index) => keys[index] ?? ""),
      value,
      { ...inner, depth: place.depth + 1 },
    );
  }
  return reduceAligned(value, inner);
}

/** Members of one object that are lists of the same length are columns of one table. */
function reduceAligned(value: JsonObject, place: Place): JsonObject {
  const kindsByLength = new Map<number, string[]>();
  for (const member of Object.values(value)) {
    if (!Array.isArray(member) || member.length <= mostAt(place)) continue;
    const items = member as readonly JsonValue[];
    const kinds = kindsByLength.get(items.length) ?? items.map(() => "");
    items.forEach((item, index) => {
      kinds[index] = `${kinds[index] ?? ""}|${kindOf(item)}`;
    });
    kindsByLength.set(items.length, kinds);
  }
  const chosenByLength = new Map(
    [...kindsByLength].map(([length, kinds]) => [length, chooseIndexes(length, kinds, place)]),
  );
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (member === undefined || typeof member !== "object" || member === null) return [key, member];
      const chosen = Array.isArray(member) ? (chosenByLength.get(member.length) ?? null) : null;
      return [key, chosen === null ? reduceValue(member, place) : reduceArray(member as JsonValue[], place, chosen)];
    }),
  );
}

function reduceArray(items: readonly JsonValue[], place: Place, given: readonly number[] | null): JsonValue {
  const inner = { ...place, depth: place.depth + 1, isCell: true };
  const isRow =
    place.isCell && items.length <= MAXIMUM_ROW && items.every((item) => typeof item !== "object" || item === null);
  if (items.length <= mostAt(place) || isRow) return items.map((item) => reduceValue(item, inner));
  const chosen = given ?? chooseIndexes(items.length, items.map(kindOf), place);
  return chosen.map((index) => reduceValue(items[index] ?? null, inner));
}

function mapObject(keys: readonly string[], value: JsonObject, place: Place): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, reduceValue(value[key] ?? null, place)]));
}

function mostAt({ depth }: Place): number {
  return MOST_BY_DEPTH[Math.min(depth, MOST_BY_DEPTH.length - 1)] ?? 5;
}

/** Ascending: runs at both ends, the first of every kind, then others by the seed. */
function chooseIndexes(length: number, kinds: readonly string[], place: Place): number[] {
  const most = mostAt(place);
  const chosen = new Set<number>();
  const add = (index: number): void => {
    if (chosen.size < most && index >= 0 && index < length) chosen.add(index);
  };
  for (let index = 0; index < NEIGHBOURS; index++) {
    add(index);
    add(length - 1 - index);
  }
  const firstOfKind = new Map<string, number>();
  kinds.forEach((kind, index) => {
    if (!firstOfKind.has(kind)) firstOfKind.set(kind, index);
  });
  for (const index of [...firstOfKind.values()].slice(0, Math.ceil(most / 3))) add(index);
  const middle = Math.floor(length / 2);
  for (let index = middle; index < middle + NEIGHBOURS; index++) add(index);
  const others = Array.from({ length }, (_, index) => index);
  for (const index of shuffled(others, place.seed).slice(0, most * 2)) add(index);
  return [...chosen].sort((a, b) => a - b);
}

/** Records of one kind have the same keys, the same types, and the same short texts where these are states or flags. */
function kindOf(item: JsonValue): string {
  if (item === null) return "null";
  if (!isJsonObject(item)) return Array.isArray(item) ? "array" : typeof item;
  return Object.entries(item)
    .map(
      ([key, value]) =>
        `${key}:${value === null || value === "" ? "null" : typeof value === "boolean" ? value : typeof value}`,
    )
    .join(",");
}
