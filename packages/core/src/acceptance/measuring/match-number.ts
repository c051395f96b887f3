import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import type { PathRanking } from "../../shapes/rank-paths.js";
import { timePaths } from "../explaining/plan.js";
import type { Column } from "../responses/find-columns.js";
import { type GenericPath, lastKey } from "../responses/generic-path.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";
import { rankColumns } from "./rank-columns.js";
import { isInUnit } from "./unit-words.js";
import { isNoMeasurement, isSameRecord, valueColumns } from "./value-columns.js";

/** Whether a measure means the number at one path: it writes the path out, its words fit no other as well, or there is no other. */
export function matchNumber(subject: MeasureSubject, path: GenericPath): MeasureVerdict {
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
  if (isNoMeasurement(subject, path)) {
    return isUnclear(
      `The value comes from ${path.text}, a time or an identifier, and "${measure.value}" does not write it out.`,
    );
  }
  const twins = twinsOf(subject, path, columns);
  if (twins.length > 0 && !isOnlyLikely(subject, path, [path.text, ...twins])) {
    return isUnclear(
      `The value comes from ${path.text}, and "${measure.value}" does not tell it from ${twins.join(" or ")}. Name the list.`,
    );
  }
  const asksForCount = measureWords(measure.value).directions.includes("count");
  const own = ranking.ranked.find((ranked) => ranked.path === path.text);
  const others = columns.filter(
    (column) =>
      column.path.text !== path.text &&
      (isSameRecord(column.path, path) || (subject.kind !== "history" && path.wildcards > 0)) &&
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
  if (best === undefined && isOnlyGenericName(subject, path)) return passes(`The value comes from ${path.text}.`);
  if (best === undefined)
    return isUnclear(
      `"${measure.value}" names none of the numbers in the response; the value comes from ${path.text}.`,
    );
  if (own === undefined) {
    return best.isWhole && ranking.isUnique
      ? wrongPath(subject, path.text, best.path)
      : isUnclear(
          `"${measure.value}" fits ${best.path} better than ${path.text}, which the value comes from. Read ${best.path}.`,
        );
  }
  if (best.path === path.text && ranking.isUnique)
    return passes(`The value comes from ${path.text}, which fits "${measure.value}" best.`);
  const rivals = ranking.ranked.filter(({ score }) => score > own.score - 0.08).map((ranked) => ranked.path);
  if (best.score - own.score >= 0.08) {
    return best.isWhole && !own.isWhole
      ? wrongPath(subject, path.text, best.path)
      : isUnclear(
          `"${measure.value}" fits ${best.path} better than ${path.text}, which the value comes from. Read ${best.path}.`,
        );
  }
  if (isOnlyInUnit(subject, path, rivals) || isOnlyBare(subject, path, rivals) || isOnlyLikely(subject, path, rivals))
    return passes(`The value comes from ${path.text}, which fits "${measure.value}".`);
  return isUnclear(`"${measure.value}" may be ${rivals.slice(0, 4).join(" or ")}; the value comes from ${path.text}.`);
}

/** Numbers of the same name in other lists whose records have a time of the same name too. */
function twinsOf({ structure, plan }: MeasureSubject, path: GenericPath, columns: readonly Column[]): string[] {
  const time = timePaths(plan.time)[0];
  if (path.wildcards === 0 || time === undefined || time.isKey || lastKey(path) === "") return [];
  return columns
    .filter((column) => {
      if (lastKey(column.path) !== lastKey(path) || column.path.wildcards !== path.wildcards) return false;
      if (isSameRecord(column.path, path)) return false;
      return structure.columns.some(
        (other) => lastKey(other.path) === lastKey(time) && isSameRecord(other.path, column.path),
      );
    })
    .map((column) => column.path.text);
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

/** Words that say no more of a number than that it is one. */
const NUMBER_WORDS = new Set(["nb", "nr", "no", "num", "number", "count", "cnt", "n", "qty"]);

/** Of paths that fit the words equally, the one whose name says nothing else: "nb_visits" for "visits". */
function isOnlyBare({ measure }: MeasureSubject, path: GenericPath, rivals: readonly string[]): boolean {
  const { names } = measureWords(measure.value);
  const isBare = (text: string): boolean => {
    const key = text.split(/[.]|\[\]|\{\}/).findLast((part) => part !== "" && !/^\d+$/.test(part)) ?? "";
    const stems = pathStems(key).filter((stem) => !NUMBER_WORDS.has(stem));
    return stems.length > 0 && stems.every((stem) => names.includes(stem));
  };
  return isBare(path.text) && rivals.every((rival) => rival === path.text || !isBare(rival));
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

/** True when of all numbers only this one has a name that says nothing, and so means whatever is measured. */
function isOnlyGenericName(subject: MeasureSubject, path: GenericPath): boolean {
  return valueColumns(subject).every((column) => isGenericName(column.path) === (column.path.text === path.text));
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
