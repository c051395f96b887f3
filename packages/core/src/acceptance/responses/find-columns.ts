import { areDateKeys, hasDataKeys } from "../../shapes/data-keys.js";
import { tuplePositions } from "../../shapes/describe-shape.js";
import { usualSpelling } from "../explaining/written-time.js";
import { readNumber } from "../explaining/read-number.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../util/json.js";
import { type Address, childPath, type GenericPath, keyPath, ROOT_PATH } from "./generic-path.js";

export type Scalar = string | number | boolean | null;

/** What stands at one place of a response. */
export interface Cell {
  readonly address: Address;
  readonly value: Scalar;
}

/** All texts, numbers, booleans and nulls of one generic path; of a table without those of its header row. */
export interface Column {
  readonly path: GenericPath;
  readonly cells: readonly Cell[];
  /** The name that a header row gives it; `null` without one. */
  readonly header: string | null;
}

/** Arrays, or objects whose keys are data, at one generic path; the path ends in its wildcard. */
export interface List {
  readonly path: GenericPath;
  /** How many items each of them holds. */
  readonly lengths: readonly number[];
  readonly holdsScalars: boolean;
  /** True when the first item is a row that names the columns. */
  readonly hasHeader: boolean;
}

export interface Structure {
  readonly columns: readonly Column[];
  /** Outer lists before inner ones. */
  readonly lists: readonly List[];
}

/**
 * How the response is taken apart where it can be seen in two ways.
 *
 * - `usual`: as shapes do;
 * - `parts`: short arrays of one length, and objects whose members are alike, are parts of one record;
 * - `records`: objects with two members or more that are alike hold records, and so do short arrays that stand alone;
 * - `lists`: short arrays of one length hold parts where these are arrays, and records where they are numbers or texts.
 */
export type StructureStyle = "usual" | "parts" | "records" | "lists";

const MAXIMUM_COLUMNS = 400;
const MAXIMUM_POSITIONS = 8;
const MAXIMUM_PARTS = 60;

interface Node {
  readonly address: Address;
  readonly value: JsonValue;
}

