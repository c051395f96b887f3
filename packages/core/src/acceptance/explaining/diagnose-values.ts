import type { OutputPoint } from "../perturbing/run-output.js";
import type { Explanation } from "./explain-points.js";
import { isClose } from "./compare-points.js";
import { pointWords } from "./diagnose-times.js";
import { joinValues } from "./join-values.js";
import { type Reading, valuePaths } from "./plan.js";
import { type EvaluationContext, readGroups } from "./read-groups.js";

/** What is wrong with points whose times are explained and whose values are not. */
export interface ValueProblem {
  readonly check: "values-explained" | "count-explained";
  readonly isWrong: boolean;
  readonly message: string;
}

/** Says what is wrong with points that no reading of the response gives. */
export function diagnoseValues(explanation: Explanation, context: EvaluationContext): ValueProblem {
  const { search, points, influence, cells } = explanation;
  if (search.wider !== null && search.closest === null) {
    const groups = readGroups(search.wider, cells, context);
    const actual = new Set(points.map(({ ms, series }) => `${ms} ${series}`));
    const lost = [...groups].find(([key]) => !actual.has(key))?.[1];
    const where =
      lost === undefined
        ? ""
        : ` One of them: ${new Date(lost.ms).toISOString()}${lost.series === "" ? "" : `, series ${JSON.stringify(lost.series)}`}.`;
    return {
      check: "count-explained",
      isWrong: true,
      message: `${groups.size - actual.size} of ${groups.size} records give no point, and nothing in the response tells them from those that do.${where} Give every record with a time and a value its point.`,
    };
  }
  if (search.closest === null) {
    const paths = influence.columns.filter(({ effects }) => effects.values).map(({ column }) => column.path.text);
    return {
      check: "values-explained",
      isWrong: false,
      message: `It could not be explained how the points are made from ${paths.length === 0 ? "the response" : paths.join(", ")}.`,
    };
  }
  return diagnoseClosest(search.closest, explanation, context);
}

function diagnoseClosest(reading: Reading, { cells, points }: Explanation, context: EvaluationContext): ValueProblem {
  const groups = readGroups(reading, cells, context);
  const paths = valuePaths(reading.value)
    .map(({ text }) => text)
    .join(", ");
  const joined = points.map((point) => {
    const group = groups.get(`${point.ms} ${point.series}`);
    return { point, value: group === undefined ? null : joinValues(group, "sum") };
  });
  if (isRunning(joined, (total, value) => total + value)) {
    return {
      check: "values-explained",
      isWrong: true,
      message: `The values are running totals of ${paths}. Give each record's own value.`,
    };
  }
  const different = joined.filter(({ point, value }) => value === null || !isClose(value, point.value, 0));
  const [example] = different;
  if (example !== undefined && different.length <= joined.length / 2) {
    return {
      check: "values-explained",
      isWrong: true,
      message: `The value ${pointWords(example.point)} is not what stands in ${paths} (${example.value}), while most others are.`,
    };
  }
  return {
    check: "values-explained",
    isWrong: false,
    message: `It could not be explained how the values are made from ${paths}${example === undefined ? "" : `: ${pointWords(example.point)} comes from ${example.value}`}.`,
  };
}

function isRunning(
  joined: readonly { readonly point: OutputPoint; readonly value: number | null }[],
  next: (total: number, value: number) => number,
): boolean {
  if (joined.length < 3) return false;
  const runs = (order: typeof joined): boolean => {
    const totals = new Map<string, number>();
    return order.every(({ point, value }) => {
      if (value === null) return false;
      const total = next(totals.get(point.series) ?? 0, value);
      totals.set(point.series, total);
      return isClose(total, point.value, Math.abs(total));
    });
  };
  const byTime = joined.toSorted((a, b) => a.point.ms - b.point.ms);
  return runs(joined) || runs(byTime) || runs(byTime.toReversed());
}
