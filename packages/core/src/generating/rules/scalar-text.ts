import type { JsonValue } from "../../util/json.js";

/** A text, number or boolean as text; `""` for what is missing, JSON for anything else. */
export function scalarText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
