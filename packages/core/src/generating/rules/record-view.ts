import { isJsonObject, type JsonObject, type JsonValue } from "../../util/json.js";
import { type PlacedRecord, valueAt } from "./field-reference.js";

/** One step from a value to records inside it, as the fields `records` or `within` of a mapping say it. */
export interface RecordStep {
  readonly keys: readonly string[];
  readonly recordsAre: "array" | "values-of-object" | "object" | "columns" | "rows";
  /** For rows: where the names of the columns stand. */
  readonly columns?: "first-row" | { readonly path: readonly string[]; readonly name?: string };
  /** True when nothing but a measure that asks for lines says that the keys of an object are data. */
  readonly isLoose?: boolean;
}

/** A way to see a response as records: steps from the response inwards, at most three. */
export interface RecordView {
  readonly steps: readonly RecordStep[];
  /** What generic paths begin with, for each step: `data[]`, `data[].points[]`. */
  readonly generics: readonly string[];
}

/** The records of a view; `null` when the response, or one of the outer records, does not have them as the view says. */
export function openView(view: RecordView, body: JsonValue): PlacedRecord[] | null {
  let placed: PlacedRecord[] = [{ record: body, key: null, parent: null }];
  for (const [depth, step] of view.steps.entries()) {
    const inner: PlacedRecord[] = [];
    for (const outer of placed) {
      const found = valueAt(outer.record, step.keys);
      if (depth > 0 && (found === undefined || found === null)) continue;
      const records = openStep(step, found, body);
      if (records === null) return null;
      const parent = depth === 0 ? null : outer;
      for (const [key, record] of records) inner.push({ record, key, parent });
    }
    placed = inner;
  }
  return placed;
}

/** The step's records with their keys; `null` when they are not as the step says. */
export function openStep(
  step: RecordStep,
  found: JsonValue | undefined,
  body: JsonValue,
): [string | null, JsonValue][] | null {
  if (step.recordsAre === "array") return isList(found) ? found.map((record) => [null, record]) : null;
  if (step.recordsAre === "rows") return isList(found) ? rowRecords(step, found, body) : null;
  if (!isJsonObject(found)) return null;
  if (step.recordsAre === "object") return [[null, found]];
  if (step.recordsAre === "columns") return columnRecords(found);
  return Object.entries(found).map(([key, record]) => [key, record ?? null]);
}

function columnRecords(found: JsonObject): [null, JsonValue][] | null {
  const columns = Object.entries(found).flatMap(([key, column]) => (isList(column) ? [[key, column] as const] : []));
  const length = Math.max(0, ...columns.map(([, column]) => column.length));
  const alike = columns.filter(([, column]) => column.length === length);
  return Array.from({ length }, (_, index) => [
    null,
    Object.fromEntries(alike.map(([key, column]) => [key, column[index] ?? null])),
  ]);
}

function rowRecords(step: RecordStep, rows: readonly JsonValue[], body: JsonValue): [null, JsonValue][] | null {
  const names = columnNames(step, rows, body);
  if (names === null || new Set(names).size !== names.length) return null;
  const cells = step.columns === "first-row" ? rows.slice(1) : rows;
  if (!cells.every((row) => isList(row) && row.length === names.length)) return null;
  return cells.map((row) => [
    null,
    Object.fromEntries(names.map((name, index) => [name, (row as JsonValue[])[index] ?? null])),
  ]);
}

function columnNames({ columns }: RecordStep, rows: readonly JsonValue[], body: JsonValue): string[] | null {
  const name = typeof columns === "object" ? columns.name : undefined;
  const header = columns === "first-row" ? rows[0] : valueAt(body, columns?.path ?? []);
  if (!isList(header)) return null;
  const names = header.map((item) => (name === undefined ? item : valueAt(item, [name])));
  return names.every((item): item is string => typeof item === "string" && item !== "") ? names : null;
}

/** `records`, `recordsAre`, `columns` and `within` of the mapping that has these records. */
export function placeOf({ steps }: RecordView): Record<string, unknown> {
  const [outer, ...inner] = steps;
  if (outer === undefined) return {};
  const within = inner.map((step) => ({ path: pathOf(step.keys), ...formOf(step) }));
  return {
    records: pathOf(outer.keys),
    ...formOf(outer),
    ...(within.length === 0 ? {} : { within: within.length === 1 ? within[0] : within }),
  };
}

function formOf({ recordsAre, columns }: RecordStep): Record<string, unknown> {
  const named =
    typeof columns === "object"
      ? { path: pathOf(columns.path), ...(columns.name === undefined ? {} : { name: columns.name }) }
      : columns;
  return {
    ...(recordsAre === "array" ? {} : { recordsAre }),
    ...(named === undefined ? {} : { columns: named }),
  };
}

function pathOf(keys: readonly string[]): string | string[] {
  const isPlain = keys.every((key) => key !== "" && !/[.[\]]/.test(key)) && keys[0]?.startsWith("$") !== true;
  return isPlain ? keys.join(".") : [...keys];
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
