import type { JsonValue } from "../../util/json.js";
import { findInfluence, type Influence } from "../perturbing/find-influence.js";
import { makeSituations } from "../perturbing/make-situations.js";
import type { OutputPoint } from "../perturbing/run-output.js";
import type { TrialRunner } from "../perturbing/trials.js";
import { findColumns, type Structure, type StructureStyle } from "../responses/find-columns.js";
import { reduceResponse } from "../responses/reduce-response.js";
import { type ResponseCells, responseCells } from "../responses/response-cells.js";
import { comparePoints } from "./compare-points.js";
import { filterCandidates } from "./find-filters.js";
import { findPlans, isNiceScale, type PlanSearch } from "./find-plans.js";
import { driverOf, type Plan, seriesPaths, timePaths, valuePaths } from "./plan.js";
import { predictPoints } from "./predict-points.js";
import type { EvaluationContext } from "./read-groups.js";
import { type Contradiction, type SituationTrial, type Verification, verifyPlan } from "./verify-plan.js";

export interface ExplainPointsInput {
  readonly body: JsonValue;
  /** What the code made of `body`. */
  readonly points: ReadonlyMap<string, OutputPoint>;
  /** True when the points were given as calendar dates, not as instants. */
  readonly datesOnly: boolean;
  readonly runner: TrialRunner;
  readonly seed: number;
  readonly context: EvaluationContext;
}

/** What is known of where points come from. */
export interface Explanation {
  /** The explanation that holds best; `null` when no reading of the response gives the points. */
  readonly best: Verification | null;
  readonly search: PlanSearch;
  readonly influence: Influence;
  readonly structure: Structure;
  /** The response that was looked at closely: the whole or a part. */
  readonly body: JsonValue;
  readonly cells: ResponseCells;
  readonly points: readonly OutputPoint[];
  readonly trials: readonly SituationTrial[];
}

/** Larger responses that cannot be reduced are not looked at closely. */
const MAXIMUM_WHOLE_CHARACTERS = 300_000;

/**
 * Finds out what code does by what it makes of a response and of changed copies of it: the reading of the response that gives
 * exactly its points, on all of them. `null` when the code gives nothing on a response small enough to look at closely.
 */
export async function explainPoints(
  input: ExplainPointsInput,
  whole: ResponseCells = responseCells(input.body),
): Promise<Explanation | null> {
  const focus = await focusOn(input);
  if (focus === null) return null;
  let best: Explanation | null = null;
  const seen = new Set<string>();
  for (const style of STYLES) {
    const structure = findColumns(focus.body, style);
    const paths = structure.columns.map(({ path }) => path.text).join("\n");
    if (seen.has(paths)) continue;
    seen.add(paths);
    const explanation = await explainIn(input, whole, focus, structure);
    if (best === null || isBetter(explanation, best)) best = explanation;
    if (best.best?.contradictions.length === 0) break;
  }
  return best;
}

/** What looks like records may be the named parts of one, and the other way round. */
const STYLES: readonly StructureStyle[] = ["usual", "parts", "records", "lists"];

function isBetter(second: Explanation, first: Explanation): boolean {
  if (second.best === null) return false;
  if (first.best === null) return true;
  return second.best.contradictions.length < first.best.contradictions.length;
}

interface Focus {
  readonly body: JsonValue;
  readonly points: ReadonlyMap<string, OutputPoint>;
  readonly isWhole: boolean;
}

async function focusOn({ body, points, runner, seed }: ExplainPointsInput): Promise<Focus | null> {
  const reduced = reduceResponse(body, seed);
  const characters = JSON.stringify(body).length;
  if (JSON.stringify(reduced).length < characters) {
    const { output } = await runner.run(reduced);
    if (output.state === "points" && output.points.size > 0)
      return { body: reduced, points: output.points, isWhole: false };
    if (characters > MAXIMUM_WHOLE_CHARACTERS) return null;
  }
  return { body, points, isWhole: true };
}

