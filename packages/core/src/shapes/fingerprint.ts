import { sha256 } from "../util/sha256.js";
import type { Shape, ShapePath } from "./describe-shape.js";

/** Share of values below which a type, or the path itself, is an exception that may be there or not. */
const RARE = 0.1;

/**
 * A short text that two responses of the same API share: paths and their types, as 16 hexadecimal digits. It changes when a
 * path comes or goes, changes its type, or is `null` or absent in most records where it was there in most, and the other way
 * round. The number of records, their values, and single missing ones leave it alone.
 */
export function fingerprint(shape: Shape): string {
  const lines = shape.paths.filter(isUsual).map((path) => `${path.path}\t${usualTypes(path).join("|")}`);
  return sha256(lines.sort().join("\n")).slice(0, 16);
}

function isUsual(path: ShapePath): boolean {
  const present = path.count - (path.types.null ?? 0);
  return present > 0 && present >= (path.count + path.missing) / 2;
}

function usualTypes({ types }: ShapePath): string[] {
  const { null: _, ...others } = types;
  const total = Object.values(others).reduce((sum, count) => sum + count, 0);
  return Object.entries(others)
    .filter(([, count]) => count >= RARE * total)
    .map(([type]) => type)
    .sort();
}
