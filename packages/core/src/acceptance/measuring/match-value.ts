import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { type MeasureWords, measureWords, pathStems } from "../../shapes/measure-words.js";
import type { PathRanking } from "../../shapes/rank-paths.js";
import { describeValue } from "../explaining/describe-plan.js";
import { timePaths, valuePaths } from "../explaining/plan.js";
import { isLikelyTime } from "../explaining/reading-candidates.js";
import { isNumberColumn } from "../perturbing/number-column.js";
import type { Column } from "../responses/find-columns.js";
import { cutPath, type GenericPath, lastKey, listOf } from "../responses/generic-path.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";
import { rankColumns } from "./rank-columns.js";
import { isInUnit } from "./unit-words.js";

/** Whether values come from what `measure.value` names, and from nothing that it could name as well. */
export function matchValue(subject: MeasureSubject): MeasureVerdict {
  const { plan, measure } = subject;
  switch (plan.value.kind) {
    case "path":
      return matchPath(subject, plan.value.number.path);
    case "columns":
      return matchColumns(subject);
    case "count":
      return matchCount(subject, plan.value.list);
    case "distinct":
      return /\b(?:unique|distinct|different)\b/i.test(measure.value)
        ? matchName(subject, [plan.value.path.text])
        : isUnclear(`The value is ${describeValue(plan)}, and "${measure.value}" does not ask for different ones.`);
    case "combined":
    case "duration":
      return matchCalculation(subject);
  }
}

/** Columns that could be the value: numbers of records, that are neither times nor identifiers. */
export function valueColumns({ structure, plan }: MeasureSubject): Column[] {
  const used = new Set(valuePaths(plan.value).map(({ text }) => text));
  const times = new Set(timePaths(plan.time).map(({ text }) => text));
  const isInRecords = valuePaths(plan.value).some(({ wildcards }) => wildcards > 0);
  return structure.columns.filter((column) => {
    if (used.has(column.path.text)) return true;
    if (!isNumberColumn(column) || times.has(column.path.text)) return false;
    if (isInRecords && column.path.wildcards === 0) return false;
    return !isTimeLike(column) && !isBoolean(column);
  });
}

function isTimeLike(column: Column): boolean {
  return isLikelyTime(column);
}

function isBoolean({ cells }: Column): boolean {
  return cells.every(({ value }) => value === null || typeof value === "boolean");
}

function matchPath(subject: MeasureSubject, path: GenericPath): MeasureVerdict {
  const { measure } = subject;
  const columns = valueColumns(subject);
  const ranking = rankColumns(measure.value, columns, subject.structure);
  const [best] = ranking.ranked;
  if (best?.isExact === true) {
    const exact = ranking.ranked.filter(({ isExact }) => isExact).map((ranked) => ranked.path);
    if (!exact.includes(path.text)) return wrongPath(subject, path.text, best.path);
    return exact.length === 1 || isOnlyLikely(subject, path, exact)
      ? passes(`The value comes from ${path.text}, which the measure names.`)
      : isUnclear(`"${measure.value}" may be ${exact.join(" or ")}; the value comes from ${path.text}.`);
  }
  const asksForCount = measureWords(measure.value).directions.includes("count");
  const own = ranking.ranked.find((ranked) => ranked.path === path.text);
  const others = columns.filter(
    (column) =>
      column.path.text !== path.text &&
      isSameRecord(column.path, path) &&
      !isIdentifierPath(column.path.text) &&
      !isSwitch(column),
  );
  if (others.length === 0 && (best === undefined || best.path === path.text || !best.isWhole)) {
    if (
      asksForCount &&
      own === undefined &&
      !/^(?:value|val|v|y|count|total|n|c|number|num|data|amount|result|sum)?$/i.test(lastKey(path)) &&
      isCountable(subject, path)
    ) {
      return isUnclear(`"${measure.value}" asks how many there are; the value comes from ${path.text}.`);
    }
    return passes(`The value comes from ${path.text}, the only number of the records.`);
  }
  return judgeRanking(subject, path, ranking);
}

