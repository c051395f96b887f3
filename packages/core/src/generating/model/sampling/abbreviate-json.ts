import { hasDataKeys } from "../../../shapes/data-keys.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../util/json.js";
import type { MaskCursor } from "../masking/create-masker.js";
import { quotedText } from "../visible-text.js";

export interface AbbreviationLimits {
  /** Most characters of a text. */
  readonly textLength: number;
  /** Most items of a list and most values of an object whose keys are data. */
  readonly items: number;
  /** Most members of an object. */
  readonly members: number;
  readonly depth: number;
}

/** From nearly everything to hardly anything. */
const LADDER: readonly AbbreviationLimits[] = [
  { textLength: 1_000, items: 12, members: 200, depth: 16 },
  { textLength: 200, items: 3, members: 80, depth: 10 },
  { textLength: 80, items: 1, members: 40, depth: 6 },
  { textLength: 30, items: 1, members: 12, depth: 3 },
];

/**
 * JSON on one line of at most `maximumLength` characters, as it is to be shown, with marks such as `/* 97 more *\/` for what does not
 * fit; `null` when nothing fits.
 */
export function abbreviateJson(
  value: JsonValue,
  maximumLength: number,
  cursor: MaskCursor,
  least: Partial<AbbreviationLimits> = {},
): string | null {
  for (const limits of LADDER) {
    const text = render(value, cursor, 0, { ...limits, ...least, left: maximumLength });
    if (text !== null && text.length <= maximumLength) return text;
  }
  return null;
}

interface Writing extends AbbreviationLimits {
  /** Characters that may still be written: nothing is built that cannot fit. */
  left: number;
}

function render(value: JsonValue, cursor: MaskCursor, depth: number, writing: Writing): string | null {
  if (writing.left < 0) return null;
  if (typeof value === "string") return renderText(cursor.text(value), writing);
  if (typeof value === "number") return spend(JSON.stringify(cursor.number(value)), writing);
  if (Array.isArray(value)) return renderItems(value as readonly JsonValue[], cursor, depth, writing);
  return isJsonObject(value) ? renderMembers(value, cursor, depth, writing) : spend(JSON.stringify(value), writing);
}

function renderItems(items: readonly JsonValue[], cursor: MaskCursor, depth: number, writing: Writing): string | null {
  if (depth >= writing.depth && items.length > 0) return spend(`[/* ${items.length} items */]`, writing);
  const shown: string[] = [];
  for (const item of items.slice(0, writing.items)) {
    const text = render(item, cursor.child(null, item), depth + 1, writing);
    if (text === null) return null;
    shown.push(text);
  }
  if (items.length > writing.items) shown.push(`/* ${items.length - writing.items} more items */`);
  spend("", writing, shown.length + 2);
  return `[${shown.join(",")}]`;
}

function renderMembers(object: JsonObject, cursor: MaskCursor, depth: number, writing: Writing): string | null {
  const keys = Object.keys(object);
  if (depth >= writing.depth && keys.length > 0) return spend(`{/* ${keys.length} members */}`, writing);
  const most = hasDataKeys(object) ? writing.items : writing.members;
  const shown: string[] = [];
  for (const key of keys.slice(0, most)) {
    const member = object[key] ?? null;
    const name = spend(`${quotedText(cursor.key(key))}:`, writing);
    const text = render(member, cursor.child(key, member), depth + 1, writing);
    if (text === null) return null;
    shown.push(`${name}${text}`);
  }
  if (keys.length > most) shown.push(`/* ${keys.length - most} more members */`);
  spend("", writing, shown.length + 2);
  return `{${shown.join(",")}}`;
}

function renderText(text: string, writing: Writing): string {
  if (text.length <= writing.textLength) return spend(quotedText(text), writing);
  const rest = text.length - writing.textLength;
  return spend(`${quotedText(text.slice(0, writing.textLength))}/* ${rest} more characters */`, writing);
}

function spend(text: string, writing: Writing, length = text.length): string {
  writing.left -= length;
  return text;
}
