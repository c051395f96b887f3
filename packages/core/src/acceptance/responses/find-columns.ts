import { hasDataKeys } from "../../shapes/data-keys.js";
import { tuplePositions } from "../../shapes/describe-shape.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../util/json.js";
import { type Address, childPath, type GenericPath, keyPath, ROOT_PATH } from "./generic-path.js";

export type Scalar = string | number | boolean | null;

/** What stands at one place of a response. */
export interface Cell {
  readonly address: Address;
  readonly value: Scalar;
}

/** All texts, numbers, booleans and nulls of one generic path. */
export interface Column {
  readonly path: GenericPath;
  readonly cells: readonly Cell[];
}

/** Arrays, or objects whose keys are data, at one generic path; the path ends in its wildcard. */
export interface List {
  readonly path: GenericPath;
  /** How many items each of them holds. */
  readonly lengths: readonly number[];
  readonly holdsScalars: boolean;
}

export interface Structure {
  readonly columns: readonly Column[];
  /** Outer lists before inner ones. */
  readonly lists: readonly List[];
}

const MAXIMUM_COLUMNS = 400;
const MAXIMUM_POSITIONS = 8;

interface Node {
  readonly address: Address;
  readonly value: JsonValue;
}

/**
 * The columns and lists of a response, in the notation of shapes. With `fixedPositions`, short arrays of objects that have the
 * same length everywhere are read position by position, as the cells of a table row.
 */
export function findColumns(body: JsonValue, options?: { readonly fixedPositions?: boolean }): Structure {
  const columns: Column[] = [];
  const lists: List[] = [];

  function visit(path: GenericPath, nodes: readonly Node[]): void {
    if (columns.length >= MAXIMUM_COLUMNS) return;
    const cells = nodes.filter((node): node is Cell => isScalar(node.value));
    if (cells.length > 0) columns.push({ path, cells });
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
    const positions = tuplePositions(arrays) ?? (options?.fixedPositions === true ? fixedLength(path, arrays) : null);
    if (positions !== null) {
      for (let position = 0; position < positions; position++) {
        const items = nodes.map(({ address, value }) => ({ address, value: value[position] ?? null }));
        visit(childPath(path, { kind: "position", position }), items);
      }
      return;
    }
    const list = childPath(path, { kind: "items" });
    const items = nodes.flatMap(({ address, value }) =>
      value.map((item, index) => ({ address: [...address, index], value: item })),
    );
    const lengths = arrays.map(({ length }) => length);
    lists.push({ path: list, lengths, holdsScalars: items.every(({ value }) => isScalar(value)) });
    visit(list, items);
  }

  function visitObjects(
    path: GenericPath,
    nodes: readonly { readonly address: Address; readonly value: JsonObject }[],
  ): void {
    if (nodes.length === 0) return;
    if (nodes.every(({ value }) => hasDataKeys(value))) {
      const list = childPath(path, { kind: "members" });
      const members = nodes.flatMap(({ address, value }) =>
        Object.entries(value).map(([key, member]) => ({ address: [...address, key], value: member ?? null })),
      );
      const lengths = nodes.map(({ value }) => Object.keys(value).length);
      lists.push({ path: list, lengths, holdsScalars: members.every(({ value }) => isScalar(value)) });
      const keys = members.map(({ address }) => ({ address, value: String(address.at(-1)) }));
      columns.push({ path: keyPath(list), cells: keys });
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

  visit(ROOT_PATH, [{ address: [], value: body }]);
  return { columns, lists };
}

export function isScalar(value: JsonValue): value is Scalar {
  return typeof value !== "object" || value === null;
}

function fixedLength(path: GenericPath, arrays: readonly (readonly JsonValue[])[]): number | null {
  const length = arrays[0]?.length ?? 0;
  if (path.wildcards === 0 || length === 0 || length > MAXIMUM_POSITIONS) return null;
  return arrays.every((array) => array.length === length) ? length : null;
}