/** The columns and lists of a response, in the notation of shapes. */
export function findColumns(body: JsonValue, style: StructureStyle = "usual"): Structure {
  const columns: Column[] = [];
  const lists: List[] = [];

  function visit(path: GenericPath, nodes: readonly Node[]): void {
    if (columns.length >= MAXIMUM_COLUMNS) return;
    const cells = nodes.filter((node): node is Cell => isScalar(node.value));
    if (cells.length > 0) columns.push({ path, cells, header: null });
    visitArrays(
      path,
      nodes.filter((node): node is Node & { value: readonly JsonValue[] } => Array.isArray(node.value)),
    );
    visitObjects(
      path,
      nodes.filter((node): node is Node & { value: JsonObject } => isJsonObject(node.value)),
    );
  }

  function visitArrays(
    path: GenericPath,
    nodes: readonly { readonly address: Address; readonly value: readonly JsonValue[] }[],
  ): void {
    if (nodes.length === 0) return;
    const arrays = nodes.map(({ value }) => value);
    const positions = cellsOf(path, arrays);
    if (positions !== null) {
      const header = headerRow(path, arrays);
      if (header !== null) markHeader(path);
      const rows = header === null ? nodes : nodes.slice(1);
      for (let position = 0; position < positions; position++) {
        const items = rows.map(({ address, value }) => ({ address, value: value[position] ?? null }));
        const child = childPath(path, { kind: "position", position });
        const before = columns.length;
        visit(child, items);
        const column = columns[before];
        const name = header?.[position];
        if (column?.path === child && typeof name === "string") columns[before] = { ...column, header: name };
      }
      return;
    }
    const list = childPath(path, { kind: "items" });
    const items = nodes.flatMap(({ address, value }) =>
      value.map((item, index) => ({ address: [...address, index], value: item })),
    );
    const lengths = arrays.map(({ length }) => length);
    lists.push({ path: list, lengths, holdsScalars: items.every(({ value }) => isScalar(value)), hasHeader: false });
    visit(list, items);
  }

  function markHeader(path: GenericPath): void {
    const index = lists.findIndex((list) => list.path === path);
    const list = lists[index];
    if (list !== undefined) lists[index] = { ...list, hasHeader: true };
  }

  function visitObjects(
    path: GenericPath,
    nodes: readonly { readonly address: Address; readonly value: JsonObject }[],
  ): void {
    if (nodes.length === 0) return;
    if (isList(nodes.map(({ value }) => value))) {
      const list = childPath(path, { kind: "members" });
      const members = nodes.flatMap(({ address, value }) =>
        Object.entries(value).map(([key, member]) => ({ address: [...address, key], value: member ?? null })),
      );
      const lengths = nodes.map(({ value }) => Object.keys(value).length);
      lists.push({
        path: list,
        lengths,
        holdsScalars: members.every(({ value }) => isScalar(value)),
        hasHeader: false,
      });
      const keys = members.map(({ address }) => ({ address, value: String(address.at(-1)) }));
      columns.push({ path: keyPath(list), cells: keys, header: null });
      visit(list, members);
      return;
    }
    const byKey = new Map<string, Node[]>();
    for (const { address, value } of nodes) {
      for (const [key, member] of Object.entries(value)) {
        if (member === undefined) continue;
        const known = byKey.get(key);
        if (known === undefined) byKey.set(key, [{ address, value: member }]);
        else known.push({ address, value: member });
      }
    }
    for (const [key, members] of byKey) visit(childPath(path, { kind: "key", key }), members);
  }

  /** How many cells rows have; `null` when they are lists. One short array alone may be either. */
  function cellsOf(path: GenericPath, arrays: readonly (readonly JsonValue[])[]): number | null {
    if (style === "records" && arrays.length === 1) return null;
    if (style === "lists")
      return arrays.every((array) => array.every(Array.isArray)) ? fixedLength(path, arrays) : null;
    return tuplePositions(arrays) ?? (style === "parts" ? fixedLength(path, arrays) : null);
  }

  function isList(objects: readonly JsonObject[]): boolean {
    const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
    if (style === "records" && objects.every(holdsRecords)) return true;
    if (keys.length > 1 && keys.every(isRespelled) && areDateKeys(keys.map((key) => usualSpelling(key).text)))
      return true;
    if (!objects.every(hasDataKeys)) return false;
    return style !== "parts" || areDateKeys(keys) || keys.length > MAXIMUM_PARTS;
  }

  visit(ROOT_PATH, [{ address: [], value: body }]);
  return { columns, lists };
}

function isRespelled(key: string): boolean {
  return usualSpelling(key).text !== key;
}

export function isScalar(value: JsonValue): value is Scalar {
  return typeof value !== "object" || value === null;
}

function fixedLength(path: GenericPath, arrays: readonly (readonly JsonValue[])[]): number | null {
  const length = arrays[0]?.length ?? 0;
  const areRows = arrays.every((array) => array.every(isScalar));
  if (path.wildcards === 0 || length === 0 || length > (areRows ? MAXIMUM_PARTS : MAXIMUM_POSITIONS)) return null;
  return arrays.every((array) => array.length === length) ? length : null;
}

/** The first row where it alone is all texts and the others hold numbers: `[["day", "visits"], ["2026-03-01", 5]]`. */
function headerRow(path: GenericPath, rows: readonly (readonly JsonValue[])[]): readonly JsonValue[] | null {
  const [first, ...others] = rows;
  if (path.wildcards !== 1 || path.segments.at(-1)?.kind !== "items" || first === undefined || others.length === 0)
    return null;
  const isNumber = (value: JsonValue | undefined): boolean =>
    value !== undefined && isScalar(value) && readNumber(value, "plain") !== null;
  if (!first.every((cell) => typeof cell === "string" && !isNumber(cell) && /\p{L}/u.test(cell))) return null;
  return first.some((_, position) => others.every((row) => isNumber(row[position]) || row[position] === null))
    ? first
    : null;
}

/** Two members or more that are objects with the same keys. */
function holdsRecords(object: JsonObject): boolean {
  const members = Object.values(object);
  const [first] = members;
  if (members.length < 2 || !isJsonObject(first) || Object.keys(first).length < 2) return false;
  const keys = Object.keys(first).sort().join("\n");
  return members.every((member) => isJsonObject(member) && Object.keys(member).sort().join("\n") === keys);
}
