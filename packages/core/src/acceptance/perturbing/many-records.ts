import type { JsonValue } from "../../util/json.js";
import { editRecords, editValues } from "../responses/edit-response.js";
import type { Column, List } from "../responses/find-columns.js";
import { type GenericPath, listOf } from "../responses/generic-path.js";
import { moveCopy, moveKey, moveTime } from "./perturb-times.js";
import type { Situation } from "./situation.js";
import { timeFormatsOf } from "./time-column.js";

/** More than code that takes only the first or last records of a response is likely to take. */
const MANY_COPIES = 110;
const MANY_RECORDS = 4_000;

/** As many records as a real response of another day may have, behind those that are there. */
export function manyRecords(
  body: JsonValue,
  list: List,
  change: { readonly times: readonly Column[]; readonly together: readonly GenericPath[]; readonly first: number },
): Situation[] {
  const { times, together, first } = change;
  const inList = times.filter(
    ({ path }) => listOf(path)?.text === list.path.text || together.some(({ text }) => text === listOf(path)?.text),
  );
  const shortest = Math.min(...list.lengths.filter((length) => length > first));
  const copies = Math.min(MANY_COPIES, Math.ceil(MANY_RECORDS / Math.max(1, shortest - first)));
  const [key] = inList.filter(({ path }) => path.isKey);
  const keyFormat = key === undefined ? undefined : timeFormatsOf(key)[0];
  const moveKeyClock = key === undefined || keyFormat === undefined ? null : moveCopy([key], keyFormat);
  const extended = editRecords(
    body,
    together,
    (length) => {
      const all = Array.from({ length: Math.max(0, length - first) }, (_, index) => first + index);
      return [
        ...Array.from({ length: Math.min(first, length) }, (_, index) => index),
        ...Array.from({ length: copies }, () => all).flat(),
      ];
    },
    (name, copy) => {
      if (copy === 0) return name;
      return keyFormat === undefined || moveKeyClock === null
        ? `${name}${copy}`
        : moveKey(name, keyFormat, (clock) => moveKeyClock(clock, copy));
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
      list: list.path,
      failure: "Of a response with many more records, not every record gives its point",
      mayRefuse: false,
      decimals: null,
    },
  ];
}

function recordsPerList({ lengths }: List, first: number): number {
  return Math.max(0, (lengths.find((length) => length > first) ?? 0) - first);
}
