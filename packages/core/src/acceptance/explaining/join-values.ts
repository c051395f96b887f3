import type { Aggregation } from "./plan.js";
import type { RecordGroup } from "./read-groups.js";

/** The value of a point; `null` where `only` meets several values. */
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
      return values[extremeIndex(instants, (a, b) => a < b)] ?? first;
    case "latest":
      return values[extremeIndex(instants, (a, b) => a >= b)] ?? first;
  }
}

function extremeIndex(instants: readonly number[], isBetter: (candidate: number, best: number) => boolean): number {
  let best = 0;
  instants.forEach((instant, index) => {
    if (index > 0 && isBetter(instant, instants[best] ?? instant)) best = index;
  });
  return best;
}
