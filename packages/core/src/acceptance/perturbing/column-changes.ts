import type { JsonValue } from "../../util/json.js";
import { numberStyles } from "../explaining/read-number.js";
import { clockMs } from "../explaining/read-time-of.js";
import { editKeys, editValues } from "../responses/edit-response.js";
import type { Column } from "../responses/find-columns.js";
import { addressText } from "../responses/generic-path.js";
import { aWeekEarlier, aYearLater, moveTime, type MoveClock } from "./perturb-times.js";
import { otherNumber } from "./perturb-values.js";
import { seededRandom } from "./seeded-random.js";
import { timeFormatsOf } from "./time-column.js";

/** Changes one column of a response and nothing else. */
export interface ColumnChange {
  readonly apply: (body: JsonValue) => JsonValue;
  /** True where the values change places, so that what moves may be values, times or names. */
  readonly isExchange: boolean;
}

/** Ways to change a column so that code which reads it still can, the most telling first. */
export function columnChanges(column: Column, seed: number): ColumnChange[] {
  const values = column.cells.map(({ value }) => value);
  const [time] = timeFormatsOf(column);
  const random = seededRandom(seed);
  const change = (one: (value: JsonValue) => JsonValue): ColumnChange => ({
    apply: editColumn(column, one),
    isExchange: false,
  });
  const exchange: ColumnChange = { apply: editColumn(column, exchangeOf(column)), isExchange: true };
  const changes: ColumnChange[] = [];
  if (time !== undefined) {
    const move = (by: MoveClock): ColumnChange => change((value) => moveTime(value, time, by));
    changes.push(move(aYearLater), move(aWeekEarlier));
  }
  if (column.path.isKey && time !== undefined) return changes;
  if (numberStyles(values).length > 0 && !column.path.isKey)
    return [...changes, change((value) => otherNumber(value, random)), exchange];
  if (time !== undefined) return [...changes, exchange];
  if (values.every((value) => value === null || clockMs(value) !== null)) return [change(laterClock), exchange];
  return [change((value) => (typeof value === "string" && value !== "" ? `x${value}x` : value)), exchange];
}

/** Makes all values of a column the same, which shows where different ones are counted. */
export function sameEverywhere(column: Column): ((body: JsonValue) => JsonValue) | null {
  const values = new Set(column.cells.map(({ value }) => value).filter((value) => value !== null && value !== ""));
  const [first] = values;
  if (column.path.isKey || first === undefined || values.size < 2) return null;
  return editColumn(column, (value) => (value === null || value === "" ? value : first));
}

function editColumn({ path, cells }: Column, one: (value: JsonValue) => JsonValue): (body: JsonValue) => JsonValue {
  if (path.isKey) {
    return (body) =>
      editKeys(body, path, (key) => {
        const changed = one(key);
        return typeof changed === "string" ? changed : key;
      });
  }
  // A header row is no value.
  const places = new Set(cells.map(({ address }) => addressText(address)));
  return (body) =>
    editValues(body, path, (value, address) =>
      typeof value === "object" || !places.has(addressText(address)) ? value : one(value),
    );
}

function exchangeOf({ cells }: Column): (value: JsonValue) => JsonValue {
  const distinct = [...new Set(cells.map(({ value }) => value))].filter((value) => value !== null);
  const next = new Map<JsonValue, JsonValue>(
    distinct.map((value, index) => [value, distinct[(index + 1) % distinct.length] ?? value]),
  );
  return (value) => next.get(value) ?? value;
}

/** A time of day some minutes on: "14:30" becomes "14:37". */
function laterClock(value: JsonValue): JsonValue {
  if (typeof value !== "string") return value;
  return value.replace(/:(\d{2})/, (_, minutes: string) => `:${String((Number(minutes) + 7) % 60).padStart(2, "0")}`);
}