function judgeRanking({ measure, ...rest }: MeasureSubject, path: GenericPath, ranking: PathRanking): MeasureVerdict {
  const subject = { measure, ...rest };
  const [best] = ranking.ranked;
  const own = ranking.ranked.find((ranked) => ranked.path === path.text);
  if (best === undefined && isGenericName(path)) return passes(`The value comes from ${path.text}.`);
  if (best === undefined)
    return isUnclear(
      `"${measure.value}" names none of the numbers in the response; the value comes from ${path.text}.`,
    );
  if (own === undefined) {
    return best.isWhole && ranking.isUnique
      ? wrongPath(subject, path.text, best.path)
      : isUnclear(`"${measure.value}" fits ${best.path} better than ${path.text}, which the value comes from.`);
  }
  if (best.path === path.text && ranking.isUnique)
    return passes(`The value comes from ${path.text}, which fits "${measure.value}" best.`);
  const rivals = ranking.ranked.filter(({ score }) => score > own.score - 0.08).map((ranked) => ranked.path);
  if (best.score - own.score >= 0.08) {
    return best.isWhole && !own.isWhole
      ? wrongPath(subject, path.text, best.path)
      : isUnclear(`"${measure.value}" fits ${best.path} better than ${path.text}, which the value comes from.`);
  }
  if (isOnlyInUnit(subject, path, rivals) || isOnlyLikely(subject, path, rivals))
    return passes(`The value comes from ${path.text}, which fits "${measure.value}".`);
  return isUnclear(`"${measure.value}" may be ${rivals.slice(0, 4).join(" or ")}; the value comes from ${path.text}.`);
}

