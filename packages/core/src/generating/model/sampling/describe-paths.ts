import { describeShape, type ShapePath } from "../../../shapes/describe-shape.js";
import type { JsonValue } from "../../../util/json.js";
import { quotedText, visibleText } from "../visible-text.js";

const MAXIMUM_PATH = 200;

export interface PathDescription {
  /** How names are shown. */
  readonly maskText: (text: string) => string;
  /** False when nothing may be said of the numbers. */
  readonly hasRanges: boolean;
}

/** A line for each path of a response: its types, how often it is missing, and its range. */
export function describePaths(body: JsonValue, description: PathDescription): string[] {
  return describeShape(body).paths.map((path) => describePath(path, description));
}

function describePath({ path, types, missing, range }: ShapePath, { maskText, hasRanges }: PathDescription): string {
  const name = path === "" ? "the response" : shownPath(maskText(path));
  const parts = [
    Object.entries(types)
      .map(([type, count]) => `${type} ${count}`)
      .join(", "),
  ];
  if (missing > 0) parts.push(`missing ${missing}`);
  if (hasRanges && range !== null && range.minimum < range.maximum)
    parts.push(`from ${range.minimum} to ${range.maximum}`);
  return `${name}: ${parts.join("; ")}`;
}

/** Keys with spaces or quotes are written in quotes, so that no key can look like the rest of the line. */
function shownPath(path: string): string {
  const cut = path.length > MAXIMUM_PATH ? `${path.slice(0, MAXIMUM_PATH)}\u2026` : path;
  return /^[\w$.[\]{}@:/-]+\u2026?$/.test(cut) ? visibleText(cut) : quotedText(cut);
}
