import { type Direction, measureWords } from "../../shapes/measure-words.js";
import type { Aggregation } from "../explaining/plan.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";

const DIRECTIONS: Readonly<Record<Aggregation, Direction | null>> = {
  only: null,
  sum: "sum",
  avg: "avg",
  min: "min",
  max: "max",
  first: "first",
  last: "last",
  earliest: "first",
  latest: "last",
};

/** Whether values that share a point are joined as the measure's words say. Where each point has one value, it does not matter. */
export function matchAggregation({ plan, measure, groups }: MeasureSubject): MeasureVerdict {
  const { value, aggregation } = plan;
  if (value.kind === "count" || value.kind === "distinct") return passes("Records are counted.");
  const largest = groups.reduce((most, { values }) => Math.max(most, values.length), 0);
  if (largest <= 1) return passes("Every point has one value.");
  const said: readonly Direction[] = measureWords(measure.value).directions.filter(
    (direction) => direction !== "count",
  );
  const wanted = DIRECTIONS[aggregation];
  if (wanted !== null && said.includes(wanted))
    return passes(`Values of one point are joined as "${measure.value}" says.`);
  const used = wanted ?? "one";
  return said.length === 0
    ? isUnclear(
        `Up to ${largest} values make one point (${used}), and "${measure.value}" does not say how they are joined.`,
      )
    : fails(`Values of one point are joined by ${used}, but "${measure.value}" asks for ${said.join(" or ")}.`);
}
