import type { JsonValue } from "../../util/json.js";
import { readNumber } from "../explaining/read-number.js";
import { editValues } from "../responses/edit-response.js";
import type { Column } from "../responses/find-columns.js";
import { addressText } from "../responses/generic-path.js";
import { decimalsOf, hugeNumber, negated, otherNumber, withFraction, zero } from "./perturb-values.js";
import { type ChangedColumns, setNumbers, type Situation } from "./situation.js";

/** Responses with other numbers: below zero, with more decimals, zero, very large. */
export function valueSituations(body: JsonValue, { numbers, random }: ChangedColumns): Situation[] {
  if (numbers.length === 0) return [];
  const situation = (name: string, changed: JsonValue, failure: string, decimals: number | null = null): Situation => ({
    name,
    body: changed,
    list: null,
    check: "values-explained",
    failure,
    mayRefuse: false,
    decimals,
  });
  const all = (change: typeof otherNumber): JsonValue => setNumbers(body, numbers, change, random);
  return [
    situation("other-values", all(otherNumber), "The values do not follow the response when its numbers are others"),
    situation("negative-values", all(negated), "A number below zero is changed or left out"),
    situation("fractions", all(withFraction), "The decimals of a number are lost", mostDecimals(numbers)),
    situation("zeros", withZeros(body, numbers), "A value of 0 is left out or changed"),
    situation("large-values", all(hugeNumber), "A very large number is changed or left out"),
  ];
}

function withZeros(body: JsonValue, numbers: readonly Column[]): JsonValue {
  return numbers.reduce((edited, { path, cells }) => {
    const places = [0, Math.floor(cells.length / 2)].map((index) => addressText(cells[index]?.address ?? []));
    return editValues(edited, path, (value, address) =>
      value !== null && places.includes(addressText(address)) ? zero(value, () => 0) : value,
    );
  }, body);
}

function mostDecimals(columns: readonly Column[]): number {
  const numbers = columns.flatMap(({ cells }) => cells.map(({ value }) => readNumber(value, "plain") ?? 0));
  return numbers.reduce((most, number) => Math.max(most, decimalsOf(number)), 0);
}
