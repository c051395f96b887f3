import type { OutputPoint } from "../perturbing/run-output.js";
import { type GenericPath, isJoinable } from "../responses/generic-path.js";
import type { ResponseCells } from "../responses/response-cells.js";
import { isClose } from "./compare-points.js";
import { filterCandidates } from "./find-filters.js";
import { joinValues } from "./join-values.js";
import {
  type Aggregation,
  type Bucket,
  driverOf,
  type Filter,
  type Plan,
  type Reading,
  seriesPaths,
  type TimePath,
  timePaths,
  valuePaths,
} from "./plan.js";
import { type EvaluationContext, readGroups, type RecordGroup } from "./read-groups.js";
import {
  type CandidateInput,
  isLikelyTime,
  seriesCandidates,
  timeCandidates,
  timePathsOf,
  valueCandidates,
} from "./reading-candidates.js";

const BUCKETS: readonly Bucket[] = ["own", "day", "hour", "week", "month", "minute", "quarter", "year"];
const AGGREGATIONS: readonly Aggregation[] = [
  "only",
  "sum",
  "avg",
  "max",
  "min",
  "latest",
  "last",
  "earliest",
  "first",
];
const MAXIMUM_PLANS = 60;

/** How far readings of a response come to the points of code. */
export interface PlanSearch {
  /** Those that give exactly its points, the plainest first. */
  readonly plans: readonly Plan[];
  /** The reading whose points have the times and series of the code's, with other values. */
  readonly closest: Reading | null;
  /** Like `closest`, and it has points that the code left out. */
  readonly wider: Reading | null;
}

/** Looks for the explanations of points. */
export function findPlans(input: CandidateInput, cells: ResponseCells, context: EvaluationContext): PlanSearch {
  const plans: Plan[] = [];
  const actual = new Map(input.points.map((point) => [`${point.ms} ${point.series}`, point]));
  let closest: Reading | null = null;
  let wider: Reading | null = null;

  const consider = (reading: Reading): "explained" | "wider" | "no" => {
    const groups = readGroups(reading, cells, context);
    const match = matchKeys(groups, actual);
    if (match === "other") return "no";
    if (match === "wider") {
      wider ??= reading;
      return "wider";
    }
    const found = matchValues(groups, actual, reading).map((values): Plan => ({ ...reading, ...values }));
    plans.push(...found);
    if (found.length === 0) closest ??= reading;
    return found.length === 0 ? "wider" : "explained";
  };

  const open: { readonly reading: Reading; readonly filters: readonly (readonly Filter[])[] }[] = [];
  for (const reading of readings(input, context)) {
    if (plans.length >= MAXIMUM_PLANS) break;
    if (consider(reading) === "wider" && open.length < 12) {
      const driver = driverOf(reading.value);
      if (driver === null) continue;
      const used = [...valuePaths(reading.value), ...timePaths(reading.time), ...seriesPaths(reading.series)];
      open.push({ reading, filters: filterCandidates(input.influence, driver, used) });
    }
  }
  if (plans.some(({ scale }) => isNiceScale(scale))) return { plans, closest, wider };
  for (const { reading, filters } of open) {
    for (const conditions of filters) {
      if (plans.length >= MAXIMUM_PLANS) break;
      consider({ ...reading, filters: conditions });
    }
  }
  return { plans, closest, wider };
}

function* readings(input: CandidateInput, { zone }: EvaluationContext): Generator<Reading> {
  const times = timeCandidates(input);
  for (const value of valueCandidates(input)) {
    const driver = driverOf(value);
    if (driver === null) continue;
    for (const time of times) {
      if (!timePaths(time).every((path) => isJoinable(path, driver))) continue;
      for (const series of seriesCandidates(input, value)) {
        if (!seriesPaths(series).every((path) => isJoinable(path, driver))) continue;
        const base = { value, time, series, filters: [] };
        if (time.kind === "fetch") {
          for (const orderedBy of [null, ...orders(input, driver)]) {
            yield { ...base, bucket: "own", bucketForm: "instant", orderedBy };
          }
          continue;
        }
        for (const bucket of BUCKETS) {
          yield { ...base, bucket, bucketForm: "instant", orderedBy: null };
          const mayBeDate = !["own", "minute", "hour"].includes(bucket) && input.datesOnly && zone.name !== "UTC";
          if (mayBeDate) yield { ...base, bucket, bucketForm: "date", orderedBy: null };
        }
      }
    }
  }
}

