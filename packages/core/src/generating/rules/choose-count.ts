import { splitWords } from "../../shapes/word-stems.js";
import { lastKey } from "./last-key.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import type { GeneratorSubject } from "../../ports/generator.js";
import { isPathLike } from "./is-path-like.js";
import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { explainWords } from "./explained-words.js";
import { isOfNames } from "./named-record.js";
import type { OpenedView } from "./open-views.js";
import { viewNouns } from "./subject-nouns.js";

/** True when the words ask how many there are: "number of commits". */
export function asksForCount(text: string): boolean {
  return measureWords(text).directions.includes("count");
}

/** Nouns whose plural has no s. */
const PLURALS =
  /^(?:people|aircraft|children|men|women|sheep|fish|staff|personnel|police|data|media|series|species|criteria)$/;

/** True when the words end in a plural, as the things of a list are named: "open issues", and not "coverage". */
export function namesThings(text: string): boolean {
  const [noun = ""] = text.toLowerCase().split(/\b(?:of|per|by|in|on|at|with|from|that|which|for|to)\b/);
  const last = splitWords(noun).at(-1) ?? "";
  return PLURALS.test(last) || (last.length > 3 && /[^su]s$/.test(last));
}

/** True when the words are in the last key of a path, and not only in what leads to it. */
export function isInLastKey(text: string, generic: string): boolean {
  const last = lastKey(generic);
  const stems = pathStems(last);
  const { names, written } = measureWords(text);
  const isJoined = names.some((_, index) =>
    last
      .toLowerCase()
      .replaceAll(/[^a-z]/g, "")
      .includes(`${written[index] ?? ""}${written[index + 1] ?? "\u0000"}`),
  );
  return isJoined || names.some((name) => stems.includes(name));
}

/** Things that happen to some records and not to others: they name no list. */
const QUALIFYING =
  /^(?:fail|success|error|cancel|refund|clos|clos|merg|resolv|reject|approv|win|loss|open|activ|inactiv|paid|pending|complet|expir|delet|block|drop|abandon|convers|churn|return|disput|breach|violat|unique|uniqu|distinct)/;
/** How values are joined rather than counted. */
const JOINING = new Set(["avg", "min", "max", "sum"]);

/** Lists whose records are what the words count; the ones that are named so, else the outermost. `[]` when words are left over. */
export function countedViews(subject: GeneratorSubject, views: readonly OpenedView[]): OpenedView[] {
  const { names, directions } = measureWords(subject.measure.value);
  if (directions.some((direction) => JOINING.has(direction)) || isPathLike(subject.measure.value)) return [];
  if (!asksForCount(subject.measure.value) && !namesThings(subject.measure.value)) return [];
  const lists = views.filter((view) => isCountable(view) && !(subject.kind === "gauge" && isOfNames(view)));
  const named = lists.filter((view) => names.some((name) => viewNouns(view).has(name)));
  const outermost = Math.min(...lists.map(({ view }) => view.steps.length));
  const chosen = named.length > 0 ? named : lists.filter(({ view }) => view.steps.length === outermost);
  const least = Math.min(...chosen.map(({ view }) => view.steps.length));
  return chosen.filter((view) => {
    if (view.view.steps.length > least) return false;
    const own = view.times.filter(({ fields }) => ["record", "key"].includes(fields[0]?.reference.origin ?? ""));
    if (subject.kind === "history" && own.length === 0) return false;
    const times = own.length === 0 ? [null] : own;
    return times.some((time) => {
      const { unexplained } = explainWords({ ...inputOf(subject, view), time });
      return (
        unexplained.length === 0 ||
        (chosen.length === 1 && holdsThings(view) && isNoun(subject.measure.value, names, unexplained))
      );
    });
  });
}

/** Lists of records that are things of their own: no columns of measurements, and no lists of lists. */
function isCountable({ view, isLoose, isWhole, records }: OpenedView): boolean {
  if (isLoose || isWhole || view.steps.at(-1)?.recordsAre === "columns") return false;
  return !records.every(({ record }) => Array.isArray(record) && record.every((item) => typeof item === "object"));
}

/** A list of records that each have a text or id of their own, as things do and measurements do not. */
function holdsThings({ view, fields, times }: OpenedView): boolean {
  if (view.steps.at(-1)?.recordsAre !== "array") return false;
  const timeFields = new Set(times.flatMap((time) => time.fields));
  return fields.some((field) => {
    const isOwn = field.reference.origin === "record" && !timeFields.has(field);
    const isName = field.values.every(
      (value) => typeof value === "string" || (Number.isInteger(value) && isIdentifierPath(field.generic)),
    );
    return isOwn && isName && new Set(field.values).size === field.values.length;
  });
}

/** "number of posts" of a response with one list: a noun that it does not use itself, and that no record is apart from others by. */
function isNoun(text: string, names: readonly string[], unexplained: readonly string[]): boolean {
  const [noun, ...others] = unexplained;
  return (
    noun !== undefined && others.length === 0 && names.length === 1 && asksForCount(text) && !QUALIFYING.test(noun)
  );
}

function inputOf({ measure, request }: GeneratorSubject, view: OpenedView) {
  return { measure, endpoint: request.endpoint, view, used: new Set<never>(), valuePath: null };
}
