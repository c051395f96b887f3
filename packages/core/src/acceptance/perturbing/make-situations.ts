import type { AcceptanceCheckName } from "../../transformers/acceptance-report.js";
import type { JsonValue } from "../../util/json.js";
import { numberStyles } from "../explaining/read-number.js";
import { editKeys, editRecords, editValues } from "../responses/edit-response.js";
import type { Column, List, Structure } from "../responses/find-columns.js";
import { responseCells } from "../responses/response-cells.js";
import { type Address, addressText, type GenericPath, isJoinable, listOf } from "../responses/generic-path.js";
import { alignedLists, type Influence } from "./find-influence.js";
import { moveCopy, moveTime, spreadClocks } from "./perturb-times.js";
import { type ChangeNumber, hugeNumber, negated, otherNumber, withFraction, zero } from "./perturb-values.js";
import { type Random, seededRandom, shuffled } from "./seeded-random.js";
import { hasTimeName, timeFormatsOf } from "./time-column.js";
import { clockOf } from "./write-time.js";

/** A response that could come one day, made from the one that did. */
export interface Situation {
  readonly name: string;
  readonly body: JsonValue;
  /** What a wrong answer to it says about the code. */
  readonly check: AcceptanceCheckName;
  /** Says what is wrong with code that answers it otherwise than its explanation. */
  readonly failure: string;
  /** True where refusing the response, by throwing or by a value that is no number, is as right as leaving the record out. */
  readonly mayRefuse: boolean;
  /** Whether parts of fractions may be cut off, as by `parseInt` over a column of whole numbers. */
  readonly mayTruncate: boolean;
}

export interface MakeSituationsInput {
  readonly body: JsonValue;
  readonly structure: Structure;
  readonly influence: Influence;
  readonly seed: number;
}

/** More than code that takes only the first or last records of a response is likely to take. */
const MANY_COPIES = 110;
const MANY_RECORDS = 4_000;

type Change = (body: JsonValue) => JsonValue;

/** The situations that tell code which is right from code which only happens to be right on one response. */
export function makeSituations({ body, structure, influence, seed }: MakeSituationsInput): Situation[] {
  const random = seededRandom(seed + 7);
  const numbers = influence.columns
    .filter(({ column, effects }) => effects.values && isNumberColumn(column))
    .map(({ column }) => column);
  const times = influence.columns
    .filter(({ column, effects }) => effects.times && (isTimeColumn(column) || (!effects.count && timeFormatsOf(column).length > 0)))
    .map(({ column }) => column);
  const lists = changedLists(influence, structure);
  const situations = [
    ...valueSituations(body, numbers, random),
    ...missingSituations(body, numbers, times),
    ...lists.flatMap((list) => recordSituations(body, list, structure, { numbers, times, random, seed })),
    ...timeSituations(body, times, random),
  ];
  return situations.filter(({ body: changed }) => changed !== body);
}

/** True for columns whose values are numbers and are not better read as times. */
export function isNumberColumn(column: Column): boolean {
  if (column.path.isKey) return false;
  return numberStyles(column.cells.map(({ value }) => value)).length > 0;
}

/** True for columns whose values are times by their form, or by form and name where they are numbers. */
export function isTimeColumn(column: Column): boolean {
  if (timeFormatsOf(column).length === 0) return false;
  return column.path.isKey || hasTimeName(column.path) || column.cells.some(({ value }) => /[-/:TW]/.test(String(value)));
}

function changedLists({ lists, columns }: Influence, structure: Structure): readonly List[] {
  const texts = new Set([
    ...lists.map(({ path }) => path.text),
    ...columns.flatMap(({ column }) => listOf(column.path)?.text ?? []),
  ]);
  return structure.lists.filter((list) => texts.has(list.path.text));
}

function setNumbers(columns: readonly Column[], change: ChangeNumber, random: Random): Change {
  return (body) =>
    columns.reduce(
      (edited, { path, header }) =>
        editValues(edited, path, (value) =>
          value === null || value === "" || value === header ? value : change(value, random),
        ),
      body,
    );
}

