import { splitWords } from "../../shapes/word-stems.js";
import { isTimeZone, offsetMinutesAt } from "../../util/time-zone.js";
import type { Field } from "./list-fields.js";
import { isMissing } from "./read-numbers.js";

/** How local times are to be read by what the response says of their zone. */
export type StatedZone =
  /** It says nothing, or the metric's own zone. */
  { readonly kind: "metric" } | { readonly kind: "UTC" } | { readonly kind: "other"; readonly conflict: string };

/** What fields named as time zones say of local times at about `ms`, beside a metric in `timezone`. */
export function statedZone(fields: readonly Field[], timezone: string, ms: number): StatedZone {
  for (const { reference, values, generic } of fields) {
    const words = splitWords(reference.keys.at(-1) ?? "").join(" ");
    if (!/(?:^|\b)(?:time ?zone|tz)(?: id| name)?$/.test(words)) continue;
    const [stated, ...others] = new Set(values.filter((value) => !isMissing(value)));
    if (typeof stated !== "string" || others.length > 0 || !isTimeZone(stated)) continue;
    if (offsetMinutesAt(stated, ms) === offsetMinutesAt(timezone, ms)) return { kind: "metric" };
    if (offsetMinutesAt(stated, ms) === 0 && /^(?:utc|gmt|etc\/|zulu)/i.test(stated)) return { kind: "UTC" };
    const conflict = `"${generic}" says that local times are in ${stated}, and the metric is in ${timezone}: give the metric that zone.`;
    return { kind: "other", conflict };
  }
  return { kind: "metric" };
}
