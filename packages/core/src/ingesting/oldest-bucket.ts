import type { StoredDataPoint } from "../metrics/data-point.js";
import type { StepContext } from "../running/step-context.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import type { Mapping } from "../transformers/mapping.js";
import { isJsonObject } from "../util/json.js";
import type { PointList } from "./point-list.js";

/**
 * Which value of the oldest bucket counts when one is stored already. An API that shows "the past week" cuts its oldest day off a
 * little more at every fetch, so that a count of that day shrinks: the smaller one would be plausible, and wrong.
 *
 * - `larger`, `smaller`: more records can only raise a count or maximum, or lower a minimum;
 * - `stored`: a sum or average of fewer records tells nothing, so the first one stays.
 */
export type OldestBucketRule = "larger" | "smaller" | "stored";

const rules = { count: "larger", max: "larger", min: "smaller", sum: "stored", avg: "stored", last: null } as const;

/** The rule for what a mapping groups by time; `null` when it does not, or when the latest value counts anyway. */
export function oldestBucketRule({ groupBy }: Pick<Mapping, "groupBy">): OldestBucketRule | null {
  return groupBy?.bucket === undefined ? null : rules[groupBy.aggregation];
}

/**
 * The rule for code that acceptance has explained: by how `values-explained` says that it joins records. `null` when records are not
 * joined, and for code that is not explained.
 */
export function explainedBucketRule({ checks }: Pick<AcceptanceReport, "checks">): OldestBucketRule | null {
  const check = checks.find(({ name, verdict }) => name === "values-explained" && verdict === "pass");
  const evidence = check?.evidence;
  if (!isJsonObject(evidence)) return null;
  const { bucket, aggregation } = evidence;
  if (typeof aggregation !== "string" || !Object.hasOwn(explainedRules, aggregation)) return null;
  // Points at the records' own times that are counts may be counts of what stands in one record.
  if (bucket === "own" && aggregation === "count") return null;
  return explainedRules[aggregation as keyof typeof explainedRules];
}

const explainedRules = {
  count: "larger",
  max: "larger",
  min: "smaller",
  sum: "stored",
  avg: "stored",
  earliest: "stored",
} as const;

/** The points of the list's oldest bucket that may not replace what is stored. A list of one bucket has none: that one is still growing. */
export async function findOutdatedOldest(
  context: Pick<StepContext, "points">,
  key: { readonly metricId: string; readonly generation: number },
  list: PointList,
): Promise<Set<string>> {
  const { first, last, oldestBucket } = list;
  const outdated = new Set<string>();
  if (oldestBucket === null || first === null || last === null || first.getTime() === last.getTime()) return outdated;
  const to = new Date(first.getTime() + 1);
  const stored = new Map<string, number>();
  for (const { series, value } of await context.points.list({ ...key, from: first, to, limit: 10_000 })) {
    stored.set(series, value);
  }
  if (stored.size === 0) return outdated;
  for (const point of oldestPoints(list, first)) {
    const known = stored.get(point.series);
    if (known !== undefined && isOutdated(oldestBucket, point.value, known)) outdated.add(point.series);
  }
  return outdated;
}

/** Points come in order of time, and a response has at most 200 series. */
function oldestPoints(list: PointList, first: Date): StoredDataPoint[] {
  return list.slice(0, 200).filter(({ timestamp }) => timestamp.getTime() === first.getTime());
}

function isOutdated(rule: OldestBucketRule, value: number, stored: number): boolean {
  if (rule === "larger") return value < stored;
  if (rule === "smaller") return value > stored;
  return value !== stored;
}
