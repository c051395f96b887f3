import { driverOf, timePaths, valuePaths } from "../explaining/plan.js";
import { isLikelyTime, timePathsOf } from "../explaining/reading-candidates.js";
import { readTimeOf } from "../explaining/read-time-of.js";
import type { Column } from "../responses/find-columns.js";
import { type GenericPath, isOfSameRecords, lastKey } from "../responses/generic-path.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";
import { rankColumns } from "./rank-columns.js";

/** Whether times come from what `measure.time` names, or else from the only time of the records. */
export function matchTime(subject: MeasureSubject): MeasureVerdict {
  const { plan, measure, kind } = subject;
  if (plan.time.kind === "fetch") {
    return kind === "history"
      ? fails("Every point has the time of the fetch; the times of a history come from the response.")
      : passes("The time is the time of the fetch.");
  }
  const own = timePaths(plan.time);
  const [path] = own;
  if (path === undefined) return isUnclear("The time comes from nowhere.");
  const rivals = rivalColumns(subject);
  if (rivals.length === 0)
    return passes(`The time comes from ${own.map(({ text }) => text).join(", ")}, the only one of the records.`);
  const columns = [
    ...subject.structure.columns.filter((column) => own.some(({ text }) => text === column.path.text)),
    ...rivals,
  ];
  const asked = measure.time === undefined ? [] : [measure.time];
  for (const words of [...asked, measure.value]) {
    const ranking = rankColumns(words, columns, subject.structure);
    const [best] = ranking.ranked;
    if (best === undefined) continue;
    const isOwn = own.some(({ text }) => text === best.path);
    if (isOwn && (ranking.isUnique || onlyOwnFits(ranking.ranked, best.score, own)))
      return passes(`The time comes from ${path.text}, which fits "${words}" best.`);
    if (!isOwn && words === measure.time && ranking.isUnique && (best.isExact || best.isWhole)) {
      return fails(`The time comes from ${path.text}, but "${words}" means ${best.path}. Read ${best.path}.`);
    }
    if (!isOwn && words === measure.value && ranking.isUnique && isEventWord(best.matched)) {
      return fails(`The time comes from ${path.text}, but "${words}" is about ${best.path}. Read ${best.path}.`);
    }
  }
  return byName(subject, path, rivals);
}

function onlyOwnFits(
  ranked: readonly { readonly path: string; readonly score: number }[],
  best: number,
  own: readonly GenericPath[],
): boolean {
  return ranked.every(({ path, score }) => score < best - 0.08 || own.some(({ text }) => text === path));
}

/** Words of things that happen, which name the time at which they did: "closed issues". */
function isEventWord(stems: readonly string[]): boolean {
  return stems.some((stem) =>
    ["close", "open", "created", "published", "started", "ended", "merged", "merg", "success", "failed"].includes(stem),
  );
}

/** Other times of the same records, that differ from the one used. */
function rivalColumns(subject: MeasureSubject): Column[] {
  const { structure, plan, context, cells } = subject;
  const driver = driverOf(plan.value);
  const own = timePaths(plan.time);
  const depth = Math.max(...own.map(({ wildcards }) => wildcards));
  if (driver === null || plan.time.kind !== "path") return [];
  const read = readTimeOf(plan.time, cells, context);
  const values = new Set(valuePaths(plan.value).map(({ text }) => text));
  return structure.columns.filter((column) => {
    const { path } = column;
    if (own.some(({ text }) => text === path.text) || values.has(path.text) || path.wildcards < depth) return false;
    if (!isOfSameRecords(path, driver) || !isLikelyTime(column)) return false;
    const [time] = timePathsOf(column);
    if (time === undefined) return false;
    const distinct = new Set(column.cells.map(({ value }) => value));
    if (distinct.size === 1 && column.cells.length > 2) return false;
    // Twice the same time, written in two ways, is one.
    const other = readTimeOf({ kind: "path", time }, cells, context);
    return column.cells.some(({ address, value }) => value !== null && other(address)?.ms !== read(address)?.ms);
  });
}

const PLAIN_NAMES =
  /^(?:date|time|timestamp|ts|datetime|day|month|week|year|period|t|x|hour|d|observed_?at|recorded_?at|measured_?at|as_?of|at)$/i;
const START_NAMES =
  /(?:^|[_\W])(?:start|from|begin|since|open)|^(?:start|from|begin|open)|(?:Start|From|Begin)(?:$|[A-Z])|(?:_start|Start)$/;
const END_NAMES =
  /(?:^|[_\W])(?:end|to|until|stop|close|through)(?:$|[_\W])|^(?:end|to|until|stop|close)|(?:End|To|Until|Close)(?:$|[A-Z])|(?:_end|End)$/;

/** A period counts from its start; a plain "date" is the time of a record that has others too. */
function byName({ measure }: MeasureSubject, path: GenericPath, rivals: readonly Column[]): MeasureVerdict {
  const name = lastKey(path);
  const others = rivals.map((column) => lastKey(column.path));
  const isPeriod = others.every((other) => END_NAMES.test(other));
  if (START_NAMES.test(name) && isPeriod) return passes(`The time is the start of the period, ${path.text}.`);
  if (PLAIN_NAMES.test(name) && others.every((other) => !PLAIN_NAMES.test(other) && !START_NAMES.test(other))) {
    return passes(`The time comes from ${path.text}.`);
  }
  if (END_NAMES.test(name) && others.some((other) => START_NAMES.test(other)) && measure.time === undefined) {
    return fails(`The time comes from ${path.text}, the end of a period; a period counts from its start.`);
  }
  const texts = rivals.map((column) => column.path.text).join(" or ");
  return isUnclear(`The measure does not tell whether the time is ${path.text}, which is used, or ${texts}.`);
}
