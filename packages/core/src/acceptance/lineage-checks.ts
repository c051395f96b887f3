import type { AcceptanceCheck, AcceptanceCheckName, Support } from "../transformers/acceptance-report.js";
import { describeTime, describeValue } from "./explaining/describe-plan.js";
import { diagnoseTimes, pointWords } from "./explaining/diagnose-times.js";
import { diagnoseValues } from "./explaining/diagnose-values.js";
import type { Explanation } from "./explaining/explain-points.js";
import { type Plan, seriesPaths, timePaths, valuePaths } from "./explaining/plan.js";
import type { EvaluationContext } from "./explaining/read-groups.js";
import type { Contradiction } from "./explaining/verify-plan.js";
import type { PointDifference } from "./explaining/compare-points.js";
import type { GenericPath } from "./responses/generic-path.js";

type LineageCheckName = Extract<
  AcceptanceCheckName,
  "influence" | "times-explained" | "values-explained" | "count-explained" | "order"
>;

const EXPLAINED: readonly LineageCheckName[] = ["times-explained", "values-explained", "count-explained", "order"];

/** Share of changed responses that may go unanswered before the explanation counts as unproven. */
const MAXIMUM_UNANSWERED = 0.5;

/** The checks of where points come from. All are needed. */
export function lineageChecks(explanation: Explanation, context: EvaluationContext): AcceptanceCheck[] {
  const influence = influenceCheck(explanation);
  if (influence.verdict === "fail") return [influence];
  const { best } = explanation;
  return [influence, ...(best === null ? unexplainedChecks(explanation, context) : explainedChecks(explanation))];
}

/** Checks for code that could not be looked at closely. */
export function unknownLineage(message: string): AcceptanceCheck[] {
  return [{ name: "influence", verdict: "unknown", isNeeded: true, message }];
}

/** Which paths reach the points: those of the explanation, or all that do where there is none. */
export function supportOf({ best, influence }: Explanation): Support {
  const texts = (paths: readonly GenericPath[]): string[] => [...new Set(paths.map(({ text }) => text))];
  if (best !== null) {
    const { plan } = best;
    return {
      value: texts(valuePaths(plan.value)),
      time: texts(timePaths(plan.time)),
      series: texts(seriesPaths(plan.series)),
    };
  }
  const of = (effect: "values" | "times" | "series"): string[] =>
    texts(
      influence.columns.filter(({ effects }) => effects[effect] && !effects.count).map(({ column }) => column.path),
    );
  return { value: of("values"), time: of("times"), series: of("series") };
}

function influenceCheck(explanation: Explanation): AcceptanceCheck {
  const { influence, points, trials } = explanation;
  const values = new Set(points.map(({ value }) => value));
  for (const { trial } of trials) {
    if (trial.output.state === "points") for (const { value } of trial.output.points.values()) values.add(value);
  }
  const support = supportOf(explanation);
  const evidence = { ...support };
  if (values.size === 1) {
    const [constant = 0] = values;
    return {
      name: "influence",
      verdict: "fail",
      message: `The value is ${constant} whatever stands in the response. Read it from the response.`,
      evidence,
    };
  }
  if (influence.columns.length === 0 && influence.lists.length === 0) {
    return {
      name: "influence",
      verdict: influence.unknown.length > 0 ? "unknown" : "fail",
      isNeeded: true,
      message: "Nothing in the response could be found that changes the points.",
      evidence,
    };
  }
  const from = support.value.length === 0 ? "the response" : support.value.join(", ");
  return { name: "influence", verdict: "pass", isNeeded: true, message: `The values come from ${from}.`, evidence };
}