function valueSituations(body: JsonValue, numbers: readonly Column[], random: Random): Situation[] {
  if (numbers.length === 0) return [];
  const situation = (
    name: string,
    change: Change,
    failure: string,
    mayTruncate = false,
  ): Situation => ({ name, body: change(body), check: "values-explained", failure, mayRefuse: false, mayTruncate });
  const areWhole = numbers.every(({ cells }) => cells.every(({ value }) => value === null || /^-?\d*$/.test(String(value))));
  const oneZero: Change = (original) =>
    numbers.reduce((edited, { path, cells }) => {
      const chosen = new Set([0, Math.floor(cells.length / 2)].map((index) => addressText(cells[index]?.address ?? [])));
      return editValues(edited, path, (value, address) =>
        chosen.has(addressText(address)) && value !== null ? zero(value, random) : value,
      );
    }, original);
  return [
    situation("other-values", setNumbers(numbers, otherNumber, random), "The values do not follow the response when its numbers are others"),
    situation("negative-values", setNumbers(numbers, negated, random), "A number below zero is changed or left out"),
    situation("fractions", setNumbers(numbers, withFraction, random), "The decimals of a number are lost", areWhole),
    situation("zeros", oneZero, "A value of 0 is left out or changed"),
    situation("large-values", setNumbers(numbers, hugeNumber, random), "A very large number is changed or left out"),
  ];
}

function missingSituations(body: JsonValue, numbers: readonly Column[], times: readonly Column[]): Situation[] {
  const missing = (column: Column, what: string): Situation[] => {
    const { path, cells } = column;
    if (path.isKey || path.wildcards === 0) return [];
    // The last one, so that a column that ends early lacks one value and keeps the others in place.
    const last = cells.at(-1)?.address ?? [];
    const middle = cells[Math.floor(cells.length / 2)]?.address ?? [];
    const isCell = path.segments.at(-1)?.kind === "items";
    const gone = new Set([last, ...(isCell ? [] : [middle, ...sameDay(body, column, middle, times)])].map(addressText));
    return [
      {
        name: `missing-${what}`,
        body: editValues(body, path, (value, address) => (gone.has(addressText(address)) ? undefined : value)),
        check: what === "time" ? "times-explained" : "values-explained",
        failure: `A record without ${what === "time" ? "its time" : "its value"} (${path.text}) still gives a point or changes another; leave such records out`,
        mayRefuse: true,
        mayTruncate: false,
      },
    ];
  };
  return [...numbers.flatMap((column) => missing(column, "value")), ...times.flatMap((column) => missing(column, "time"))];
}

/** Addresses of the cells whose records have the date of one of them, so that a day without any value comes about. */
function sameDay(body: JsonValue, { path, cells }: Column, of: Address, times: readonly Column[]): Address[] {
  const time = times.find((candidate) => !candidate.path.isKey && isJoinable(candidate.path, path) && candidate.path.text !== path.text);
  if (time === undefined) return [];
  const find = responseCells(body).lookUp(time.path);
  const [reading] = timeFormatsOf(time);
  const dayOf = (address: Address): number | null => {
    const value = find(address);
    const clock = reading === undefined || typeof value === "boolean" || value === null || value === undefined ? null : clockOf(value, reading.format);
    return clock === null ? null : Math.floor(clock / 86_400_000);
  };
  return cells.filter(({ address }) => dayOf(address) === dayOf(of)).map(({ address }) => address);
}

interface RecordChange {
  readonly numbers: readonly Column[];
  readonly times: readonly Column[];
  readonly random: Random;
  readonly seed: number;
}

function recordSituations(body: JsonValue, list: List, structure: Structure, change: RecordChange): Situation[] {
  const together = alignedLists(list, structure);
  if (together[0] !== list.path) return [];
  const first = list.hasHeader ? 1 : 0;
  const longest = Math.max(...list.lengths);
  const select = (order: (indexes: number[]) => readonly number[]): JsonValue =>
    editRecords(body, together, (length) => {
      const all = Array.from({ length }, (_, index) => index);
      return [...all.slice(0, first), ...order(all.slice(first))];
    });
  const situation = (
    name: string,
    check: AcceptanceCheckName,
    changed: JsonValue,
    failure: string,
  ): Situation => ({ name: `${name} ${list.path.text}`, check, body: changed, failure, mayRefuse: false, mayTruncate: false });
  if (longest - first < 2) return [];
  return [
    situation("reversed", "order", select((all) => all.toReversed()), "Records in the opposite order give other points"),
    situation("shuffled", "order", select((all) => shuffled(all, change.seed)), "Records in another order give other points"),
    situation("without-first", "count-explained", select((all) => all.slice(1)), "Leaving out the first record changes more than its own point"),
    situation("without-last", "count-explained", select((all) => all.slice(0, -1)), "Leaving out the last record changes more than its own point"),
    situation("every-third-gone", "count-explained", select((all) => all.filter((index) => index % 3 !== 1)), "Leaving out records changes more than their own points"),
    ...(isKeyedByTime(list, structure) ? [] : [situation("two-alike", "count-explained", twoAlike(select((all) => all.flatMap((index) => [index, index])), change), "Two records of one time are not joined as all others are")]),
    ...manyRecords(body, list, { ...change, together, first, structure }),
  ];
}

