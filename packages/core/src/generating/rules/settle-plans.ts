import type { JsonValue } from "../../util/json.js";
import { quotedList } from "./choice.js";
import { possibleSeries } from "./choose-series.js";
import { type Evaluation, evaluatePlan } from "./evaluate-plan.js";
import { keyOfPlan, type Plan } from "./plan.js";
import type { Draft, PlanProposal } from "./plan-proposal.js";

const MAXIMUM_PLANS = 6;
/** Of the records; more of them without a value say that something else is meant. */
const MOST_MISSING = 0.7;

/** Reads all records by each plan, and proposes what holds: one plan unasked only when nothing is open and it is clean. */
export function settlePlans({ plans, question }: Draft, body: JsonValue): PlanProposal {
  const distinct = [...new Map(plans.map((plan) => [keyOfPlan(plan), plan])).values()];
  const judged = distinct.map((plan) => ({ plan, fault: faultOf(plan, evaluatePlan(plan, body)) }));
  const clean = judged.filter(({ fault }) => fault === null).map(({ plan }) => plan);
  const [first] = judged;
  if (first === undefined) return { outcome: "refused", reason: "Nothing in the response could be read." };
  const [only] = clean;
  if (distinct.length === 1 && only !== undefined && question === null) return { outcome: "plan", plan: only };
  if (clean.length >= 2) {
    return {
      outcome: "ambiguous",
      question: question ?? "Which of these readings is meant?",
      plans: clean.slice(0, MAXIMUM_PLANS),
    };
  }
  if (only !== undefined && question !== null) {
    return {
      outcome: "refused",
      reason: `${question} Only ${quotedList([describe(only)])} can be read; name it in the measure if it is meant.`,
    };
  }
  return (
    separated(first.plan, body) ?? {
      outcome: "refused",
      reason: first.fault ?? "Nothing in the response could be read.",
    }
  );
}

/** Why a plan must not be proposed; `null` when it is clean. */
export function faultOf(plan: Plan, evaluation: Evaluation): string | null {
  const { problem, points, duplicate, kept, withoutTime, withoutValue } = evaluation;
  if (plan.time !== null && plan.time.conflict !== null) return plan.time.conflict;
  if (problem !== null) return problem;
  if (points.length === 0 && kept > 0) {
    return withoutTime === kept
      ? `None of the ${kept} records has a time at ${describe(plan)}.`
      : `None of the ${kept} records has a value at ${describe(plan)}.`;
  }
  if (points.length === 0 && plan.filter.length > 0)
    return `No record meets ${quotedList(plan.filter.map(({ field }) => field.generic))}.`;
  if (duplicate !== null && plan.groupBy === null && !(plan.time === null && plan.value.kind === "count")) {
    const when = duplicate.timeMs === null ? "" : ` at ${new Date(duplicate.timeMs).toISOString()}`;
    const line = duplicate.series === "" ? "" : ` of "${duplicate.series}"`;
    return `Several records${line}${when} have a value at ${describe(plan)}: say in the measure what tells them apart, or how they are joined.`;
  }
  if (withoutValue > MOST_MISSING * kept && kept > 2)
    return `${withoutValue} of ${kept} records have no value at ${describe(plan)}.`;
  return null;
}

/** The plan with each field that could tell its records apart. */
function separated(plan: Plan, body: JsonValue): PlanProposal | null {
  if (plan.series !== null || plan.value.kind !== "field" || plan.groupBy !== null) return null;
  const used = new Set([plan.value.field, ...(plan.time?.fields ?? [])]);
  const plans = possibleSeries(plan.view, used)
    .slice(0, 20)
    .map((series): Plan => ({ ...plan, series }))
    .filter((candidate) => faultOf(candidate, evaluatePlan(candidate, body)) === null);
  if (plans.length < 2) return null;
  const names = plans.map(({ series }) => series?.generic ?? "");
  return {
    outcome: "ambiguous",
    question: `Several records share a time: which of ${quotedList(names)} tells the lines apart?`,
    plans: plans.slice(0, MAXIMUM_PLANS),
  };
}

function describe(plan: Plan): string {
  const { value } = plan;
  if (value.kind === "count") return plan.view.generic === "" ? "the response" : plan.view.generic;
  return value.kind === "field" ? value.field.generic : value.columns.map(({ name }) => name).join(", ");
}
