import type { Situation } from "../perturbing/make-situations.js";
import type { Trial } from "../perturbing/trials.js";
import { comparePoints, type PointDifference } from "./compare-points.js";
import type { Plan } from "./plan.js";
import { predictPoints } from "./predict-points.js";
import type { EvaluationContext } from "./read-groups.js";

/** A changed response and the situation that it stands for; `null` for changes of one place, which stand for none. */
export interface SituationTrial {
  readonly situation: Situation | null;
  readonly trial: Trial;
}

/** A response that code answers otherwise than its explanation says. */
export interface Contradiction {
  readonly situation: Situation | null;
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
  for (const { situation, trial } of trials) {
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
      if (situation !== null && !situation.mayRefuse) contradictions.push({ situation, difference: null, refusal: output.reason });
      continue;
    }
    const difference = comparePoints(prediction.points, output.points, {
      magnitude: prediction.magnitude,
      mayTruncate: situation?.mayTruncate === true,
      isOpen: plan.bucket === "own" || plan.bucket === "hour" ? context.zone.isNearChange : () => false,
    });
    if (difference === null) confirmations += 1;
    else contradictions.push({ situation, difference, refusal: null });
  }
  const knowsRecords = aboutRecords.asked === 0 || aboutRecords.answered > 0;
  return { plan, contradictions, confirmations, unanswered, knowsRecords };
}
