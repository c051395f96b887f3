import { driverOf, seriesPaths, timePaths, valuePaths } from "../explaining/plan.js";
import type { Column } from "../responses/find-columns.js";
import { type GenericPath, isOfSameRecords } from "../responses/generic-path.js";
import { isLikelyTime } from "../explaining/reading-candidates.js";
import { isNumberColumn } from "../perturbing/number-column.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";
import { rankColumns } from "./rank-columns.js";

/** Whether the series are what `measure.series` names, or one where it names nothing. */
export function matchSeries(subject: MeasureSubject): MeasureVerdict {
  const { measure, plan, groups } = subject;
  const names = new Set(groups.map(({ series }) => series));
  const paths = seriesPaths(plan.series);
  if (measure.series === undefined) {
    if (names.size <= 1 && paths.length === 0) return passes("There is one series.");
    return isUnclear(
      `The points have ${names.size} series${paths.length === 0 ? "" : `, named by ${paths.map(({ text }) => text).join(", ")}`}, and the measure asks for none.`,
    );
  }
  if (plan.series.kind === "columns") return passes("The series are columns side by side.");
  const left = linesLeftOut(subject);
  if (left.length > 0) {
    return isUnclear(
      `The measure asks for a series by ${measure.series}, and ${left.slice(0, 3).join(", ")} may be others that are left out.`,
    );
  }
  const candidates = textColumns(subject);
  const ranking = rankColumns(measure.series, candidates, subject.structure);
  const [best] = ranking.ranked;
  if (paths.length === 0) {
    const column =
      candidates.find(({ path }) => path.text === best?.path) ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (column === undefined)
      return isUnclear(`The measure asks for a series by ${measure.series}, and the points have one.`);
    const values = new Set(column.cells.map(({ value }) => value));
    return values.size > 1
      ? fails(
          `The measure asks for a series by ${measure.series}, and the points have one. Name series by ${column.path.text}.`,
        )
      : isUnclear(
          `The measure asks for a series by ${measure.series}; the points do not name theirs by ${column.path.text}.`,
        );
  }
  const [own] = paths;
  if (paths.length > 1 || own === undefined)
    return isUnclear(`The series are named by ${paths.map(({ text }) => text).join(" and ")}.`);
  if (best === undefined) {
    const others = candidates.filter(
      ({ path, cells }) => path.text !== own.text && new Set(cells.map(({ value }) => value)).size > 1,
    );
    return others.length === 0
      ? passes(`The series are named by ${own.text}, the only text that differs between records.`)
      : isUnclear(`"${measure.series}" names none of the texts of the records; the series are named by ${own.text}.`);
  }
  if (best.path === own.text && ranking.isUnique) return passes(`The series are named by ${own.text}.`);
  const ownScore = ranking.ranked.find(({ path }) => path === own.text)?.score ?? 0;
  if (best.path !== own.text && isAlike(subject, own.text, best.path))
    return passes(`The series are named by ${own.text}, which ${best.path} is the same as.`);
  if (best.path !== own.text && ranking.isUnique && (best.isExact || best.isWhole) && best.score - ownScore >= 0.08) {
    return fails(
      `The series are named by ${own.text}, but "${measure.series}" means ${best.path}. Name them by ${best.path}.`,
    );
  }
  if (ownScore > 0 && best.score - ownScore < 0.08 && isAlike(subject, own.text, best.path))
    return passes(`The series are named by ${own.text}.`);
  return isUnclear(
    `"${measure.series}" may be ${ranking.ranked
      .slice(0, 3)
      .map(({ path }) => path)
      .join(" or ")}; the series are named by ${own.text}.`,
  );
}

/** Numbers that stand in other parts of the response as the value stands in its own: `b[].n` beside `a[].n`. */
function linesLeftOut({ structure, plan, measure }: MeasureSubject): string[] {
  const used = valuePaths(plan.value);
  const texts = new Set(used.map(({ text }) => text));
  const isBeside = (path: GenericPath, other: GenericPath): boolean => {
    if (path.segments.length !== other.segments.length || path.wildcards !== other.wildcards) return false;
    const different = path.segments.flatMap((segment, index) =>
      JSON.stringify(segment) === JSON.stringify(other.segments[index]) ? [] : [index],
    );
    const [index] = different;
    return different.length === 1 && index !== undefined && index < path.segments.length - 1;
  };
  const beside = structure.columns
    .filter((column) => !texts.has(column.path.text) && isNumberColumn(column))
    .filter(({ path }) => used.some((own) => isBeside(path, own)));
  // "deposits.amount" is told from withdrawals by its name.
  const own = structure.columns.filter(({ path }) => texts.has(path.text));
  const { ranked, isUnique } = rankColumns(measure.value, [...own, ...beside], structure);
  return isUnique && texts.has(ranked[0]?.path ?? "") ? [] : beside.map(({ path }) => path.text);
}

/** Columns that could name series: texts and keys of the records that are no times. Numbers count when used. */
function textColumns({ structure, plan }: MeasureSubject): Column[] {
  const driver = driverOf(plan.value);
  const times = new Set(timePaths(plan.time).map(({ text }) => text));
  const used = new Set(seriesPaths(plan.series).map(({ text }) => text));
  return structure.columns.filter((column) => {
    if (used.has(column.path.text)) return true;
    if (driver === null || times.has(column.path.text) || column.path.wildcards === 0) return false;
    return isOfSameRecords(column.path, driver) && !isNumberColumn(column) && !isLikelyTime(column);
  });
}

/** True when two columns hold the same texts everywhere. */
function isAlike({ cells, structure }: MeasureSubject, first: string, second: string): boolean {
  const [a, b] = [first, second].map((text) => structure.columns.find(({ path }) => path.text === text));
  if (a === undefined || b === undefined || a === b) return a === b;
  const find = cells.lookUp(b.path);
  return a.cells.every(({ address, value }) => find(address) === value);
}
