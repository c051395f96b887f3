import type { JsonValue } from "../../util/json.js";
import { findInfluence, type Influence } from "../perturbing/find-influence.js";
import { makeSituations } from "../perturbing/make-situations.js";
import type { OutputPoint } from "../perturbing/run-output.js";
import type { TrialRunner } from "../perturbing/trials.js";
import { findColumns, type Structure, type StructureStyle } from "../responses/find-columns.js";
import { reduceResponse } from "../responses/reduce-response.js";
import { type ResponseCells, responseCells } from "../responses/response-cells.js";
import { comparePoints, type PointDifference } from "./compare-points.js";
import { filterCandidates } from "./find-filters.js";
import { findPlans, isNiceScale, type PlanSearch } from "./find-plans.js";
import { driverOf, type Plan, seriesPaths, timePaths, valuePaths } from "./plan.js";
import { predictPoints } from "./predict-points.js";
import type { EvaluationContext } from "./read-groups.js";
import { type SituationTrial, type Verification, verifyPlan } from "./verify-plan.js";

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
  /** Where the explanation, found on a part of the response, fails on the whole. */
  readonly wholeDifference: PointDifference | null;
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
export async function explainPoints(input: ExplainPointsInput): Promise<Explanation | null> {
  const focus = await focusOn(input);
  if (focus === null) return null;
  let best: Explanation | null = null;
  const seen = new Set<string>();
  for (const style of STYLES) {
    const structure = findColumns(focus.body, style);
    const paths = structure.columns.map(({ path }) => path.text).join("\n");
    if (seen.has(paths)) continue;
    seen.add(paths);
    const explanation = await explainIn(input, focus, structure);
    if (best === null || isBetter(explanation, best)) best = explanation;
    if (best.best !== null && best.best.contradictions.length === 0 && best.wholeDifference === null) break;
  }
  return best;
}

/** What looks like records may be the named parts of one, and the other way round. */
const STYLES: readonly StructureStyle[] = ["usual", "parts", "records"];

function isBetter(second: Explanation, first: Explanation): boolean {
  if (second.best === null) return false;
  if (first.best === null) return true;
  const count = ({ best, wholeDifference }: Explanation): number =>
    (best?.contradictions.length ?? 0) + (wholeDifference === null ? 0 : 1);
  return count(second) < count(first);
}

interface Focus {
  readonly body: JsonValue;
  readonly points: ReadonlyMap<string, OutputPoint>;
  readonly isWhole: boolean;
}

async function focusOn({ body, points, runner, seed }: ExplainPointsInput): Promise<Focus | null> {
  const reduced = reduceResponse(body, seed);
  const text = JSON.stringify(reduced);
  if (text.length < JSON.stringify(body).length) {
    const { output } = await runner.run(reduced);
    if (output.state === "points" && output.points.size > 0)
      return { body: reduced, points: output.points, isWhole: false };
    if (JSON.stringify(body).length > MAXIMUM_WHOLE_CHARACTERS) return null;
  }
  return { body, points, isWhole: true };
}

async function explainIn(input: ExplainPointsInput, focus: Focus, structure: Structure): Promise<Explanation> {
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
  const best = bestPlan(search.plans, influence, trials, context);
  const whole = best === null || focus.isWhole ? null : predictPoints(best.plan, responseCells(input.body), context);
  const wholeDifference =
    whole === null ? null : comparePoints(whole.points, input.points, { magnitude: whole.magnitude });
  return { best, wholeDifference, search, influence, structure, body, cells, points, trials };
}

/** The explanation with the fewest contradictions; of equals the one that says most, then the plainest. */
function bestPlan(
  plans: readonly Plan[],
  influence: Influence,
  trials: readonly SituationTrial[],
  context: EvaluationContext,
): Verification | null {
  const verify = (plan: Plan): Verification => verifyPlan(plan, trials, context);
  const verified = plans.map(verify).sort(byContradictions);
  const [best] = verified;
  if (best === undefined || best.contradictions.length === 0) return best ?? null;
  // A condition that all records of the response meet shows only in changed ones.
  const filtered = verified
    .slice(0, 4)
    .flatMap(({ plan, contradictions }) =>
      plan.filters.length > 0 || contradictions.every(({ situation }) => situation !== null)
        ? []
        : withFilters(plan, influence).map(verify),
    );
  const candidates = [...verified, ...filtered].sort(byContradictions);
  return candidates.find((candidate) => candidate.contradictions.length === 0 || !isChance(candidate.plan)) ?? null;
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
