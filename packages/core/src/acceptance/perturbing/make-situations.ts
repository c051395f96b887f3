import type { JsonValue } from "../../util/json.js";
import type { List, Structure } from "../responses/find-columns.js";
import { listOf } from "../responses/generic-path.js";
import type { Influence } from "./find-influence.js";
import { missingSituations } from "./missing-situations.js";
import { isNumberColumn } from "./number-column.js";
import { recordSituations } from "./record-situations.js";
import { seededRandom } from "./seeded-random.js";
import type { ChangedColumns, Situation } from "./situation.js";
import { isTimeColumn, timeFormatsOf } from "./time-column.js";
import { timeSituations } from "./time-situations.js";
import { valueSituations } from "./value-situations.js";

export interface MakeSituationsInput {
  readonly body: JsonValue;
  readonly structure: Structure;
  readonly influence: Influence;
  readonly seed: number;
}

/** The situations that tell code which is right from code which only happens to be right on one response. */
export function makeSituations({ body, structure, influence, seed }: MakeSituationsInput): Situation[] {
  const numbers = influence.columns
    .filter(({ column, effects }) => effects.values && isNumberColumn(column))
    .map(({ column }) => column);
  const times = influence.columns
    .filter(
      ({ column, effects }) =>
        effects.times && (isTimeColumn(column) || (!effects.count && timeFormatsOf(column).length > 0)),
    )
    .map(({ column }) => column);
  const lists = changedLists(influence, structure);
  const changed: ChangedColumns = { numbers, times, random: seededRandom(seed + 7), seed };
  const situations = [
    ...valueSituations(body, changed),
    ...missingSituations(body, changed),
    ...lists.flatMap((list) => recordSituations(body, list, structure, changed)),
    ...timeSituations(body, changed),
  ];
  return situations.filter((situation) => situation.body !== body);
}

function changedLists({ lists, columns }: Influence, structure: Structure): readonly List[] {
  const texts = new Set([
    ...lists.map(({ path }) => path.text),
    ...columns.flatMap(({ column }) => listOf(column.path)?.text ?? []),
  ]);
  return structure.lists.filter((list) => texts.has(list.path.text));
}