function explainedChecks(explanation: Explanation): AcceptanceCheck[] {
  const { best } = explanation;
  if (best === null) return [];
  const { plan, contradictions, confirmations, unanswered, knowsRecords } = best;
  const isProven = unanswered <= (confirmations + unanswered) * MAXIMUM_UNANSWERED;
  const messages: Record<LineageCheckName, string> = {
    influence: "",
    "times-explained": `The times are ${describeTime(plan)}.`,
    "values-explained": `The values are ${describeValue(plan)}.`,
    "count-explained":
      plan.filters.length === 0
        ? "No record is lost, doubled or made up."
        : `Only records are taken that a condition on ${plan.filters.map(({ path }) => path.text).join(", ")} keeps.`,
    order: "Records in another order give the same points.",
  };
  return EXPLAINED.map((name): AcceptanceCheck => {
    const contradiction = contradictions.find((candidate) => checkOf(candidate) === name);
    if (contradiction !== undefined) {
      const isWrong = contradiction.situation !== null;
      return {
        name,
        verdict: isWrong ? "fail" : "unknown",
        isNeeded: true,
        message: contradictionWords(contradiction, explanation),
        evidence: { situation: situationName(contradiction) },
      };
    }
    if (!isProven && name === "values-explained") {
      return {
        name,
        verdict: "unknown",
        isNeeded: true,
        message: `The values seem to be ${describeValue(plan)}, but the code threw on ${unanswered} of ${confirmations + unanswered} changed responses.`,
      };
    }
    if (!knowsRecords && name === "count-explained") {
      return {
        name,
        verdict: "unknown",
        isNeeded: true,
        message: "The code threw on every response with fewer or more records.",
      };
    }
    const isOrdered = plan.aggregation === "first" || plan.aggregation === "last";
    if (name === "order" && isOrdered) {
      return {
        name,
        verdict: "unknown",
        message: `The points depend on the order of the records: the ${plan.aggregation} one counts.`,
      };
    }
    const pass: AcceptanceCheck = { name, verdict: "pass", isNeeded: true, message: messages[name] };
    return name === "values-explained" ? { ...pass, evidence: joiningOf(plan) } : pass;
  });
}

/** How records become one point, for whoever saves points of a window that moves on. */
function joiningOf({ value, bucket, aggregation }: Plan): { bucket: string; aggregation: string } {
  const isCount = value.kind === "count" || value.kind === "distinct";
  return { bucket, aggregation: isCount ? "count" : aggregation };
}

function situationName({ situation }: Contradiction): string {
  if (situation === null) return "other";
  return situation === "whole" ? situation : situation.name;
}

function checkOf({ situation, difference }: Contradiction): LineageCheckName {
  if (situation !== null && situation !== "whole") return situation.check as LineageCheckName;
  return difference === null ? "values-explained" : checkOfDifference(difference);
}

function checkOfDifference(difference: PointDifference): LineageCheckName {
  return difference.kind === "other-value" ? "values-explained" : "count-explained";
}

function contradictionWords({ situation, difference, refusal }: Contradiction, { influence }: Explanation): string {
  if (situation === "whole") {
    const words =
      difference === null ? `In the response, ${refusal ?? "points are refused"}.` : differenceWords(difference);
    return `${words} All else of the response is explained.`;
  }
  const end =
    difference === null
      ? refusal === null
        ? ""
        : ` In a changed response ${refusal}.`
      : ` In a changed response, ${lowerFirst(differenceWords(difference))}`;
  if (situation !== null) return `${situation.failure}.${end}`;
  const paths = influence.columns.map(({ column }) => column.path.text).join(", ");
  return `The points also depend on something else among ${paths}.${end}`;
}

function differenceWords(difference: PointDifference): string {
  switch (difference.kind) {
    case "absent":
      return `A point is missing: ${pointWords(difference.point)}.`;
    case "unexpected":
      return `A point appears that nothing accounts for: ${pointWords(difference.point)}.`;
    case "other-value":
      return `A point has the value ${difference.value} instead of ${pointWords(difference.expected)}.`;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function unexplainedChecks(explanation: Explanation, context: EvaluationContext): AcceptanceCheck[] {
  const { structure, influence, points, cells } = explanation;
  const time = diagnoseTimes(
    { structure, influence, points, fetchedAtMs: context.fetchedAtMs, datesOnly: true },
    cells,
    context,
  );
  if (time !== null) {
    return [
      { name: "times-explained", verdict: time.isWrong ? "fail" : "unknown", isNeeded: true, message: time.message },
    ];
  }
  const problem = diagnoseValues(explanation, context);
  return [
    { name: "times-explained", verdict: "pass", isNeeded: true, message: "Every time stands in the response." },
    { name: problem.check, verdict: problem.isWrong ? "fail" : "unknown", isNeeded: true, message: problem.message },
  ];
}