async function explainIn(
  input: ExplainPointsInput,
  whole: ResponseCells,
  focus: Focus,
  structure: Structure,
): Promise<Explanation> {
  const { runner, seed, context } = input;
  const { body } = focus;
  const cells = responseCells(body);
  const influence = await findInfluence({ body, structure, base: focus.points, runner, seed });
  const trials: SituationTrial[] = influence.trials.map((changed) => ({ situation: null, ...changed }));
  for (const situation of makeSituations({ body, structure, influence, seed })) {
    trials.push({ situation, trial: await runner.run(situation.body), column: null, list: situation.list });
  }
  const points = [...focus.points.values()];
  const search = findPlans(
    { structure, influence, points, fetchedAtMs: context.fetchedAtMs, datesOnly: input.datesOnly },
    cells,
    context,
  );
  const verify = (plan: Plan): Verification => {
    const verification = verifyPlan(plan, trials, context);
    if (focus.isWhole || verification.contradictions.length > 0) return verification;
    const contradiction = contradictionOnWhole(plan, whole, input);
    return contradiction === null ? verification : { ...verification, contradictions: [contradiction] };
  };
  const best = bestPlan(search.plans, influence, verify);
  return { best, search, influence, structure, body, cells, points, trials };
}

/** An explanation is found on a part of the response, and has to hold on the whole. */
function contradictionOnWhole(
  plan: Plan,
  whole: ResponseCells,
  { points, context }: ExplainPointsInput,
): Contradiction | null {
  const prediction = predictPoints(plan, whole, context);
  if (prediction === null) return { situation: "whole", difference: null, refusal: "several records share one time" };
  const difference = comparePoints(prediction.points, points, { magnitude: prediction.magnitude });
  return difference === null ? null : { situation: "whole", difference, refusal: null };
}

/**
 * The explanation with the fewest contradictions. Of those that have none, the plainest reading of the response, and of its
 * ways to join values the one that most of the changed responses confirm.
 */
function bestPlan(
  plans: readonly Plan[],
  influence: Influence,
  verify: (plan: Plan) => Verification,
): Verification | null {
  const verified: Verification[] = [];
  for (const alternatives of byReading(plans)) {
    verified.push(...alternatives.map(verify));
    verified.sort(byContradictions);
    if (verified[0]?.contradictions.length === 0) return verified[0];
  }
  // A condition that all records of the response meet shows only in changed ones.
  for (const { plan, contradictions } of verified.slice(0, 4)) {
    if (plan.filters.length > 0 || contradictions.every(({ situation }) => situation !== null)) continue;
    verified.push(...withFilters(plan, influence).map(verify));
  }
  verified.sort(byContradictions);
  return verified.find((candidate) => candidate.contradictions.length === 0 || !isChance(candidate.plan)) ?? null;
}

/** Plans that differ only in how they join values lie side by side. */
function byReading(plans: readonly Plan[]): Plan[][] {
  const groups: Plan[][] = [];
  for (const plan of plans) {
    const last = groups.at(-1);
    const [other] = last ?? [];
    const isSame =
      other !== undefined &&
      (["value", "time", "bucket", "bucketForm", "orderedBy", "series", "filters"] as const).every(
        (part) => other[part] === plan[part],
      );
    if (isSame && last !== undefined) last.push(plan);
    else groups.push([plan]);
  }
  return groups;
}

/** Conditions and factors that fit one response by chance show it when they are contradicted. */
function isChance({ filters, scale }: Plan): boolean {
  return filters.length > 0 || !isNiceScale(scale);
}

function withFilters(plan: Plan, influence: Influence): Plan[] {
  const driver = driverOf(plan.value);
  if (driver === null) return [];
  const used = [...valuePaths(plan.value), ...timePaths(plan.time), ...seriesPaths(plan.series)];
  return filterCandidates(influence, driver, used).map((filters) => ({ ...plan, filters }));
}

function byContradictions(first: Verification, second: Verification): number {
  return first.contradictions.length - second.contradictions.length || second.confirmations - first.confirmations;
}
