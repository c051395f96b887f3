import { isJsonObject, type JsonObject, type JsonValue } from "../../util/json.js";
import { type Address, cutPath, type GenericPath, type PathSegment } from "./generic-path.js";

/** What is to stand at a place instead; `undefined` takes it away. */
export type EditValue = (value: JsonValue, address: Address) => JsonValue | undefined;

/**
 * A copy of a response with what stands at a path replaced; the rest is shared. In a row of cells nothing can be taken away
 * but the end: the row ends before the place.
 */
export function editValues(body: JsonValue, path: GenericPath, edit: EditValue): JsonValue {
  const visit = (value: JsonValue, depth: number, address: Address): JsonValue | undefined => {
    const segment = path.segments[depth];
    return segment === undefined
      ? edit(value, address)
      : editMembers(value, segment, (member, step) =>
          visit(member, depth + 1, step === null ? address : [...address, step]),
        );
  };
  return visit(body, 0, []) ?? null;
}

function editMembers(
  value: JsonValue,
  segment: PathSegment,
  edit: (member: JsonValue, step: string | number | null) => JsonValue | undefined,
): JsonValue {
  switch (segment.kind) {
    case "items":
      if (!Array.isArray(value)) return value;
      return (value as readonly JsonValue[]).map(edit).filter((item): item is JsonValue => item !== undefined);
    case "position": {
      if (!Array.isArray(value)) return value;
      const items = value as readonly JsonValue[];
      if (segment.position >= items.length) return value;
      const item = edit(items[segment.position] ?? null, null);
      return item === undefined ? items.slice(0, segment.position) : items.with(segment.position, item);
    }
    case "members":
      if (!isJsonObject(value)) return value;
      return fromEntries(Object.entries(value).map(([key, member]) => [key, edit(member ?? null, key)]));
    case "key": {
      if (!isJsonObject(value) || !Object.hasOwn(value, segment.key)) return value;
      const edited = edit(value[segment.key] ?? null, null);
      // Written in place, so that members keep their order.
      return fromEntries(Object.entries(value).map(([key, member]) => [key, key === segment.key ? edited : member]));
    }
  }
}

/** A copy of a response with the keys renamed that a path ending in `#key` stands for. Keys that would collide stay. */
export function editKeys(
  body: JsonValue,
  path: GenericPath,
  rename: (key: string, address: Address) => string,
): JsonValue {
  const parent = cutPath(path, path.segments.length - 1);
  return editValues(body, parent, (value, address) => {
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value).map(([key, member]) => [rename(key, [...address, key]), member] as const);
    return new Set(entries.map(([key]) => key)).size === entries.length ? fromEntries(entries) : value;
  });
}

/** Which records a list is to hold, by their present index; an index may occur twice. */
export type SelectRecords = (length: number) => readonly number[];

/**
 * A copy of a response whose lists hold other records. Lists that stand side by side are given together, so that they stay
 * aligned. Of an object whose keys are data, `nameKey` names the copies of a member.
 */
export function editRecords(
  body: JsonValue,
  lists: readonly GenericPath[],
  select: SelectRecords,
  nameKey: (key: string, copy: number) => string = (key, copy) => (copy === 0 ? key : `${key}${copy}`),
): JsonValue {
  return lists.reduce((edited: JsonValue, list) => {
    const parent = cutPath(list, list.segments.length - 1);
    return editValues(edited, parent, (value) => {
      if (Array.isArray(value)) {
        const items = value as readonly JsonValue[];
        return select(items.length)
          .filter((index) => index < items.length)
          .map((index) => items[index] ?? null);
      }
      if (!isJsonObject(value)) return value;
      const entries = Object.entries(value);
      const copies = new Map<number, number>();
      return fromEntries(
        select(entries.length).flatMap((index) => {
          const [key, member] = entries[index] ?? [];
          if (key === undefined) return [];
          const copy = copies.get(index) ?? 0;
          copies.set(index, copy + 1);
          return [[nameKey(key, copy), member] as const];
        }),
      );
    });
  }, body);
}

function fromEntries(entries: readonly (readonly [string, JsonValue | undefined])[]): JsonObject {
  return Object.fromEntries<JsonValue | undefined>(entries.filter(([, value]) => value !== undefined));
}
