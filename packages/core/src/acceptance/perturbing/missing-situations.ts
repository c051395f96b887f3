import type { JsonValue } from "../../util/json.js";
import { editValues } from "../responses/edit-response.js";
import type { Column } from "../responses/find-columns.js";
import { type Address, addressText, isJoinable } from "../responses/generic-path.js";
import { responseCells } from "../responses/response-cells.js";
import type { ChangedColumns, Situation } from "./situation.js";
import { timeFormatsOf } from "./time-column.js";
import { clockOf } from "./write-time.js";

/** Responses with records that lack their value or their time. */
export function missingSituations(body: JsonValue, { numbers, times }: ChangedColumns): Situation[] {
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
        list: null,
        check: what === "time" ? "times-explained" : "values-explained",
        failure: `A record without ${what === "time" ? "its time" : "its value"} (${path.text}) still gives a point or changes another; leave such records out`,
        mayRefuse: true,
        decimals: null,
      },
    ];
  };
  return [
    ...numbers.flatMap((column) => missing(column, "value")),
    ...times.flatMap((column) => missing(column, "time")),
  ];
}

/** Addresses of the cells whose records have the date of one of them, so that a day without any value comes about. */
function sameDay(body: JsonValue, { path, cells }: Column, of: Address, times: readonly Column[]): Address[] {
  const time = times.find(
    (candidate) => !candidate.path.isKey && isJoinable(candidate.path, path) && candidate.path.text !== path.text,
  );
  if (time === undefined) return [];
  const find = responseCells(body).lookUp(time.path);
  const [reading] = timeFormatsOf(time);
  const dayOf = (address: Address): number | null => {
    const value = find(address);
    const clock =
      reading === undefined || typeof value === "boolean" || value === null || value === undefined
        ? null
        : clockOf(value, reading.format);
    return clock === null ? null : Math.floor(clock / 86_400_000);
  };
  return cells.filter(({ address }) => dayOf(address) === dayOf(of)).map(({ address }) => address);
}
