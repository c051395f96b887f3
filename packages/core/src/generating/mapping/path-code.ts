import { describeMappingPath, type MappingPath, resolveMappingPath } from "../../transformers/mapping-path.js";
import { propertyAccess } from "./property-access.js";

/** An expression for what is at a path, seen from the innermost record. */
export function foundCode(path: MappingPath): string {
  const { origin, keys } = resolveMappingPath(path);
  return propertyAccess(origin === "root" ? "apiResponse" : origin, keys);
}

/** The path in messages. */
export function pathText(path: MappingPath): string {
  if (typeof path !== "string") return JSON.stringify(path);
  return path === "" ? "$" : path;
}

/** Paths for people, in quotes. */
export function quotedPaths(paths: readonly MappingPath[]): string {
  return paths.map(describeMappingPath).join(", ");
}
