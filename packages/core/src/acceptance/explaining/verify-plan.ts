import type { Situation } from "../perturbing/situation.js";
import type { Trial } from "../perturbing/trials.js";
import { comparePoints, isClose, type PointDifference } from "./compare-points.js";
import type { Column } from "../responses/find-columns.js";
import { type GenericPath, listOf } from "../responses/generic-path.js";
import { type Plan, seriesPaths, timePaths, valuePaths } from "./plan.js";
import { predictPoints } from "./predict-points.js";
import type { EvaluationContext } from "./read-groups.js";

/** A changed response and the situation that it stands for; `null` for changes of one place, which stand for none. */
export interface SituationTrial {
  readonly situation: Situation | null;
  readonly trial: Trial;
  /** The only column that was changed; `null` when it was not one. */
  readonly column: Column | null;
  /** The list whose records are others; `null` when none is. */
  readonly list: GenericPath | null;
}

/** A response that code answers otherwise than its explanation says. */
export interface Contradiction {
  /** `whole`: the response as it came, of which the explanation was found on a part. */
  readonly situation: Situation | "whole" | null;
  readonly difference: PointDifference | null;
  /** Why there were no points to compare. */
  readonly refusal: string | null;
}

/** How an explanation fares beyond the response that it was found on. */
export interface Verification {
  readonly plan: Plan;
  readonly contradictions: readonly Contradiction[];
  /** How many changed responses it was right about. */
  readonly confirmations: number;
  /** How many the code threw on, which says nothing. */
  readonly unanswered: number;
  /** True when it is known what code does with fewer, more or other records, where the response holds some. */
  readonly knowsRecords: boolean;
}

/** Compares what an explanation predicts with what code made of changed responses. */
export function verifyPlan(plan: Plan, trials: readonly SituationTrial[], context: EvaluationContext): Verification {
  const contradictions: Contradiction[] = [];
  let confirmations = 0;
  let unanswered = 0;
  const aboutRecords = { asked: 0, answered: 0 };
  for (const { situation, trial, column, list } of trials) {
    if (column !== null && isHead(column, plan)) continue;
    if (list !== null && !isRead(list, plan)) continue;
    const { output } = trial;
    const isAboutRecords = situation?.check === "count-explained";
    if (isAboutRecords) aboutRecords.asked += 1;
    if (isAboutRecords && output.state === "points") aboutRecords.answered += 1;
    if (output.state === "threw") {
      unanswered += situation?.mayRefuse === true ? 0 : 1;
      continue;
    }
    const isOrdered = plan.aggregation === "first" || plan.aggregation === "last";
    if (situation?.check === "order" && isOrdered) continue;
    const prediction = predictPoints(plan, trial.cells, context);
    if (prediction === null) continue;
    if (output.state === "refused") {
      if (situation !== null && !situation.mayRefuse)
        contradictions.push({ situation, difference: null, refusal: output.reason });
      continue;
    }
    const difference = comparePoints(prediction.points, output.points, {
      magnitude: prediction.magnitude,
      isFine: (value, expected) => isLossless(value, expected, situation?.decimals ?? null, plan),
      isOpen: plan.bucket === "own" || plan.bucket === "hour" ? context.zone.isNearChange : () => false,
    });
    if (difference === null || isCutFirst(plan, { situation, trial, column, list }, context)) confirmations += 1;
    else contradictions.push({ situation, difference, refusal: null });
  }
  const knowsRecords = aboutRecords.asked === 0 || aboutRecords.answered > 0;
  return { plan, contradictions, confirmations, unanswered, knowsRecords };
}

/**
 * True for texts and flags outside of the records, such as a status, a unit or the names of columns: what they say is known for
 * this response, and code may go by it.
 */
function isHead({ path, cells }: Column, plan: Plan): boolean {
  if (cells.every(({ value }) => typeof value === "number")) return false;
  if (pathsOf(plan).some(({ text }) => text === path.text)) return false;
  const list = listOf(path);
  return list === null || !isRead(list, plan);
}

/** True for lists whose records the explanation reads. */
function isRead(list: GenericPath, plan: Plan): boolean {
  return pathsOf(plan).some(({ text }) => text.startsWith(list.text));
}

function pathsOf(plan: Plan): readonly GenericPath[] {
  return [
    ...valuePaths(plan.value),
    ...timePaths(plan.time),
    ...seriesPaths(plan.series),
    ...plan.filters.map(({ path }) => path),
  ];
}

/** True where whole numbers are cut by `parseInt` before they are joined, which loses nothing as long as they are whole. */
function isCutFirst(plan: Plan, { situation, trial }: SituationTrial, context: EvaluationContext): boolean {
  if (situation?.decimals !== 0 || plan.value.kind !== "path" || trial.output.state !== "points") return false;
  const prediction = predictPoints(plan, trial.cells, context, Math.trunc);
  if (prediction === null) return false;
  return comparePoints(prediction.points, trial.output.points, { magnitude: prediction.magnitude }) === null;
}

/**
 * True for a value that has lost only decimals which the response as it came does not hold: whole numbers read by `parseInt`,
 * or sums and scaled numbers rounded to what their parts are written with, as against errors of floating point.
 */
function isLossless(
  value: number,
  expected: number,
  decimals: number | null,
  { aggregation, scale, value: reading }: Plan,
): boolean {
  if (decimals === null) return false;
  if (decimals === 0 && scale === 1 && value === Math.trunc(expected)) return true;
  if (aggregation !== "sum" && scale === 1 && reading.kind !== "combined") return false;
  const step = 10 ** -decimals * Math.min(1, Math.abs(scale));
  const isStep = isClose(Math.round(value / step) * step, value, 0);
  return isStep && Math.abs(value - expected) <= step * 0.500001;
}
