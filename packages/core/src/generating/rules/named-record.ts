import type { GeneratorSubject } from "../../ports/generator.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import { splitWords, wordStem } from "../../shapes/word-stems.js";
import type { Field } from "./list-fields.js";
import type { OpenedView } from "./open-views.js";
import type { PlannedCondition } from "./plan.js";
import type { NumberReading } from "./read-numbers.js";
import { endpointNouns } from "./subject-nouns.js";

const NAMING =
  /^(?:metric|metric_?(?:name|key|id)|name|key|type|code|label|title|indicator|measure|statistic|stat|field|counter|slug|category|kind|dimension|parameter|property|variable|item|id)$/i;
const HOLDING =
  /^(?:value|val|count|amount|total|number|num|quantity|result|score|current|current_?value|latest|sum|n|v|y|data|reading|measurement)$/i;

/** A number of a record that the record itself names, as in `{ "metric": "coverage", "value": "82.3" }`. */
export interface NamedRecord {
  readonly view: OpenedView;
  readonly field: Field;
  readonly reading: NumberReading;
  readonly condition: PlannedCondition;
}

/**
 * The records whose name is what the measure says, in lists of names and values. `[]` when there are none; several when names of
 * several records or lists fit.
 */
export function namedRecords({ measure, request }: GeneratorSubject, views: readonly OpenedView[]): NamedRecord[] {
  const { names, directionStems } = measureWords(measure.value);
  const said = new Set([...names, ...directionStems, ...splitWords(measure.value).map(wordStem)]);
  const asked = endpointNouns(request.endpoint);
  return views.filter(isOfNames).flatMap((view) => {
    const [value] = heldNumbers(view);
    if (value === undefined) return [];
    const units = new Set(splitWords(measure.unit ?? "").map(wordStem));
    return view.fields.filter(isNaming).flatMap((field) => {
      const fitting = [...new Set(field.values)].filter((text): text is string => {
        const stems = typeof text === "string" ? pathStems(text) : [];
        return (
          stems.length > 0 &&
          stems.every((stem) => said.has(stem) || units.has(stem)) &&
          names.every((name) => stems.includes(name) || asked.has(name))
        );
      });
      return fitting.map((equals) => ({ view, ...value, condition: { field, equals } }));
    });
  });
}

/** True for a list of records that each are a name and one number. */
export function isOfNames(view: OpenedView): boolean {
  if (view.isLoose || view.isWhole || view.view.steps.at(-1)?.recordsAre === "columns") return false;
  return heldNumbers(view).length === 1 && view.fields.some(isNaming);
}

function heldNumbers({ numbers }: OpenedView): OpenedView["numbers"] {
  return numbers.filter(
    ({ field, reading }) => reading.kind === "numbers" && HOLDING.test(field.reference.keys.at(-1) ?? ""),
  );
}

function isNaming({ reference, values }: Field): boolean {
  return (
    reference.origin === "record" &&
    NAMING.test(reference.keys.at(-1) ?? "") &&
    values.every((value) => typeof value === "string" && !/^\d+$/.test(value) && value.length <= 80) &&
    new Set(values).size === values.length
  );
}
