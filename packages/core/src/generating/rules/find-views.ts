import { hasDataKeys } from "../../shapes/data-keys.js";
import { sampleEvenly } from "../../shapes/sample-evenly.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../util/json.js";
import { valueAt } from "./field-reference.js";
import { isList, openView, type RecordStep, type RecordView } from "./record-view.js";

const MAXIMUM_DEPTH = 8;
const MAXIMUM_STEPS = 3;
const MAXIMUM_VIEWS = 300;
const SAMPLED_RECORDS = 20;

/**
 * Every way to see a response as records: lists, rows, parallel arrays, objects whose values are records, and what is nested in
 * them, outer ones first. The response as one record comes last.
 */
export function findViews(body: JsonValue): RecordView[] {
  const views: RecordView[] = [];
  let level: RecordView[] = [{ steps: [], generics: [] }];
  for (let depth = 0; depth < MAXIMUM_STEPS; depth++) {
    const next: RecordView[] = [];
    for (const outer of level) {
      const records = depth === 0 ? [body] : sampleOf(outer, body);
      for (const step of commonSteps(records, body).filter(({ keys }) => depth === 0 || !areScalars(records, keys))) {
        if (views.length + next.length >= MAXIMUM_VIEWS) break;
        next.push({
          steps: [...outer.steps, step],
          generics: [...outer.generics, genericOf(outer.generics.at(-1) ?? "", step)],
        });
      }
    }
    views.push(...next);
    level = next.filter(({ steps }) => steps.at(-1)?.recordsAre !== "columns");
  }
  if (isJsonObject(body)) views.push({ steps: [{ keys: [], recordsAre: "object" }], generics: [""] });
  return views;
}

function sampleOf(view: RecordView, body: JsonValue): JsonValue[] {
  return sampleEvenly(openView(view, body) ?? [], SAMPLED_RECORDS).map(({ record }) => record);
}

/** Lists of scalars inside records are values of theirs, and no records. */
function areScalars(records: readonly JsonValue[], keys: readonly string[]): boolean {
  const lists = records.map((record) => valueAt(record, keys)).filter(isList);
  return lists.length > 0 && lists.every((list) => list.every((item) => typeof item !== "object" || item === null));
}

/** The steps into any of the records; one that another record contradicts is found out when the view is opened. */
function commonSteps(records: readonly JsonValue[], body: JsonValue): RecordStep[] {
  const steps = new Map<string, RecordStep>();
  for (const record of records) for (const step of stepsInto(record, [], body)) steps.set(JSON.stringify(step), step);
  return [...steps.values()];
}

function stepsInto(value: JsonValue, keys: readonly string[], body: JsonValue): RecordStep[] {
  if (keys.length > MAXIMUM_DEPTH) return [];
  if (isList(value)) return listSteps(value, keys, body);
  if (!isJsonObject(value)) return [];
  const steps: RecordStep[] = [];
  const haveColumns = areColumns(value);
  if (haveColumns) steps.push({ keys, recordsAre: "columns" });
  const isKeyed = hasDataKeys(value);
  if (isKeyed) steps.push({ keys, recordsAre: "values-of-object" });
  else if (areNumbers(value) || areLists(value) || (keys.length === 0 && areTwins(value)))
    steps.push({ keys, recordsAre: "values-of-object", isLoose: true });
  if (isKeyed) return steps;
  for (const [key, member] of Object.entries(value)) {
    if (haveColumns && isList(member)) continue;
    steps.push(...stepsInto(member ?? null, [...keys, key], body));
  }
  return steps;
}