/** Of paths that fit the words equally, those of other lists are out when `per` or the time tell. */
function isOnlyLikely({ measure }: MeasureSubject, path: GenericPath, rivals: readonly string[]): boolean {
  const words = new Set(pathStems(`${measure.per ?? ""} ${measure.time ?? ""} ${measure.value}`));
  const listStems = (text: string): string[] => pathStems(text.split(/[.[{]/).slice(0, -1).join(" "));
  const telling = (text: string): number =>
    listStems(text).filter((stem) => words.has(stem) || words.has(stem.replace(/ly$/, ""))).length;
  const own = telling(path.text);
  return own > 0 && rivals.every((rival) => rival === path.text || telling(rival) < own);
}

/** Of paths that fit the words equally, the one whose name holds the unit. */
function isOnlyInUnit({ measure }: MeasureSubject, path: GenericPath, rivals: readonly string[]): boolean {
  const { unit } = measure;
  if (unit === undefined || !isInUnit(path.text, unit)) return false;
  return rivals.every((rival) => rival === path.text || !isInUnit(rival, unit));
}

/** Numbers that are 0 in every record, or 1, are switches rather than measurements. */
function isSwitch({ cells }: Column): boolean {
  const values = new Set(cells.map(({ value }) => Number(value)));
  return cells.length > 1 && values.size === 1 && (values.has(0) || values.has(1));
}

function isSameRecord(other: GenericPath, path: GenericPath): boolean {
  const [a, b] = [listOf(other), listOf(path)];
  if (a === null || b === null) return a === b;
  if (a.text === b.text) return true;
  // Columns of one table are lists side by side.
  return parentOf(a) === parentOf(b);
}

function parentOf(list: GenericPath): string {
  return cutPath(list, Math.max(0, list.segments.length - 2)).text;
}

/** True for names that say nothing, such as "value" or "y". */
function isGenericName(path: GenericPath): boolean {
  return /^(?:value|val|v|y|obs_?value|observation)$/i.test(lastKey(path));
}

/** True when the records are things that can be counted, which have more to them than a time and a number. */
function isCountable({ structure }: MeasureSubject, path: GenericPath): boolean {
  return structure.columns.filter((column) => isSameRecord(column.path, path)).length > 3;
}

function wrongPath({ measure }: MeasureSubject, path: string, meant: string): MeasureVerdict {
  return fails(`The value comes from ${path}, but "${measure.value}" means ${meant}. Read ${meant}.`);
}

function matchColumns(subject: MeasureSubject): MeasureVerdict {
  const { plan, measure } = subject;
  const used = valuePaths(plan.value);
  const [first] = used;
  if (first === undefined) return isUnclear("There are no columns.");
  const columns = valueColumns(subject).filter(({ path }) => isSameRecord(path, first) && !isIdentifierPath(path.text));
  const ranking = rankColumns(measure.value, columns, subject.structure);
  const named = ranking.ranked.map(({ path }) => path);
  const texts = new Set(used.map(({ text }) => text));
  const expected = named.length > 0 && named.length < columns.length ? named : columns.map(({ path }) => path.text);
  const absent = expected.filter((path) => !texts.has(path));
  if (measure.series === undefined)
    return isUnclear(`The points have a series for each of ${[...texts].join(", ")}, and the measure asks for none.`);
  return absent.length === 0 && texts.size === expected.length
    ? passes(`The series are the columns ${[...texts].join(", ")}.`)
    : isUnclear(`The series are ${[...texts].join(", ")}; "${measure.value}" may mean ${expected.join(", ")}.`);
}

function matchCount(subject: MeasureSubject, list: GenericPath): MeasureVerdict {
  const { measure } = subject;
  const words = measureWords(measure.value);
  const columns = valueColumns(subject).filter(({ path }) => !isIdentifierPath(path.text));
  const ranking = rankColumns(measure.value, columns, subject.structure);
  const [best] = ranking.ranked;
  if (best !== undefined && (best.isExact || (best.isWhole && isCountOf(best.path, words)))) {
    return best.isExact || ranking.isUnique
      ? fails(
          `The value is the number of records in ${list.text}, but "${measure.value}" means ${best.path}. Read ${best.path}.`,
        )
      : isUnclear(`The value is the number of records in ${list.text}; "${measure.value}" may be ${best.path}.`);
  }
  if (words.directions.includes("count")) {
    const inside = ranking.ranked.find(
      ({ path, isWhole }) => isWhole && isSameList(path, list) && isCountOf(path, words),
    );
    if (inside !== undefined)
      return isUnclear(`The value is the number of records in ${list.text}; "${measure.value}" may be ${inside.path}.`);
    return passes(`The value is the number of records in ${list.text}.`);
  }
  const nameStems = pathStems(list.text);
  const isNamed = words.names.length > 0 && words.names.some((name) => nameStems.includes(name));
  if (best === undefined && (isNamed || columns.every(({ path }) => !isSameList(path.text, list)))) {
    return words.directions.length === 0
      ? passes(`The value is the number of records in ${list.text}.`)
      : isUnclear(
          `The value is the number of records in ${list.text}; "${measure.value}" does not ask for a number of records.`,
        );
  }
  return isUnclear(
    `The value is the number of records in ${list.text}; "${measure.value}" does not say that records are counted.`,
  );
}

/** True for "commit_count" where commits are asked for, and not for "committer_name_count". */
function isCountOf(path: string, { names, directionStems }: MeasureWords): boolean {
  const stems = pathStems(lastKeyOf(path));
  const asked = new Set([...names, ...directionStems, "count", "total"]);
  const isNamed = stems.includes("count") || stems.some((stem) => names.includes(stem));
  return isNamed && stems.every((stem) => asked.has(stem));
}

function isSameList(path: string, list: GenericPath): boolean {
  return path.startsWith(list.text);
}

function lastKeyOf(path: string): string {
  return path.split(/[.]|\[\]|\{\}/).findLast((key) => key !== "" && !/^\d+$/.test(key)) ?? path;
}

function matchName({ measure }: MeasureSubject, paths: readonly string[]): MeasureVerdict {
  const { names, directionStems } = measureWords(measure.value);
  const stems = new Set([...names, ...directionStems]);
  const isNamed = paths.every((path) => pathStems(path).some((stem) => stems.has(stem)));
  return isNamed
    ? passes(`"${measure.value}" names ${paths.join(" and ")}.`)
    : isUnclear(`"${measure.value}" does not name ${paths.join(" and ")}, which the value comes from.`);
}

const CALCULATION_WORDS = {
  sum: /\b(?:and|plus|total|sum|combined|together|all)\b|\+/i,
  difference: /\b(?:minus|net|difference|less|between|change|spread|range|after|without|excluding|remaining)\b|-/i,
  product: /\b(?:times|by|value|product|total|revenue|cost|amount|turnover)\b|[*x×]/i,
  ratio: /\b(?:per|ratio|rate|share|percent|percentage|proportion|average|of)\b|[/%]/i,
  duration: /\b(?:duration|time|long|hours?|days?|minutes?|seconds?|age|elapsed|took|length|wait|between|until)\b/i,
} as const;

function matchCalculation(subject: MeasureSubject): MeasureVerdict {
  const { plan, measure } = subject;
  const paths = valuePaths(plan.value).map(({ text }) => text);
  const operation = plan.value.kind === "combined" ? plan.value.operation : "duration";
  const meant = rankColumns(measure.value, valueColumns(subject), subject.structure);
  const [best] = meant.ranked;
  if (best?.isExact === true && meant.isUnique) {
    return fails(`The value is ${describeValue(plan)}, but the measure names ${best.path}. Read ${best.path} alone.`);
  }
  if (!CALCULATION_WORDS[operation].test(measure.value)) {
    return isUnclear(`The value is ${describeValue(plan)}, and "${measure.value}" does not ask for a calculation.`);
  }
  return matchName(subject, paths);
}
