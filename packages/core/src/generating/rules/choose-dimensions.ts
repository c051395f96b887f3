import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { type FieldReference, mappingPathOf } from "./field-reference.js";
import type { Plan } from "./plan.js";
import { isMissing } from "./read-numbers.js";

const MAXIMUM_DIMENSIONS = 8;
const MAXIMUM_TEXT = 60;
const RESERVED = new Set(["__proto__", "constructor", "prototype", ""]);

/** Further values worth keeping with each point: numbers and short texts of the record; none where records are joined. */
export function chooseDimensions(plan: Plan): Record<string, FieldReference> {
  if (plan.groupBy !== null || plan.value.kind !== "field") return {};
  const used = new Set([plan.value.field, ...(plan.time?.fields ?? []), plan.series]);
  const times = new Set(plan.view.times.flatMap(({ fields }) => fields));
  const found: Record<string, FieldReference> = {};
  if (plan.view.isWhole) return found;
  for (const field of plan.view.fields) {
    const name = field.reference.keys.at(-1) ?? "";
    if (
      field.reference.origin !== "record" ||
      used.has(field) ||
      times.has(field) ||
      RESERVED.has(name) ||
      name in found
    )
      continue;
    if (/^\d+$/.test(name) || isIdentifierPath(field.generic) || mappingPathOf(field.reference) === null) continue;
    const present = field.values.filter((value) => !isMissing(value));
    const isFit = present.every(
      (value) =>
        (typeof value === "number" && Number.isFinite(value)) ||
        (typeof value === "string" && value.length <= MAXIMUM_TEXT && !/^https?:/.test(value)),
    );
    if (present.length * 2 < field.values.length || !isFit) continue;
    found[name] = field.reference;
    if (Object.keys(found).length === MAXIMUM_DIMENSIONS) break;
  }
  return found;
}
