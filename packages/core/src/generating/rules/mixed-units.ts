import { quotedList } from "./choice.js";
import type { Plan } from "./plan.js";

/** Why the numbers of a plan are of several units or currencies, as a sentence; `null` when nothing says so. */
export function mixedUnits({ view, value, series, filter }: Plan): string | null {
  if (value.kind !== "field" || series !== null) return null;
  const place = value.field.reference.keys.slice(0, -1).join(".");
  for (const field of view.fields) {
    const { origin, keys } = field.reference;
    if (origin !== "record" || filter.some((condition) => condition.field === field)) continue;
    const isBeside = keys.length === 1 || keys.slice(0, -1).join(".") === place;
    if (!isBeside || !/^(?:currency|currency_?code|unit|units|uom|unit_?of_?measure)$/i.test(keys.at(-1) ?? ""))
      continue;
    const texts = [...new Set(field.values)].filter((text): text is string => typeof text === "string" && text !== "");
    if (texts.length > 1)
      return `The numbers at "${value.field.generic}" are in ${quotedList(texts)}, as "${field.generic}" says: declare a series, or name one of them.`;
  }
  return null;
}
