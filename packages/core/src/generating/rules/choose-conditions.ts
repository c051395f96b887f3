import { pathStems } from "../../shapes/measure-words.js";
import { splitWords, wordStem } from "../../shapes/word-stems.js";
import type { Field } from "./list-fields.js";
import type { OpenedView } from "./open-views.js";
import type { PlannedCondition } from "./plan.js";
import { isMissing } from "./read-numbers.js";

/** What words of a measure say of which records count. */
export interface ConditionReading {
  /** Fields that have one of the words as their text in some records, and another text in others. */
  readonly conditions: readonly PlannedCondition[];
  /** Stems that all records have as a text, or that conditions account for. */
  readonly explained: ReadonlySet<string>;
}

const MAXIMUM_TEXTS = 30;

/** Looks the words up among the texts of the records: "paid orders" where some records have the status "paid". */
export function readConditions(stems: readonly string[], view: OpenedView, used: ReadonlySet<Field>): ConditionReading {
  const explained = new Set<string>();
  const conditions: PlannedCondition[] = [];
  for (const field of view.fields) {
    if (used.has(field) || field.reference.origin === "root") continue;
    for (const equals of textsThatFit(field, stems)) {
      const own =
        typeof equals === "string" ? splitWords(equals).map(wordStem) : pathStems(field.reference.keys.at(-1) ?? "");
      for (const stem of own) if (stems.includes(stem)) explained.add(stem);
      if (field.values.some((value) => value !== equals)) conditions.push({ field, equals });
    }
  }
  return { conditions, explained };
}

function textsThatFit(field: Field, stems: readonly string[]): (string | boolean)[] {
  const distinct = new Set(field.values.filter((value) => !isMissing(value)));
  if (distinct.size === 0 || distinct.size > MAXIMUM_TEXTS) return [];
  if ([...distinct].every((value) => typeof value === "boolean")) {
    const own = pathStems(field.reference.keys.at(-1) ?? "").filter((stem) => stem !== "is" && stem !== "has");
    return own.length > 0 && own.every((stem) => stems.includes(stem)) ? [true] : [];
  }
  return [...distinct].filter((value): value is string => {
    if (typeof value !== "string" || value.length > 40) return false;
    const own = splitWords(value).map(wordStem);
    return own.length > 0 && own.every((stem) => stems.includes(stem) && !/^\d+$/.test(stem));
  });
}
