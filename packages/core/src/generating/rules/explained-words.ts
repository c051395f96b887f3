import type { Measure } from "../../metrics/measure.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import { splitWords, wordStem } from "../../shapes/word-stems.js";
import { type ConditionReading, readConditions } from "./choose-conditions.js";
import type { Field } from "./list-fields.js";
import type { OpenedView } from "./open-views.js";
import type { PlannedCondition } from "./plan.js";
import { endpointNouns, viewNouns } from "./subject-nouns.js";
import type { TimeOption } from "./time-option.js";

/** Words for records of any kind, and for their being there. */
const ANY = new Set([
  "new",
  "record",
  "event",
  "item",
  "entri",
  "row",
  "result",
  "created",
  "added",
  "add",
  "data",
  "point",
  "valu",
  "value",
  "list",
  "all",
  "exist",
  "ask",
  "asked",
  "made",
  "post",
  "plac",
  "mad",
  "published",
  "submit",
  "used",
  "count",
]);
const NEGATIONS = /\b(?:not|no|non|without|except|excluding|exclude|other than|un(?:paid|resolved|read|answered))\b/i;

/** What is left of the words of a value when everything that is known accounts for its own. */
export interface ExplainedWords {
  /** Words that nothing in the response or the endpoint accounts for. */
  readonly unexplained: readonly string[];
  readonly conditions: readonly PlannedCondition[];
  /** True when a word fits several fields, or the words exclude something: then conditions are guesses. */
  readonly isOpen: boolean;
}

/** Accounts for the words of `measure.value`: by the field, the list, the endpoint, the time's name, and texts of the records. */
export function explainWords(input: {
  readonly measure: Measure;
  readonly endpoint: string;
  readonly view: OpenedView;
  readonly time: TimeOption | null;
  readonly used: ReadonlySet<Field>;
  readonly valuePath: string | null;
}): ExplainedWords {
  const { measure, view, time, used, valuePath } = input;
  const { names, written } = measureWords(measure.value);
  const timeStems =
    time === null ? [] : time.fields.flatMap(({ generic }) => pathStems(generic.split(".").at(-1) ?? ""));
  const listed = new Set([
    ...viewNouns(view),
    ...timeStems,
    ...(valuePath === null ? [] : pathStems(valuePath)),
    ...splitWords(`${measure.unit ?? ""} ${measure.series ?? ""}`).map(wordStem),
    ...ANY,
  ]);
  const left = names.filter((name) => !listed.has(name) && !timeStems.some((stem) => isKin(stem, name)));
  const reading = readConditions(left, view, used);
  const asked = endpointNouns(input.endpoint);
  const conditions = reading.conditions.filter((condition) => !isAskedFor(condition, left, asked));
  const unexplained = left.filter(
    (name) => !reading.explained.has(name) && ![...asked].some((noun) => noun === name || isKin(noun, name)),
  );
  return {
    unexplained: unexplained.map((name) => written[names.indexOf(name)] ?? name),
    conditions,
    isOpen: NEGATIONS.test(measure.value) || isContested({ ...reading, conditions }),
  };
}

/** Two conditions for one word, or for one field. */
function isContested({ conditions }: ConditionReading): boolean {
  return conditions.length > 1;
}

/** A word that the endpoint has too names the whole list, not some of its records. */
function isAskedFor({ equals, field }: PlannedCondition, left: readonly string[], asked: ReadonlySet<string>): boolean {
  const stems =
    typeof equals === "string" ? splitWords(equals).map(wordStem) : pathStems(field.reference.keys.at(-1) ?? "");
  return stems.filter((stem) => left.includes(stem)).every((stem) => asked.has(stem));
}

/** "departur" and "depart": forms of one word. */
function isKin(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  return length >= 4 && one.slice(0, length) === other.slice(0, length);
}
