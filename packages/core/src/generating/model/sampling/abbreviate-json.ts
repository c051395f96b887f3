import { isJsonObject, type JsonValue } from "../../../util/json.js";
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

/** JSON on one line of at most `maximumLength` characters, with marks such as `/* 97 more *\/` for what does not fit; `null` when nothing fits. */
export function abbreviateJson(
  value: JsonValue,
  maximumLength: number,
  maskValue: (text: string) => string,
  least: Partial<AbbreviationLimits> = {},
): string | null {
  for (const limits of LADDER) {
    const text = render(value, 0, { ...limits, ...least }, { maskValue, left: maximumLength });
    if (text !== null && text.length <= maximumLength) return text;
  }
  return null;
}

interface Writing {
  readonly maskValue: (text: string) => string;
  /** Characters that may still be written: nothing is built that cannot fit. */
  left: number;
}

function render(value: JsonValue, depth: number, limits: AbbreviationLimits, writing: Writing): string | null {
  if (writing.left < 0) return null;
  if (Array.isArray(value)) {
    if (depth >= limits.depth && value.length > 0) return spend(`[/* ${value.length} items */]`, writing);
    const shown = value.slice(0, limits.items).map((item: JsonValue) => render(item, depth + 1, limits, writing));
    if (value.length > limits.items) shown.push(`/* ${value.length - limits.items} more items */`);
    return writing.left < 0 ? null : spend(`[${shown.join(",")}]`, writing, shown.length + 2);
  }
  if (isJsonObject(value)) {
    const keys = Object.keys(value);
    if (depth >= limits.depth && keys.length > 0) return spend(`{/* ${keys.length} members */}`, writing);
    const shown = keys
      .slice(0, limits.members)
      .map(
        (key) =>
          `${spend(renderKey(key, writing), writing)}:${render(value[key] ?? null, depth + 1, limits, writing) ?? ""}`,
      );
    if (keys.length > limits.members) shown.push(`/* ${keys.length - limits.members} more members */`);
    return writing.left < 0 ? null : spend(`{${shown.join(",")}}`, writing, shown.length + 2);
  }
  if (typeof value !== "string") return spend(JSON.stringify(value), writing);
  const text = writing.maskValue(value.length > limits.textLength ? value.slice(0, limits.textLength + 200) : value);
  if (value.length <= limits.textLength) return spend(quotedText(text), writing);
  return spend(
    `${quotedText(text.slice(0, limits.textLength))}/* ${value.length - limits.textLength} more characters */`,
    writing,
  );
}

/** Keys that code reads stay as they are; others may be data. */
function renderKey(key: string, { maskValue }: Writing): string {
  return quotedText(/^[\w$]+$/.test(key) ? key : maskValue(key));
}

function spend(text: string, writing: Writing, length = text.length): string {
  writing.left -= length;
  return text;
}
