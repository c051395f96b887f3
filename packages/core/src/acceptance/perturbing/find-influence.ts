import type { JsonValue } from "../../util/json.js";
import type { Column, List, Structure } from "../responses/find-columns.js";
import { editRecords } from "../responses/edit-response.js";
import type { GenericPath } from "../responses/generic-path.js";
import { type ColumnChange, columnChanges, sameEverywhere } from "./column-changes.js";
import { isNumberColumn } from "./number-column.js";
import type { OutputPoint, RunOutput } from "./run-output.js";
import { timeFormatsOf } from "./time-column.js";
import type { Trial, TrialRunner } from "./trials.js";

/** What changes in the points when a place of the response does. */
export interface Effects {
  readonly values: boolean;
  readonly times: boolean;
  readonly series: boolean;
  readonly count: boolean;
}

/** A response with one thing changed. */
export interface InfluenceTrial {
  readonly trial: Trial;
  /** The column that was changed; `null` for lists and for several columns at once. */
  readonly column: Column | null;
  /** The list that lacks a record; `null` when none does. */
  readonly list: GenericPath | null;
}

/** Which places of a response reach the points, as far as changing them one at a time tells. */
export interface Influence {
  readonly columns: readonly { readonly column: Column; readonly effects: Effects }[];
  /** Lists where a missing record shows. */
  readonly lists: readonly List[];
  /** Columns of which it is not known: the code threw whatever was changed. */
  readonly unknown: readonly Column[];
  readonly trials: readonly InfluenceTrial[];
}

/** Above this many columns, several are changed at once to find those that matter. */
const MAXIMUM_SINGLE = 28;
const GROUP_SIZE = 6;
const MAXIMUM_LISTS = 12;

/** Changes every column of a small response, and leaves a record out of every list. */
export async function findInfluence(input: {
  readonly body: JsonValue;
  readonly structure: Structure;
  readonly base: ReadonlyMap<string, OutputPoint>;
  readonly runner: TrialRunner;
  readonly seed: number;
}): Promise<Influence> {
  const { body, structure, base, runner } = input;
  const trials: InfluenceTrial[] = [];
  const found: { column: Column; effects: Effects }[] = [];
  const unknown: Column[] = [];
  const columns = structure.columns.filter(({ cells }) => cells.some(({ value }) => value !== null && value !== ""));
  const changesOf = (column: Column): readonly ColumnChange[] => columnChanges(column, input.seed);

  async function tryOne(column: Column): Promise<void> {
    let isKnown = false;
    for (const { apply, isExchange } of changesOf(column)) {
      const trial = await runner.run(apply(body));
      trials.push({ trial, column, list: null });
      const effects = effectsOf(base, trial.output);
      if (effects === null) continue;
      isKnown = true;
      // An empty result says that the column matters, but not for what.
      const isEmpty = trial.output.state === "points" && trial.output.points.size === 0 && base.size > 0;
      if (hasEffect(effects))
        found.push({ column, effects: isExchange ? { ...effects, times: true, series: true } : effects });
      if (!isEmpty && (hasEffect(effects) || !isAmbiguous(column))) return;
    }
    if (!isKnown) unknown.push(column);
  }

  async function tryGroup(group: readonly Column[]): Promise<void> {
    const [only] = group;
    if (group.length === 1 && only !== undefined) return tryOne(only);
    const changed = group.reduce((edited, column) => changesOf(column)[0]?.apply(edited) ?? edited, body);
    const trial = await runner.run(changed);
    const effects = effectsOf(base, trial.output);
    if (effects !== null && !hasEffect(effects)) {
      trials.push({ trial, column: null, list: null });
      return;
    }
    const middle = Math.ceil(group.length / 2);
    await tryGroup(group.slice(0, middle));
    await tryGroup(group.slice(middle));
  }

  /** One record may be one that the code leaves out anyway. */
  async function doesCount(list: List, together: readonly GenericPath[]): Promise<boolean> {
    const first = list.hasHeader ? 1 : 0;
    for (const place of [0.5, 0, 1]) {
      const trial = await runner.run(
        editRecords(body, together, (length) =>
          indexes(length).filter((index) => index !== droppedAt(place, length, first)),
        ),
      );
      trials.push({ trial, column: null, list: list.path });
      const effects = effectsOf(base, trial.output);
      if (effects === null || hasEffect(effects)) return true;
    }
    return false;
  }

  const size = columns.length > MAXIMUM_SINGLE ? GROUP_SIZE : 1;
  for (let start = 0; start < columns.length; start += size) await tryGroup(columns.slice(start, start + size));

  /** Names that are only told apart leave the points as they are when each gets another name. */
  async function tryDistinct(): Promise<void> {
    const rest = columns.flatMap((column) => {
      const same = found.some((known) => known.column === column) ? null : sameEverywhere(column);
      return same === null ? [] : [{ column, same }];
    });
    if (rest.length === 0) return;
    const together = await runner.run(rest.reduce((edited, { same }) => same(edited), body));
    const effects = effectsOf(base, together.output);
    if (effects !== null && !hasEffect(effects)) return;
    for (const { column, same } of rest) {
      const trial = await runner.run(same(body));
      trials.push({ trial, column, list: null });
      const own = effectsOf(base, trial.output);
      if (own !== null && hasEffect(own)) found.push({ column, effects: own });
    }
  }
  await tryDistinct();

  const lists: List[] = [];
  for (const list of structure.lists.slice(0, MAXIMUM_LISTS)) {
    if (!list.lengths.some((length) => length > 1)) {
      lists.push(list);
      continue;
    }
    const together = alignedLists(list, structure);
    if (together[0] !== list.path) continue;
    if (await doesCount(list, together)) lists.push(list);
  }
  return { columns: mergeEffects(found), lists, unknown, trials };
}

