import type { JsonValue } from "../../util/json.js";
import { isJsonObject } from "../../util/json.js";
import { type Cell, isScalar, type Scalar } from "./find-columns.js";
import { type Address, addressText, type GenericPath } from "./generic-path.js";

/** Reads generic paths of one response; each is read once. */
export interface ResponseCells {
  /** What stands at a path, in the order of the response. Places that hold an object or array are left out. */
  readonly cells: (path: GenericPath) => readonly Cell[];
  /** Address of each place that a path leads to, whatever stands there. */
  readonly places: (path: GenericPath) => readonly Address[];
  /** What stands at `path` for a place of a path that it is joinable with; `undefined` when nothing does. */
  readonly lookUp: (path: GenericPath) => (address: Address) => Scalar | undefined;
}

/** A reader of a parsed response. */
export function responseCells(body: JsonValue): ResponseCells {
  const read = new Map<string, readonly { readonly address: Address; readonly value: JsonValue }[]>();
  const indexed = new Map<string, ReadonlyMap<string, Scalar>>();

  function nodes(path: GenericPath): readonly { readonly address: Address; readonly value: JsonValue }[] {
    const known = read.get(path.text);
    if (known !== undefined) return known;
    const found = readNodes(body, path);
    read.set(path.text, found);
    return found;
  }

  function cells(path: GenericPath): readonly Cell[] {
    if (path.isKey) return nodes(path).map(({ address }) => ({ address, value: String(address.at(-1)) }));
    return nodes(path).filter((node): node is Cell => isScalar(node.value));
  }

  function index(path: GenericPath): ReadonlyMap<string, Scalar> {
    const known = indexed.get(path.text);
    if (known !== undefined) return known;
    const map = new Map(cells(path).map(({ address, value }) => [addressText(address), value]));
    indexed.set(path.text, map);
    return map;
  }

  return {
    cells,
    places: (path) => nodes(path).map(({ address }) => address),
    lookUp(path) {
      const values = index(path);
      const depth = path.wildcards;
      return (address) => values.get(addressText(address.length === depth ? address : address.slice(0, depth)));
    },
  };
}

function readNodes(body: JsonValue, { segments }: GenericPath): { address: Address; value: JsonValue }[] {
  const found: { address: Address; value: JsonValue }[] = [];
  const visit = (value: JsonValue | undefined, depth: number, address: Address): void => {
    if (value === undefined) return;
    const segment = segments[depth];
    if (segment === undefined) {
      found.push({ address, value });
      return;
    }
    switch (segment.kind) {
      case "items":
        if (Array.isArray(value)) {
          (value as readonly JsonValue[]).forEach((item, index) => visit(item, depth + 1, [...address, index]));
        }
        break;
      case "position":
        if (Array.isArray(value)) visit((value as readonly JsonValue[])[segment.position], depth + 1, address);
        break;
      case "members":
        if (isJsonObject(value)) {
          for (const [key, member] of Object.entries(value)) visit(member, depth + 1, [...address, key]);
        }
        break;
      case "key":
        if (isJsonObject(value) && Object.hasOwn(value, segment.key)) visit(value[segment.key], depth + 1, address);
        break;
    }
  };
  visit(body, 0, []);
  return found;
}
