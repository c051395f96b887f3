import { z } from "zod";

/**
 * Where something is in a response: keys joined by dots ("data.items", "0.price"), or a list of keys when a key itself
 * holds dots or brackets (["http.status", "count"]). Array positions are written as keys.
 *
 * Paths start at the record. `""` and `"$"` are the record itself, `"$root.date"` starts at the whole response, and `"$key"` is
 * the record's key when records are the values of an object. With `within`, `"$parent.name"` starts at the record around it and
 * `"$parentKey"` is that one's key; `"$grandparent.name"` and `"$grandparentKey"` go one further. In the list form no key has such a
 * meaning.
 */
export const mappingPathSchema = z
  .union([z.string().max(1_000), z.array(z.string().max(1_000)).min(1).max(50)], {
    error: 'must be a path such as "data.items", or a list of keys',
  })
  .superRefine((path, context) => {
    const problem = pathProblem(path);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });

export type MappingPath = z.infer<typeof mappingPathSchema>;

/** What a path starts from, and for the three keys all that it is. */
export type PathOrigin = "record" | "root" | "key" | "parent" | "parentKey" | "grandparent" | "grandparentKey";

/** A path taken apart. */
export interface ResolvedPath {
  readonly origin: PathOrigin;
  /** What follows the origin; none behind a key. */
  readonly keys: readonly string[];
}

const keyOrigins: Readonly<Record<string, PathOrigin>> = {
  $key: "key",
  $parentKey: "parentKey",
  $grandparentKey: "grandparentKey",
};
const startOrigins: Readonly<Record<string, PathOrigin>> = {
  $root: "root",
  $parent: "parent",
  $grandparent: "grandparent",
};

/** Takes a path apart. The path must have passed `mappingPathSchema`. */
export function resolveMappingPath(path: MappingPath): ResolvedPath {
  if (typeof path !== "string") return { origin: "record", keys: path };
  if (path === "" || path === "$") return { origin: "record", keys: [] };
  const key = Object.hasOwn(keyOrigins, path) ? keyOrigins[path] : undefined;
  if (key !== undefined) return { origin: key, keys: [] };
  const [first = "", ...rest] = path.split(".");
  const start = Object.hasOwn(startOrigins, first) ? startOrigins[first] : undefined;
  return start === undefined ? { origin: "record", keys: [first, ...rest] } : { origin: start, keys: rest };
}

/** The path for people, in quotes, on one line. */
export function describeMappingPath(path: MappingPath): string {
  return JSON.stringify(path);
}

function pathProblem(path: MappingPath): string | null {
  if (typeof path !== "string" || path === "" || path === "$" || Object.hasOwn(keyOrigins, path)) return null;
  if (/[[\]]/.test(path))
    return 'has brackets: write array positions as keys ("data.0.value"), or the path as a list of keys';
  const keys = path.split(".");
  if (keys.includes("")) return "has an empty key: write the path as a list of keys if one really is empty";
  if (keys[0]?.startsWith("$") === true && !Object.hasOwn(startOrigins, keys[0])) {
    return (
      'starts with "$": only "$", "$key", "$root...", and with "within" "$parent...", "$parentKey", "$grandparent..." and ' +
      '"$grandparentKey" do; write the path as a list of keys if the key really does'
    );
  }
  return null;
}