/** No two members of an object have the same key, so none have the same time. */
function isKeyedByTime(list: List, { columns }: Structure): boolean {
  return columns.some((column) => column.path.text === `${list.path.text}#key` && timeFormatsOf(column).length > 0);
}

/** Records twice, with another value each. */
function twoAlike(doubled: JsonValue, { numbers, random }: RecordChange): JsonValue {
  return setNumbers(numbers, otherNumber, random)(doubled);
}

/** As many records as a real response of another day may have, behind those that are there. */
function manyRecords(
  body: JsonValue,
  list: List,
  change: RecordChange & { readonly together: readonly GenericPath[]; readonly first: number; readonly structure: Structure },
): Situation[] {
  const { times, together, first } = change;
  const inList = times.filter(({ path }) => listOf(path)?.text === list.path.text || together.some(({ text }) => text === listOf(path)?.text));
  const shortest = Math.min(...list.lengths.filter((length) => length > first));
  const copies = Math.min(MANY_COPIES, Math.ceil(MANY_RECORDS / Math.max(1, shortest - first)));
  const [key] = inList.filter(({ path }) => path.isKey);
  const keyFormat = key === undefined ? undefined : timeFormatsOf(key)[0];
  const moveKey = key === undefined || keyFormat === undefined ? null : moveCopy([key], keyFormat);
  const extended = editRecords(
    body,
    together,
    (length) => {
      const all = Array.from({ length: Math.max(0, length - first) }, (_, index) => first + index);
      return [...Array.from({ length: Math.min(first, length) }, (_, index) => index), ...Array.from({ length: copies }, () => all).flat()];
    },
    (name, copy) => {
      if (copy === 0) return name;
      return keyFormat === undefined || moveKey === null
        ? `${name}${copy}`
        : String(moveTime(name, keyFormat, (clock) => moveKey(clock, copy)));
    },
  );
  const lengthOf = recordsPerList(list, first);
  const moved = inList
    .filter(({ path }) => !path.isKey)
    .reduce((edited, column) => {
      const [format] = timeFormatsOf(column);
      if (format === undefined) return edited;
      const move = moveCopy([column], format);
      return editValues(edited, column.path, (value, address) => {
        const depth = listOf(column.path)?.wildcards ?? 1;
        const index = Number(address[depth - 1]) - first;
        const copy = Math.floor(index / Math.max(1, lengthOf));
        return copy <= 0 ? value : moveTime(value, format, (clock) => move(clock, copy));
      });
    }, extended);
  if (list.lengths.some((length) => length - first !== lengthOf && length > first) && inList.length > 0) return [];
  return [
    {
      name: `many ${list.path.text}`,
      check: "count-explained",
      body: moved,
      failure: "Of a response with many more records, not every record gives its point",
      mayRefuse: false,
      mayTruncate: false,
    },
  ];
}

function recordsPerList({ lengths }: List, first: number): number {
  return Math.max(0, (lengths.find((length) => length > first) ?? 0) - first);
}

function timeSituations(body: JsonValue, times: readonly Column[], random: Random): Situation[] {
  if (times.length === 0) return [];
  const spread = times.reduce((edited, column) => {
    const [format] = timeFormatsOf(column);
    if (format === undefined) return edited;
    const move = spreadClocks(
      column.cells.map(({ value }) => value),
      format,
      random,
    );
    return column.path.isKey
      ? editKeys(edited, column.path, (key) => String(moveTime(key, format, move)))
      : editValues(edited, column.path, (value) => moveTime(value, format, move));
  }, body);
  return [
    {
      name: "other-times",
      check: "times-explained",
      body: spread,
      failure: "Times of another season, day or hour are not read as they are written",
      mayRefuse: false,
      mayTruncate: false,
    },
  ];
}
