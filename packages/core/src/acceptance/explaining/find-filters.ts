import type { Influence } from "../perturbing/find-influence.js";
import type { Column, Scalar } from "../responses/find-columns.js";
import { type GenericPath, isJoinable } from "../responses/generic-path.js";
import type { Filter } from "./plan.js";

const MAXIMUM_VALUES = 8;
const MAXIMUM_FILTERS = 60;

/** Conditions on the columns that reach the points, by which code may have chosen its records. */
export function filterCandidates(
  influence: Influence,
  driver: GenericPath,
  used: readonly GenericPath[],
): readonly (readonly Filter[])[] {
  const columns = influence.columns
    .filter(({ column, effects }) => (effects.count || effects.values) && isJoinable(column.path, driver))
    .map(({ column }) => column);
  const isUsed = (column: Column): boolean => used.some(({ text }) => text === column.path.text);
  const free = columns.filter((column) => !isUsed(column)).map((column) => conditionsOn(column));
  const own = columns.filter((column) => isUsed(column)).map((column) => limitsOn(column));
  const single = [...free.flat(), ...own.flat()];
  const pairs = free.flatMap((first, index) =>
    free.slice(index + 1).flatMap((second) => first.flatMap((one) => second.map((other) => [one, other]))),
  );
  return [...single.map((filter) => [filter]), ...pairs].slice(0, MAXIMUM_FILTERS * 4);
}

function conditionsOn(column: Column): Filter[] {
  const { path, cells } = column;
  const values = distinctValues(column);
  const filters: Filter[] = [];
  if (values.length <= MAXIMUM_VALUES) {
    for (const value of values) {
      filters.push({ path, test: { kind: "in", values: [value] } });
      if (values.length > 1) filters.push({ path, test: { kind: "not-in", values: [value] } });
    }
    if (values.length <= 6)
      filters.push(...subsets(values).map((subset): Filter => ({ path, test: { kind: "in", values: subset } })));
  }
  if (cells.some(({ value }) => value === null || value === "") || values.length > MAXIMUM_VALUES) {
    filters.push({ path, test: { kind: "exists" } }, { path, test: { kind: "missing" } });
  }
  if (!path.isKey) filters.push({ path, test: { kind: "exists" } }, { path, test: { kind: "missing" } });
  return [...filters, ...limitsOn(column)].slice(0, MAXIMUM_FILTERS);
}

/** Only limits make sense on what is itself a time or value. */
function limitsOn(column: Column): Filter[] {
  const numbers = distinctValues(column).filter((value) => typeof value === "number");
  if (numbers.length < 2) return numbers.length === 0 ? [] : [{ path: column.path, test: { kind: "above", limit: 0 } }];
  const sorted = numbers.toSorted((a, b) => a - b);
  const middles = sorted.slice(1).map((number, index) => (number + (sorted[index] ?? number)) / 2);
  const limits = [...new Set([0, ...middles.filter((_, index) => index % Math.ceil(middles.length / 12) === 0)])];
  return limits.flatMap((limit): Filter[] => [
    { path: column.path, test: { kind: "above", limit } },
    { path: column.path, test: { kind: "below", limit } },
  ]);
}

function subsets(values: readonly (string | number | boolean)[]): (readonly (string | number | boolean)[])[] {
  const all: (string | number | boolean)[][] = [];
  for (let bits = 1; bits < 2 ** values.length - 1; bits++) {
    const subset = values.filter((_, index) => (bits & (1 << index)) !== 0);
    if (subset.length > 1) all.push(subset);
  }
  return all.slice(0, 24);
}

function distinctValues({ cells }: Column): (string | number | boolean)[] {
  const values = new Set<Scalar>(cells.map(({ value }) => value));
  return [...values].filter((value): value is string | number | boolean => value !== null && value !== "");
}
