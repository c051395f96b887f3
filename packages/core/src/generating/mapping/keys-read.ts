import { fieldPaths } from "../../transformers/mapping-field-paths.js";
import { type PathOrigin, resolveMappingPath } from "../../transformers/mapping-path.js";
import { recordLevels } from "../../transformers/mapping-records.js";
import type { Mapping } from "../../transformers/mapping.js";

const originsByDistance: readonly PathOrigin[] = ["record", "parent", "grandparent"];

/**
 * The keys of a level's records that the mapping reads, so that other columns may be as they like; `null` when it reads whole
 * records, or nothing of them. Levels count from the outermost, 0.
 */
export function keysRead(mapping: Mapping, depth: number): string[] | null {
  const levels = recordLevels(mapping);
  const origin = originsByDistance[levels.length - 1 - depth];
  const inner = levels[depth + 1];
  const paths = [
    ...fieldPaths(mapping)
      .map(([path]) => resolveMappingPath(path))
      .filter((path) => path.origin === origin),
    ...(inner === undefined ? [] : [resolveMappingPath(inner.path)]),
    ...(typeof inner?.columns === "object" ? [resolveMappingPath(inner.columns.path)] : []).filter(
      (path) => path.origin === "parent",
    ),
  ];
  const keys = new Set<string>();
  for (const [first] of paths.map((path) => path.keys)) {
    if (first === undefined) return null;
    keys.add(first);
  }
  return keys.size === 0 ? null : [...keys];
}
