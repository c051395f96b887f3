import { describeShape, type ShapePath } from "../../../shapes/describe-shape.js";
import type { JsonValue } from "../../../util/json.js";
import { quotedText, visibleText } from "../visible-text.js";

const MAXIMUM_PATH = 200;
const MAXIMUM_EXAMPLE = 60;

/** A line for each path of a response: its types, how often it is missing, its range and examples. */
export function describePaths(body: JsonValue, maskValue: (text: string) => string): string[] {
  return describeShape(body).paths.map((path) => describePath(path, maskValue));
}

function describePath(
  { path, types, missing, range, samples }: ShapePath,
  maskValue: (text: string) => string,
): string {
  const name = path === "" ? "the response" : shownPath(path);
  const kinds = Object.entries(types).map(([type, count]) => `${type} ${count}`);
  const parts = [kinds.join(", ")];
  if (missing > 0) parts.push(`missing ${missing}`);
  if (range !== null && range.minimum < range.maximum) parts.push(`from ${range.minimum} to ${range.maximum}`);
  const examples = samples.slice(0, 3).map((sample) => {
    return typeof sample === "number" ? String(sample) : quotedText(maskValue(sample).slice(0, MAXIMUM_EXAMPLE));
  });
  if (examples.length > 0) parts.push(`such as ${examples.join(", ")}`);
  return `${name}: ${parts.join("; ")}`;
}

/** Keys with spaces or quotes are written in quotes, so that no key can look like the rest of the line. */
function shownPath(path: string): string {
  const cut = path.length > MAXIMUM_PATH ? `${path.slice(0, MAXIMUM_PATH)}\u2026` : path;
  return /^[\w$.[\]{}@:/-]+\u2026?$/.test(cut) ? visibleText(cut) : quotedText(cut);
}
