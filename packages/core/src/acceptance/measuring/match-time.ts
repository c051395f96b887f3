import { bucketOfDate, bucketOfInstant } from "../explaining/bucket-start.js";
import { driverOf, timePaths, valuePaths } from "../explaining/plan.js";
import { isLikelyTime, timePathsOf } from "../explaining/reading-candidates.js";
import { readTimeOf, type RecordTime } from "../explaining/read-time-of.js";
import { timeFormatsOf } from "../perturbing/time-column.js";
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
  const written = writtenOut(subject, own);
  if (written !== null) {
    return fails(
      `The time comes from ${own.map(({ text }) => text).join(", ")}, but the measure names ${written}. Read ${written}.`,
    );
  }
  const { rivals, alike } = otherTimes(subject);
  const same = [...own, ...alike.map((column) => column.path)];
  if (rivals.length === 0)
    return passes(`The time comes from ${own.map(({ text }) => text).join(", ")}, the only one of the records.`);
  const columns = [
    ...subject.structure.columns.filter((column) => same.some(({ text }) => text === column.path.text)),
    ...rivals,
  ];
  const asked = measure.time === undefined ? [] : [measure.time];
  for (const words of [...asked, measure.value]) {
    const ranking = rankColumns(words, columns, subject.structure);
    const [best] = ranking.ranked;
    if (best === undefined) continue;
    const isOwn = same.some(({ text }) => text === best.path);
    if (isOwn && (ranking.isUnique || onlyOwnFits(ranking.ranked, best.score, same)))
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

/** The path that `measure.time` writes out, where it is another than those used and gives other points; else `null`. */
function writtenOut(subject: MeasureSubject, own: readonly GenericPath[]): string | null {
  const { structure, plan, measure, cells, context } = subject;
  const driver = driverOf(plan.value);
  if (measure.time === undefined || driver === null) return null;
  const columns = structure.columns.filter((column) => timeFormatsOf(column).length > 0);
  const { ranked } = rankColumns(measure.time, columns, structure);
  const exact = ranked.filter(({ isExact }) => isExact).map(({ path }) => path);
  if (exact.length === 0 || own.some(({ text }) => exact.includes(text))) return null;
  const named = columns.filter(({ path }) => exact.includes(path.text) && isOfSameRecords(path, driver));
  const read = readTimeOf(plan.time, cells, context);
  const startOf = (time: RecordTime | null): number | null => {
    if (time === null || plan.bucket === "own") return time?.ms ?? null;
    if (time.isDate) return bucketOfDate(time.ms, plan.bucket);
    return bucketOfInstant(time.ms, plan.bucket, context.zone, plan.bucketForm);
  };
  const isOther = named.every((column) => {
    const [time] = timePathsOf(column);
    if (time === undefined) return false;
    const other = readTimeOf({ kind: "path", time }, cells, context);
    return column.cells.some(({ address }) => startOf(other(address)) !== startOf(read(address)));
  });
  return isOther ? (named[0]?.path.text ?? null) : null;
}

/** Words of things that happen, which name the time at which they did: "closed issues". */
function isEventWord(stems: readonly string[]): boolean {
  return stems.some((stem) =>
    ["close", "open", "created", "published", "started", "ended", "merged", "merg", "success", "failed"].includes(stem),
  );
}

/** Other times of the same records: those that differ from the one used, and those that are the same in every record. */
function otherTimes(subject: MeasureSubject): { readonly rivals: Column[]; readonly alike: Column[] } {
  const { structure, plan, context, cells } = subject;
  const driver = driverOf(plan.value);
  const own = timePaths(plan.time);
  const depth = Math.max(...own.map(({ wildcards }) => wildcards));
  if (driver === null || plan.time.kind !== "path") return { rivals: [], alike: [] };
  const read = readTimeOf(plan.time, cells, context);
  const values = new Set(valuePaths(plan.value).map(({ text }) => text));
  const alike: Column[] = [];
  const rivals = structure.columns.filter((column) => {
    const { path } = column;
    if (own.some(({ text }) => text === path.text) || values.has(path.text) || path.wildcards < depth) return false;
    if (!isOfSameRecords(path, driver) || !isLikelyTime(column)) return false;
    const [time] = timePathsOf(column);
    if (time === undefined) return false;
    const distinct = new Set(column.cells.map(({ value }) => value));
    if (distinct.size === 1 && column.cells.length > 2) return false;
    // Twice the same time, written in two ways, is one.
    const other = readTimeOf({ kind: "path", time }, cells, context);
    const isOther = column.cells.some(
      ({ address, value }) => value !== null && other(address)?.ms !== read(address)?.ms,
    );
    if (!isOther) alike.push(column);
    return isOther;
  });
  return { rivals, alike };
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
