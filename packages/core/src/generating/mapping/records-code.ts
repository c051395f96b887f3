import { type MappingPath, resolveMappingPath } from "../../transformers/mapping-path.js";
import { type RecordLevel, recordLevels } from "../../transformers/mapping-records.js";
import type { Mapping } from "../../transformers/mapping.js";
import { indentCode } from "./indent-code.js";
import { keysRead } from "./keys-read.js";
import { pathText } from "./path-code.js";
import { propertyAccess } from "./property-access.js";
import { stringLiteral } from "./string-literal.js";

/** Code that goes through the records, one level of nesting after the other. */
export interface RecordsCode {
  /** Opens the outermost list. */
  readonly open: readonly string[];
  /** Loops around `body`, which sees `record`, and as far as the mapping has them `key`, `parent`, `grandparent` and their keys. */
  readonly loop: (body: readonly string[]) => string[];
  /** The variable that names a record in messages. */
  readonly name: string;
}

interface LevelVariables {
  readonly list: string;
  readonly index: string;
  readonly key: string;
  readonly item: string;
  readonly members: string;
}

// By their distance from the innermost records.
const variables: readonly LevelVariables[] = [
  { list: "records", index: "index", key: "key", item: "record", members: "members" },
  { list: "parents", index: "parentIndex", key: "parentKey", item: "parent", members: "parentMembers" },
  {
    list: "grandparents",
    index: "grandparentIndex",
    key: "grandparentKey",
    item: "grandparent",
    members: "grandparentMembers",
  },
  { list: "outermost", index: "outermostIndex", key: "outermostKey", item: "outerRecord", members: "outermostMembers" },
];

interface Level extends RecordLevel {
  readonly names: LevelVariables;
  /** The keys that are read of its records; `null` for all. */
  readonly reads: readonly string[] | null;
}

/** How the mapping's records are found and gone through. */
export function recordsCode(mapping: Mapping): RecordsCode {
  const found = recordLevels(mapping);
  const isFlat = found.length === 1;
  const levels = found.flatMap((level, depth): Level[] => {
    const names = variables[found.length - 1 - depth];
    if (names === undefined) return [];
    return [{ ...level, names: isFlat ? { ...names, members: "parent" } : names, reads: keysRead(mapping, depth) }];
  });
  const parts = nameParts(levels);
  const name = parts.length > 1 ? "name" : (parts[0] ?? "index");
  return {
    open: levels.slice(0, 1).flatMap((level) => openCode(level, "apiResponse", stringLiteral(pathText(level.path)))),
    loop: (body) => {
      const named = parts.length > 1 ? [`const name = ${nameLiteral(parts)};`, ...body] : body;
      return loopCode(levels, 0, named);
    },
    name,
  };
}

function loopCode(levels: readonly Level[], depth: number, body: readonly string[]): string[] {
  const level = levels[depth];
  if (level === undefined) return [...body];
  const { list, index } = level.names;
  const inner = levels[depth + 1];
  const nested = inner === undefined ? [] : openNestedCode(inner, levels.slice(0, depth + 1), level.names.item);
  return [
    `for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`,
    ...indentCode([...itemCode(level), ...nested, ...loopCode(levels, depth + 1, body)]),
    "}",
  ];
}

/** The list of a level inside of `outer`; an outer record without it is passed over. */
function openNestedCode(level: Level, outer: readonly Level[], start: string): string[] {
  const parts = nameParts(outer);
  const text = pathText(level.path);
  const outerName = parts.length === 1 ? parts.join("") : nameLiteral(parts);
  const prefix = text === "$" ? "record " : `${text} of record `;
  const place = parts.length === 0 ? stringLiteral(text) : `${stringLiteral(prefix)} + ${outerName}`;
  return [
    `const found = ${propertyAccess(start, resolveMappingPath(level.path).keys)};`,
    "if (found === undefined || found === null) continue;",
    ...openCode({ ...level, path: [] }, "found", place, start),
  ];
}

/** `path` starts at the expression `start`; `parent` is the record that holds the list, where there is one. */
function openCode(
  { path, recordsAre, columns, names, reads }: Omit<Level, "path"> & { readonly path: MappingPath | [] },
  start: string,
  place: string,
  parent = "apiResponse",
): string[] {
  const found = path.length === 0 ? start : propertyAccess(start, resolveMappingPath(path).keys);
  const readsCode = reads === null ? "null" : `[${reads.map(stringLiteral).join(", ")}]`;
  switch (recordsAre) {
    case "object":
      return [`const ${names.list} = [objectAt(${found}, ${place})];`];
    case "values-of-object":
      return [
        `const ${names.members} = objectAt(${found}, ${place});`,
        `const ${names.list} = Object.keys(${names.members});`,
      ];
    case "columns":
      return [`const ${names.list} = columnsAt(${found}, ${place}, ${readsCode});`];
    case "rows": {
      if (typeof columns !== "object") return [`const ${names.list} = tableAt(${found}, ${place}, ${readsCode});`];
      const { origin, keys } = resolveMappingPath(columns.path);
      const header = propertyAccess(origin === "parent" ? parent : "apiResponse", keys);
      const nameOf =
        columns.name === undefined
          ? ""
          : `, (column) => ${propertyAccess("column", resolveMappingPath(columns.name).keys)}`;
      const headerPlace = stringLiteral(pathText(columns.path));
      return [`const ${names.list} = rowsAt(${found}, ${place}, ${header}, ${headerPlace}, ${readsCode}${nameOf});`];
    }
    default:
      return [`const ${names.list} = arrayAt(${found}, ${place});`];
  }
}

function itemCode({ recordsAre, names }: Level): string[] {
  const { list, index, key, item, members } = names;
  if (recordsAre === "values-of-object") {
    return [`const ${key} = ${list}[${index}];`, `const ${item} = ${members}[${key}];`];
  }
  const isTable = recordsAre === "columns" || recordsAre === "rows";
  return [`const ${item} = ${isTable ? `${list}.recordAt(${index})` : `${list}[${index}]`};`];
}

/** The variables that tell a record from the others, outermost first; an only object needs none. */
function nameParts(levels: readonly Level[]): string[] {
  return levels.flatMap(({ recordsAre, names }) => {
    if (recordsAre === "object") return [];
    return [recordsAre === "values-of-object" ? names.key : names.index];
  });
}

function nameLiteral(parts: readonly string[]): string {
  return `\`${parts.map((part) => `\${${part}}`).join(".")}\``;
}
