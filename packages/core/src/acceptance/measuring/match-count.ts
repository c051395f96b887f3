import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { type MeasureWords, measureWords, pathStems } from "../../shapes/measure-words.js";
import type { GenericPath } from "../responses/generic-path.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";
import { rankColumns } from "./rank-columns.js";
import { valueColumns } from "./value-columns.js";

/** Whether a measure asks for a number of records, and not for a number that stands in them. */
export function matchCount(subject: MeasureSubject, list: GenericPath): MeasureVerdict {
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