/** Times of the records, by which the newest one of a fetch can be told. */
function orders({ structure }: CandidateInput, driver: GenericPath): TimePath[] {
  if (driver.wildcards === 0) return [];
  return structure.columns
    .filter((column) => column.path.wildcards > 0 && isLikelyTime(column) && isJoinable(column.path, driver))
    .flatMap((column) => timePathsOf(column).slice(0, 1));
}

function matchKeys(
  groups: ReadonlyMap<string, RecordGroup>,
  actual: ReadonlyMap<string, OutputPoint>,
): "same" | "wider" | "other" {
  if (groups.size < actual.size) return "other";
  for (const key of actual.keys()) if (!groups.has(key)) return "other";
  return groups.size === actual.size ? "same" : "wider";
}

function matchValues(
  groups: ReadonlyMap<string, RecordGroup>,
  actual: ReadonlyMap<string, OutputPoint>,
  { bucket, value }: Reading,
): { aggregation: Aggregation; scale: number }[] {
  const found: { aggregation: Aggregation; scale: number }[] = [];
  const isCounted = value.kind === "count" || value.kind === "distinct";
  // Where every record has a time of its own, it does not matter how several would be joined.
  const isSingle = bucket === "own" && [...groups.values()].every(({ values }) => values.length === 1);
  for (const aggregation of isSingle ? (["only"] as const) : AGGREGATIONS) {
    const pairs: { key: string; joined: number; value: number }[] = [];
    for (const [key, group] of groups) {
      const joined = joinValues(group, aggregation);
      const point = actual.get(key);
      if (joined === null || point === undefined) break;
      pairs.push({ key, joined, value: point.value });
    }
    if (pairs.length < groups.size || pairs.length === 0) continue;
    const scale = scaleOf(pairs);
    if (scale === null || (isCounted && !isNiceScale(scale))) continue;
    const magnitude = (key: string): number =>
      (groups.get(key)?.values ?? []).reduce((most, value) => Math.max(most, Math.abs(value)), 0) * Math.abs(scale);
    if (pairs.every(({ key, joined, value }) => isClose(joined * scale, value, magnitude(key)))) {
      found.push({ aggregation, scale });
    }
  }
  return found;
}

/** By what all joined values are multiplied, judged by the largest of them. */
function scaleOf(pairs: readonly { readonly joined: number; readonly value: number }[]): number | null {
  const largest = pairs.reduce((best, pair) => (Math.abs(pair.joined) > Math.abs(best.joined) ? pair : best));
  if (largest.joined === 0) return 1;
  const ratio = largest.value / largest.joined;
  if (!Number.isFinite(ratio) || ratio === 0) return null;
  return NICE_SCALES.find((scale) => isClose(scale, ratio, 0)) ?? ratio;
}

/** Factors between units, written exactly. */
const NICE_SCALES = [
  1,
  -1,
  2,
  10,
  0.1,
  100,
  0.01,
  1_000,
  0.001,
  60,
  1 / 60,
  3_600,
  1 / 3_600,
  1 / 60_000,
  1 / 3_600_000,
  1e6,
  1e-6,
  24,
  1 / 24,
  1_024,
  1 / 1_024,
  86_400_000,
  1 / 86_400_000,
];

/** True for factors that people use between units; any other ratio may be chance. */
export function isNiceScale(scale: number): boolean {
  return NICE_SCALES.includes(scale);
}
