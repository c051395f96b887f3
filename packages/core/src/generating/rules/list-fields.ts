import { tuplePositions } from "../../shapes/describe-shape.js";
import { sampleEvenly } from "../../shapes/sample-evenly.js";
import { isJsonObject, type JsonValue } from "../../util/json.js";
import { type FieldReference, type PlacedRecord, readField } from "./field-reference.js";
import { isList, type RecordView } from "./record-view.js";

/** A scalar that records have, with what stands there in the sampled ones. */
export interface Field {
  readonly reference: FieldReference;
  /** `data[].amount`; keys of records are `rates{}#key`. */
  readonly generic: string;
  /** One for each sampled record; `undefined` where it is absent. */
  readonly values: readonly (JsonValue | undefined)[];
}

const SAMPLED_RECORDS = 300;
const MAXIMUM_FIELDS = 600;
const MAXIMUM_DEPTH = 6;

/** The fields of a view: those of its records, their keys, what they are nested in, and scalars at the response's top. */
export function listFields(view: RecordView, placed: readonly PlacedRecord[], body: JsonValue): Field[] {
  const sampled = sampleEvenly(placed, SAMPLED_RECORDS);
  const isWhole = view.steps.length === 1 && view.steps[0]?.recordsAre === "object";
  const references: FieldReference[] = [
    ...keysOf(
      sampled.map(({ record }) => record),
      MAXIMUM_DEPTH,
      isWhole,
    ).map((keys) => ({ origin: "record", keys }) as const),
    ...(view.steps.at(-1)?.recordsAre === "values-of-object" ? [{ origin: "key", keys: [] } as const] : []),
    ...outerReferences(view, sampled),
    ...(isWhole
      ? []
      : keysOf([body], 3)
          .filter((keys) => keys.length > 0)
          .map((keys) => ({ origin: "root", keys }) as const)),
  ];
  return references.slice(0, MAXIMUM_FIELDS).map((reference) => ({
    reference,
    generic: genericOf(view, reference),
    values: sampled.map((record) => readField(reference, record, body)),
  }));
}

function outerReferences(view: RecordView, sampled: readonly PlacedRecord[]): FieldReference[] {
  const references: FieldReference[] = [];
  const levels = [
    { origin: "parent", keyOrigin: "parentKey", step: view.steps.at(-2), of: (placed: PlacedRecord) => placed.parent },
    {
      origin: "grandparent",
      keyOrigin: "grandparentKey",
      step: view.steps.at(-3),
      of: (placed: PlacedRecord) => placed.parent?.parent ?? null,
    },
  ] as const;
  for (const { origin, keyOrigin, step, of } of levels) {
    if (step === undefined) continue;
    if (step.recordsAre === "values-of-object") references.push({ origin: keyOrigin, keys: [] });
    const outer = [...new Set(sampled.map(of).filter((placed) => placed !== null))].map(({ record }) => record);
    references.push(
      ...keysOf(outer, 4)
        .filter((keys) => keys.length > 0)
        .map((keys) => ({ origin, keys })),
    );
  }
  return references;
}

/** Keys of every scalar in any of the records: through objects, tuples, and lists that have one item in every record. */
function keysOf(records: readonly JsonValue[], maximumDepth = MAXIMUM_DEPTH, isWhole = false): string[][] {
  const found: string[][] = [];
  const visit = (values: readonly JsonValue[], keys: readonly string[]): void => {
    if (found.length >= MAXIMUM_FIELDS || keys.length > maximumDepth) return;
    if (values.some((value) => typeof value !== "object") || values.every((value) => value === null))
      found.push([...keys]);
    const members = new Map<string, JsonValue[]>();
    for (const value of values) {
      if (!isJsonObject(value)) continue;
      for (const [key, member] of Object.entries(value)) {
        if (member === undefined) continue;
        const known = members.get(key);
        if (known !== undefined) known.push(member);
        else members.set(key, [member]);
      }
    }
    const lists = values.filter(isList);
    const present = values.filter((value) => value !== null).length;
    if (lists.length > 0 && lists.length === present) {
      const positions =
        !isWhole && lists.every((list) => list.length === 1) && keys.length > 0
          ? 1
          : (tuplePositions(lists) ?? (keys.length === 0 && !lists.every(holdsObjects) ? shortest(lists) : 0));
      for (let position = 0; position < positions; position++)
        members.set(
          String(position),
          lists.map((list) => list[position] ?? null),
        );
    }
    for (const [key, inner] of members) visit(inner, [...keys, key]);
  };
  visit(records, []);
  return found;
}

function holdsObjects(list: readonly JsonValue[]): boolean {
  return list.every(isJsonObject);
}

/** Rows of cells are read by position also when they are long or hold more than scalars. */
function shortest(lists: readonly (readonly JsonValue[])[]): number {
  return Math.min(40, ...lists.map((list) => list.length));
}

function genericOf({ generics }: RecordView, { origin, keys }: FieldReference): string {
  const level = origin.startsWith("grandparent") ? -3 : origin.startsWith("parent") ? -2 : -1;
  const start = origin === "root" ? "" : (generics.at(level) ?? "");
  if (origin.toLowerCase().endsWith("key")) return `${start}#key`;
  return [start, ...keys].filter((key) => key !== "").join(".");
}
