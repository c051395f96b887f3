import { isJsonObject, type JsonValue } from "../../util/json.js";

/** A record in its place: with its key and what it is nested in. */
export interface PlacedRecord {
  readonly record: JsonValue;
  /** The record's key in an object of records; `null` in lists. */
  readonly key: string | null;
  /** The record that this one is nested in; `null` at the outermost. */
  readonly parent: PlacedRecord | null;
}

export type FieldOrigin = "record" | "key" | "parent" | "parentKey" | "grandparent" | "grandparentKey" | "root";

/** Where a field is, seen from a record. */
export interface FieldReference {
  readonly origin: FieldOrigin;
  readonly keys: readonly string[];
}

/** What stands at a field; `undefined` when nothing does. */
export function readField(reference: FieldReference, placed: PlacedRecord, root: JsonValue): JsonValue | undefined {
  switch (reference.origin) {
    case "record":
      return valueAt(placed.record, reference.keys);
    case "key":
      return placed.key ?? undefined;
    case "parent":
      return placed.parent === null ? undefined : valueAt(placed.parent.record, reference.keys);
    case "parentKey":
      return placed.parent?.key ?? undefined;
    case "grandparent":
      return valueAt(placed.parent?.parent?.record, reference.keys);
    case "grandparentKey":
      return placed.parent?.parent?.key ?? undefined;
    case "root":
      return valueAt(root, reference.keys);
  }
}

/** What stands behind keys; names that every object inherits are no keys. */
export function valueAt(value: JsonValue | undefined, keys: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const key of keys) {
    if (Array.isArray(found)) found = /^\d+$/.test(key) ? (found[Number(key)] as JsonValue | undefined) : undefined;
    else if (isJsonObject(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}

/** The field as a path of a mapping; `null` when its keys cannot be written behind its origin. */
export function mappingPathOf({ origin, keys }: FieldReference): string | string[] | null {
  if (origin === "key" || origin === "parentKey" || origin === "grandparentKey") return `$${origin}`;
  const isPlain = keys.every((key) => key !== "" && !/[.[\]]/.test(key));
  if (origin === "record") return isPlain && keys[0]?.startsWith("$") !== true ? keys.join(".") : [...keys];
  return isPlain && keys.length > 0 ? [`$${origin}`, ...keys].join(".") : null;
}
