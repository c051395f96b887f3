import type { OutputPoint } from "../perturbing/run-output.js";
import type { ResponseCells } from "../responses/response-cells.js";
import { joinValues } from "./join-values.js";
import type { Plan } from "./plan.js";
import { type EvaluationContext, pointKey, readGroups } from "./read-groups.js";

/** What an explanation says that points must be. */
export interface Prediction {
  readonly points: ReadonlyMap<string, OutputPoint>;
  /** The largest number that was read. */
  readonly magnitude: number;
}

/**
 * `null` where the explanation does not say: several records share a time, and it knows of one each. `read` is what becomes of
 * each number first, such as losing its decimals.
 */
export function predictPoints(
  plan: Plan,
  cells: ResponseCells,
  context: EvaluationContext,
  read: (value: number) => number = (value) => value,
): Prediction | null {
  const groups = readGroups(plan, cells, context);
  // How many there are is 0, or nothing, when there are none.
  if (
    groups.size === 0 &&
    plan.time.kind === "fetch" &&
    (plan.value.kind === "count" || plan.value.kind === "distinct")
  )
    return null;
  const points = new Map<string, OutputPoint>();
  let magnitude = 0;
  for (const group of groups.values()) {
    const value = joinValues({ ...group, values: group.values.map(read) }, plan.aggregation);
    if (value === null) return null;
    for (const single of group.values) magnitude = Math.max(magnitude, Math.abs(single * plan.scale));
    const ms = Math.round(group.ms);
    points.set(pointKey(ms, group.series), { series: group.series, ms, value: value * plan.scale });
  }
  return { points, magnitude };
}
