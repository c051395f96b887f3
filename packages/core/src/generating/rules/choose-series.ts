import { scalarText } from "./scalar-text.js";
import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { isWrittenOut, plainPath, rankPaths } from "../../shapes/rank-paths.js";
import { isJsonObject } from "../../util/json.js";
import { type Choice, choiceOf, quotedList } from "./choice.js";
import { isPathLike } from "./is-path-like.js";
import type { Field } from "./list-fields.js";
import type { OpenedView } from "./open-views.js";
import { isMissing, numberIn } from "./read-numbers.js";

const MAXIMUM_TEXT = 200;

/** Which field of the records tells the lines apart, as `measure.series` names it. */
export function chooseSeries(text: string, view: OpenedView, used: ReadonlySet<Field>): Choice<Field> {
  const fields = view.fields.filter((field) => !used.has(field) && isNaming(field));
  const written = fields.filter(({ generic }) => isWrittenOut(text, generic));
  const whole = written.filter(({ generic }) => plainPath(generic) === plainPath(text));
  const exact = nearestOf(whole.length > 0 ? whole : written);
  const words = { question: "", none: `No text of the records could be "${text}".` };
  if (exact.length === 1)
    return choiceOf(exact, {
      ...words,
      reason: `${quotedList(exact.map(({ generic }) => generic))} is written out as the series`,
    });
  if (isPathLike(text) && exact.length === 0)
    return { kind: "none", reason: `The path "${text}" is not among the texts of the records.` };
  const namings = fields.filter((field) => !isTime(field, view) && !isLink(field));
  const texts = namings.filter(isText);
  const candidates = texts.length > 0 ? texts : namings;
  const ranking = rankPaths(text, [...new Set(candidates.map(({ generic }) => generic))], { withIdentifiers: true });
  const named = candidates.filter(({ generic }) => generic === ranking.ranked[0]?.path);
  if (ranking.isUnique && named.length > 0) {
    return choiceOf(nearestOf(named), {
      ...words,
      reason: `${quotedList(named.map(({ generic }) => generic))} is the only text whose name fits "${text}"`,
      question: questionOf(named, text),
    });
  }
  if (ranking.ranked.length > 0) {
    const top = ranking.ranked[0]?.score ?? 0;
    const close = candidates.filter(({ generic }) =>
      ranking.ranked.some(({ path, score }) => path === generic && score > top - 0.08),
    );
    const telling = close.filter(hasSeveral);
    return choiceOf(telling.length > 0 ? telling : close, {
      ...words,
      reason: `${quotedList(telling.map(({ generic }) => generic))} tells the records apart`,
      question: questionOf(close, text),
    });
  }
  const keys = candidates.filter(({ reference }) => reference.origin === "key" || reference.origin === "parentKey");
  if (keys.length === 1 && keys.some(hasSeveral))
    return choiceOf(keys, {
      ...words,
      reason: `the keys of ${quotedList(keys.map(({ generic }) => generic))} tell the records apart`,
    });
  const several = candidates.filter((field) => hasSeveral(field) && !isIdentifierPath(field.generic) && isText(field));
  return choiceOf(several, {
    ...words,
    reason: `${quotedList(several.map(({ generic }) => generic))} is the only text that tells the records apart`,
    question: questionOf(several, text),
  });
}

/** Fields that could tell records of one time apart, when the measure names no series. */
export function possibleSeries(view: OpenedView, used: ReadonlySet<Field>): Field[] {
  return view.fields.filter(
    (field) =>
      !used.has(field) &&
      field.reference.origin !== "root" &&
      isNaming(field) &&
      hasSeveral(field) &&
      !isTime(field, view) &&
      !isLink(field),
  );
}

/** Texts, whole numbers and booleans, short ones. */
function isNaming({ values }: Field): boolean {
  const present = values.filter((value) => !isMissing(value));
  return (
    present.length > 0 &&
    present.every(
      (value) =>
        !isJsonObject(value) &&
        !Array.isArray(value) &&
        scalarText(value).length <= MAXIMUM_TEXT &&
        (typeof value !== "number" || Number.isInteger(value)),
    )
  );
}

function isText({ values }: Field): boolean {
  return values.some((value) => typeof value === "string" && numberIn(value) === null);
}

function isTime(field: Field, view: OpenedView): boolean {
  return view.times.some((option) => option.isNamed && option.fields.includes(field));
}

function isLink({ values }: Field): boolean {
  return values.some((value) => typeof value === "string" && /^https?:\/\//.test(value));
}

function hasSeveral({ values }: Field): boolean {
  return new Set(values.filter((value) => !isMissing(value))).size > 1;
}

function nearestOf(fields: readonly Field[]): Field[] {
  const own = fields.filter(({ reference }) => reference.origin === "record" || reference.origin === "key");
  return own.length > 0 ? own : [...fields];
}

function questionOf(fields: readonly Field[], text: string): string {
  return `Which of ${quotedList(fields.map(({ generic }) => generic))} is "${text}"?`;
}