function listSteps(list: readonly JsonValue[], keys: readonly string[], body: JsonValue): RecordStep[] {
  if (list.length === 0) return [{ keys, recordsAre: "array" }];
  const rows = sampleEvenly(list, SAMPLED_RECORDS);
  // Some APIs put what is about the page and the page itself side by side.
  if (list.length <= 4 && list.some(isList) && list.some(isJsonObject)) {
    return list.flatMap((item, position) => stepsInto(item, [...keys, String(position)], body));
  }
  if (!rows.every(isList)) return [{ keys, recordsAre: "array" }];
  const steps: RecordStep[] = [];
  const width = rows[0]?.length ?? 0;
  if (isHeader(rows)) steps.push({ keys, recordsAre: "rows", columns: "first-row" });
  else for (const columns of headersFor(body, width, keys)) steps.push({ keys, recordsAre: "rows", columns });
  return steps.length > 0 ? steps : [{ keys, recordsAre: "array" }];
}

/** A first row of different texts above rows with something else. */
function isHeader(rows: readonly (readonly JsonValue[])[]): boolean {
  const [first = [], ...others] = rows;
  if (first.length < 2 || others.length === 0 || new Set(first).size !== first.length) return false;
  const areNames = first.every(
    (cell) => typeof cell === "string" && cell !== "" && !/^-?[\d.]+$/.test(cell) && !/^\d{4}-/.test(cell),
  );
  return areNames && others.every((row) => row.length === first.length && row.some((cell) => !isName(cell)));
}

function isName(cell: JsonValue): boolean {
  return typeof cell === "string" && !/\d/.test(cell);
}

/** Lists of as many names as the rows are wide, near the rows first. */
function headersFor(body: JsonValue, width: number, keys: readonly string[]): { path: string[]; name?: string }[] {
  const found: { path: string[]; name?: string }[] = [];
  const visit = (value: JsonValue | undefined, path: string[]): void => {
    if (path.length > 5) return;
    if (isList(value)) {
      if (value.length !== width || width < 2 || path.join(".") === keys.join(".")) return;
      if (value.every((item) => typeof item === "string") && new Set(value).size === width) found.push({ path });
      else if (value.every(isJsonObject)) {
        const name = ["name", "field", "id", "key", "label", "title", "code", "text"].find((key) =>
          value.every((item) => typeof item[key] === "string"),
        );
        if (name !== undefined) found.push({ path, name });
      }
      return;
    }
    if (isJsonObject(value)) for (const [key, member] of Object.entries(value)) visit(member, [...path, key]);
  };
  visit(body, []);
  const shared = (path: readonly string[]): number => path.filter((key, index) => keys[index] === key).length;
  return found.sort((a, b) => shared(b.path) - shared(a.path)).slice(0, 1);
}

/** At least two lists of scalars of one length. */
function areColumns(object: JsonObject): boolean {
  const lengths = Object.values(object).flatMap((column) =>
    isList(column) && column.length > 0 && column.every((cell) => typeof cell !== "object" || cell === null)
      ? [column.length]
      : [],
  );
  return lengths.length >= 2 && new Set(lengths).size === 1;
}

function areNumbers(object: JsonObject): boolean {
  const values = Object.values(object).filter((value) => value !== null);
  return (
    values.length >= 1 &&
    values.every((value) => typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)))
  );
}

/** Lists of objects or tuples by name, as in `{ BTC: [...], ETH: [...] }`. */
function areLists(object: JsonObject): boolean {
  const values = Object.values(object);
  return (
    values.length >= 2 &&
    values.every((value) => isList(value) && value.some((item) => typeof item === "object" && item !== null))
  );
}

/** Two objects with the same keys: lines by name where a measure asks for lines. */
function areTwins(object: JsonObject): boolean {
  const [first, second, ...others] = Object.values(object);
  if (!isJsonObject(first) || !isJsonObject(second) || others.length > 0) return false;
  return Object.keys(first).sort().join() === Object.keys(second).sort().join();
}

function genericOf(outer: string, { keys, recordsAre }: RecordStep): string {
  const path = [outer, ...keys].filter((key) => key !== "").join(".");
  if (recordsAre === "object" || recordsAre === "columns") return path;
  return `${path}${recordsAre === "values-of-object" ? "{}" : "[]"}`;
}
