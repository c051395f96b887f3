import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import { describeValue } from "../explaining/describe-plan.js";
import { valuePaths } from "../explaining/plan.js";
import { matchCount } from "./match-count.js";
import { matchNumber } from "./match-number.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";
import { rankColumns } from "./rank-columns.js";
import { isSameRecord, valueColumns } from "./value-columns.js";

/** Whether values come from what `measure.value` names, and from nothing that it could name as well. */
export function matchValue(subject: MeasureSubject): MeasureVerdict {
  const { plan, measure } = subject;
  switch (plan.value.kind) {
    case "path":
      return matchNumber(subject, plan.value.number.path);
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
