import { MetricsmithError } from "../../errors/metricsmith-error.js";
import type {
  Candidate,
  GenerateInput,
  Generator,
  GeneratorSubject,
  Proposal,
  RankedCandidate,
} from "../../ports/generator.js";
import type { JsonValue } from "../../util/json.js";
import { describeShape } from "../../shapes/describe-shape.js";
import { proposeChartFromWords } from "../chart-words/propose-chart-from-words.js";
import { compileMapping } from "../mapping/compile-mapping.js";
import { chooseDimensions } from "./choose-dimensions.js";
import { coarserTotal } from "./coarser-total.js";
import { evaluatePlan } from "./evaluate-plan.js";
import { type OpenedView, openViews } from "./open-views.js";
import { labelOf, mappingOf, type Plan } from "./plan.js";
import type { PlanProposal } from "./plan-proposal.js";
import { proposeGauge } from "./propose-gauge.js";
import { proposeHistory } from "./propose-history.js";
import { mixedUnits } from "./mixed-units.js";
import { readBody } from "./read-body.js";

const MAXIMUM_SAMPLES = 3;

/**
 * A generator without a model: it finds the records, their time, value and lines by their shape and by the words of the measure,
 * and emits a mapping only where each of them is named or the only possibility. Everything else it asks or refuses.
 */
export function rules(): Generator {
  return {
    origin: "rules",
    model: null,
    propose: (input) => Promise.resolve().then(() => propose(input)),
    proposeChart: (input) => Promise.resolve().then(() => proposeChartFromWords(input)),
  };
}

function propose({ subject, payload, context, signal }: GenerateInput): Proposal {
  signal.throwIfAborted();
  const reading = readBody(payload);
  if ("refusal" in reading) return { outcome: "refused", reason: reading.refusal };
  const { body } = reading;
  const proposal = proposePlan(subject, body, context.fetchedAtMs);
  if (proposal.outcome === "refused" || proposal.outcome === "no-data") return proposal;
  if (proposal.outcome === "plan") {
    const candidate = candidateOf(proposal.plan, subject);
    return candidate === null
      ? { outcome: "refused", reason: `No mapping can read ${labelOf(proposal.plan)}: give a transform.` }
      : { outcome: "candidate", candidate };
  }
  const candidates = proposal.plans.flatMap((plan) => rankedOf(plan, subject, body) ?? []);
  return candidates.length >= 2
    ? { outcome: "ambiguous", question: proposal.question, candidates }
    : { outcome: "refused", reason: proposal.question };
}

function proposePlan(subject: GeneratorSubject, body: JsonValue, fetchedAtMs: number): PlanProposal {
  // Nested too deep is an error of its own, before anything walks the response.
  try {
    describeShape(body);
  } catch (error) {
    if (!MetricsmithError.isInstance(error)) throw error;
    return { outcome: "refused", reason: error.message };
  }
  if (subject.kind === "snapshot")
    return { outcome: "refused", reason: "Rules write histories and gauges; a snapshot needs no mapping." };
  const { views, empty } = openViews(body, subject.timezone, subject.measure.time, fetchedAtMs);
  const lists = views.filter(({ isWhole, isLoose }) => !isWhole && !isLoose);
  const isEmpty = lists.length === 0 && empty.length > 0;
  const noData: PlanProposal = {
    outcome: "no-data",
    reason: "The lists of the response are all empty: nothing can be inferred from it yet.",
  };
  if (subject.kind === "history") {
    if (isEmpty) return noData;
    const proposal = withoutDoubts(proposeHistory(subject, views, body), subject, views);
    return proposal.outcome === "refused" && empty.length > 0 && lists.length === 0 ? noData : proposal;
  }
  const proposal = withoutDoubts(proposeGauge(subject, views, body), subject, views);
  return proposal.outcome === "refused" && isEmpty ? noData : proposal;
}

/** Numbers of several units or currencies make no line, and what is finer is not joined where the response may state the whole itself. */
function withoutDoubts(
  proposal: PlanProposal,
  { measure }: GeneratorSubject,
  views: readonly OpenedView[],
): PlanProposal {
  if (proposal.outcome !== "plan") return proposal;
  const mixed = mixedUnits(proposal.plan);
  if (mixed !== null) return { outcome: "refused", reason: mixed };
  const stated = coarserTotal(proposal.plan, measure, views);
  if (stated === null) return proposal;
  const reason = `Is "${measure.value}" joined of ${labelOf(proposal.plan)}, or stated by "${stated}"? Name the path in the measure.`;
  return { outcome: "refused", reason };
}

/** The plan as code; `null` when it has a path that a mapping cannot write. */
function candidateOf(plan: Plan, { kind }: GeneratorSubject): Candidate | null {
  const mapping = mappingOf(plan, chooseDimensions(plan));
  if (mapping === null) return null;
  const reasons = plan.reasons.map((reason) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`);
  return { code: compileMapping(mapping, { kind }), mapping, reasons };
}

function rankedOf(plan: Plan, subject: GeneratorSubject, body: JsonValue): RankedCandidate | null {
  const candidate = candidateOf(plan, subject);
  if (candidate === null) return null;
  const samples = evaluatePlan(plan, body)
    .points.slice(0, MAXIMUM_SAMPLES)
    .map(({ timeMs, series, value }): JsonValue => ({
      ...(timeMs === null ? {} : { time: new Date(timeMs).toISOString().replace("T00:00:00.000Z", "") }),
      ...(series === "" ? {} : { series }),
      value,
    }));
  return { ...candidate, label: labelOf(plan), samples };
}
