import type { AcceptanceCheckName } from "../../transformers/acceptance-report.js";
import type { JsonValue } from "../../util/json.js";
import { editRecords } from "../responses/edit-response.js";
import type { List, Structure } from "../responses/find-columns.js";
import { alignedLists } from "./find-influence.js";
import { manyRecords } from "./many-records.js";
import { otherNumber } from "./perturb-values.js";
import { shuffled } from "./seeded-random.js";
import { type ChangedColumns, setNumbers, type Situation } from "./situation.js";
import { timeFormatsOf } from "./time-column.js";

/** Responses whose list holds fewer, more or other records, or the same in another order. */
export function recordSituations(
  body: JsonValue,
  list: List,
  structure: Structure,
  change: ChangedColumns,
): Situation[] {
  const together = alignedLists(list, structure);
  if (together[0] !== list.path) return [];
  const first = list.hasHeader ? 1 : 0;
  const longest = Math.max(...list.lengths);
  const select = (order: (indexes: number[]) => readonly number[]): JsonValue =>
    editRecords(body, together, (length) => {
      const all = Array.from({ length }, (_, index) => index);
      return [...all.slice(0, first), ...order(all.slice(first))];
    });
  const situation = (name: string, check: AcceptanceCheckName, changed: JsonValue, failure: string): Situation => ({
    name: `${name} ${list.path.text}`,
    check,
    body: changed,
    list: list.path,
    failure,
    mayRefuse: false,
    decimals: null,
  });
  if (longest - first < 2) return [];
  return [
    situation(
      "reversed",
      "order",
      select((all) => all.toReversed()),
      "Records in the opposite order give other points",
    ),
    situation(
      "shuffled",
      "order",
      select((all) => shuffled(all, change.seed)),
      "Records in another order give other points",
    ),
    situation(
      "without-first",
      "count-explained",
      select((all) => all.slice(1)),
      "Leaving out the first record changes more than its own point",
    ),
    situation(
      "without-last",
      "count-explained",
      select((all) => all.slice(0, -1)),
      "Leaving out the last record changes more than its own point",
    ),
    situation(
      "every-third-gone",
      "count-explained",
      select((all) => all.filter((index) => index % 3 !== 1)),
      "Leaving out records changes more than their own points",
    ),
    ...(isKeyedByTime(list, structure)
      ? []
      : [
          situation(
            "two-alike",
            "count-explained",
            twoAlike(
              select((all) => all.flatMap((index) => [index, index])),
              change,
            ),
            "Two records of one time are not joined as all others are",
          ),
        ]),
    ...manyRecords(body, list, { times: change.times, together, first }),
  ];
}

/** No two members of an object have the same key, so none have the same time. */
function isKeyedByTime(list: List, { columns }: Structure): boolean {
  return columns.some((column) => column.path.text === `${list.path.text}#key` && timeFormatsOf(column).length > 0);
}

/** Records twice, with another value each. */
function twoAlike(doubled: JsonValue, { numbers, random }: ChangedColumns): JsonValue {
  return setNumbers(doubled, numbers, otherNumber, random);
}
