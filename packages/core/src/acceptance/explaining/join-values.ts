import type { Aggregation } from "./plan.js";
import type { RecordGroup } from "./read-groups.js";

/** The value of a point; `null` where `only` meets several values, and where the newest or oldest ones differ at one time. */
export function joinValues({ values, instants }: RecordGroup, aggregation: Aggregation): number | null {
  const [first = 0] = values;
  switch (aggregation) {
    case "only":
      return values.length === 1 ? first : null;
    case "sum":
      return values.reduce((sum, value) => sum + value, 0);
    case "avg":
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case "min":
      return values.reduce((least, value) => Math.min(least, value), first);
    case "max":
      return values.reduce((most, value) => Math.max(most, value), first);
    case "first":
      return first;
    case "last":
      return values.at(-1) ?? first;
    case "earliest":
      return valueAt(values, instants, Math.min);
    case "latest":
      return valueAt(values, instants, Math.max);
  }
}

function valueAt(
  values: readonly number[],
  instants: readonly number[],
  extreme: (a: number, b: number) => number,
): number | null {
  const instant = instants.reduce((best, candidate) => extreme(best, candidate));
  const found = new Set(values.filter((_, index) => instants[index] === instant));
  const [value = null] = found;
  return found.size === 1 ? value : null;
}
