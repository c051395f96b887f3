import { z } from "zod";

/**
 * Where something is in a response: keys joined by dots ("data.items", "0.price"), or a list of keys when a key itself
 * holds dots or brackets (["http.status", "count"]). Array positions are written as keys.
 *
 * Paths start at the record. `""` and `"$"` are the record itself, `"$root.date"` starts at the whole response, and `"$key"` is
 * the record's key when records are the values of an object. In the list form no key has such a meaning.
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

/** A path taken apart. */
export interface ResolvedPath {
  /** What the keys start from; at `key` there are none. */
  readonly origin: "record" | "root" | "key";
  readonly keys: readonly string[];
}

/** Takes a path apart. The path must have passed `mappingPathSchema`. */
export function resolveMappingPath(path: MappingPath): ResolvedPath {
  if (typeof path !== "string") return { origin: "record", keys: path };
  if (path === "" || path === "$") return { origin: "record", keys: [] };
  if (path === "$key") return { origin: "key", keys: [] };
  const keys = path.split(".");
  return keys[0] === "$root" ? { origin: "root", keys: keys.slice(1) } : { origin: "record", keys };
}

/** The path for people, in quotes, on one line. */
export function describeMappingPath(path: MappingPath): string {
  return JSON.stringify(path);
}

function pathProblem(path: MappingPath): string | null {
  if (typeof path !== "string" || path === "" || path === "$" || path === "$key") return null;
  if (/[[\]]/.test(path))
    return 'has brackets: write array positions as keys ("data.0.value"), or the path as a list of keys';
  const keys = path.split(".");
  if (keys.includes("")) return "has an empty key: write the path as a list of keys if one really is empty";
  if (keys[0]?.startsWith("$") === true && keys[0] !== "$root") {
    return 'starts with "$": only "$", "$key" and "$root..." do; write the path as a list of keys if the key really does';
  }
  return null;
}