/** True for numbers that may be times or not: moving them as one says nothing of the other. */
function isAmbiguous(column: Column): boolean {
  return timeFormatsOf(column).length > 0 && isNumberColumn(column);
}

/** A list, and those that stand beside it with as many items: columns of one table. */
export function alignedLists(list: List, { lists }: Structure): GenericPath[] {
  const parent = parentText(list.path);
  return lists
    .filter(
      (other) =>
        other === list ||
        (list.holdsScalars &&
          other.holdsScalars &&
          parentText(other.path) === parent &&
          other.lengths.join() === list.lengths.join() &&
          other.path.segments.at(-1)?.kind === list.path.segments.at(-1)?.kind),
    )
    .map(({ path }) => path);
}

function parentText({ segments }: GenericPath): string {
  return JSON.stringify(segments.slice(0, -2));
}

/** Index of the record to leave out; `place` is 0 for the first and 1 for the last. A list's only record stays. */
function droppedAt(place: number, length: number, first: number): number {
  return length > first + 1 ? first + Math.round(place * (length - 1 - first)) : -1;
}

function indexes(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** `null` when the code threw or its points are no points. */
export function effectsOf(base: ReadonlyMap<string, OutputPoint>, output: RunOutput): Effects | null {
  if (output.state !== "points") return null;
  const { points } = output;
  const hasSameKeys = points.size === base.size && [...base.keys()].every((key) => points.has(key));
  return {
    values: hasSameKeys
      ? [...base].some(([key, { value }]) => points.get(key)?.value !== value)
      : differs(base, points, ({ value }) => value),
    times: !hasSameKeys && differs(base, points, ({ ms }) => ms),
    series: !hasSameKeys && differs(base, points, ({ series }) => series),
    count: points.size !== base.size,
  };
}

function hasEffect({ values, times, series, count }: Effects): boolean {
  return values || times || series || count;
}

function differs(
  first: ReadonlyMap<string, OutputPoint>,
  second: ReadonlyMap<string, OutputPoint>,
  read: (point: OutputPoint) => string | number,
): boolean {
  if (first.size !== second.size) return true;
  const sorted = (points: ReadonlyMap<string, OutputPoint>): string[] =>
    Array.from(points.values(), (point) => String(read(point))).sort();
  const [a, b] = [sorted(first), sorted(second)];
  return a.some((text, index) => text !== b[index]);
}

function mergeEffects(found: readonly { column: Column; effects: Effects }[]): { column: Column; effects: Effects }[] {
  const merged = new Map<Column, Effects>();
  for (const { column, effects } of found) {
    const known = merged.get(column);
    merged.set(column, {
      values: effects.values || known?.values === true,
      times: effects.times || known?.times === true,
      series: effects.series || known?.series === true,
      count: effects.count || known?.count === true,
    });
  }
  return Array.from(merged, ([column, effects]) => ({ column, effects }));
}
