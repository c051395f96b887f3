import type { GeneratorSubject } from "../../ports/generator.js";
import { measureWords, pathStems } from "../../shapes/measure-words.js";
import type { JsonValue } from "../../util/json.js";
import { chooseColumns } from "./choose-columns.js";
import { asksForCount, countedViews, isInLastKey, namesThings } from "./choose-count.js";
import { chooseSeries } from "./choose-series.js";
import { chooseValue, type ValueCandidate } from "./choose-value.js";
import { quotedList } from "./choice.js";
import { isPathLike } from "./is-path-like.js";
import { namedRecords } from "./named-record.js";
import { scaleValue } from "./complete-plan.js";
import { explainWords } from "./explained-words.js";
import type { Field } from "./list-fields.js";
import { type OpenedView, withoutCovered } from "./open-views.js";
import type { Aggregation, Plan, PlannedValue } from "./plan.js";
import type { PlanProposal } from "./plan-proposal.js";
import { settlePlans } from "./settle-plans.js";

const TOTALS = new Set([
  "total",
  "count",
  "hit",
  "found",
  "result",
  "item",
  "record",
  "valu",
  "value",
  "all",
  "element",
  "n",
  "size",
  "row",
]);
const MORE_PAGES =
  /^(?:has_?more|has_?next(?:_?page)?|next|next_?(?:page|cursor|link|url|token)\w*|incomplete_results)$/i;

/** A list of just so many records is more likely a page than the whole. */
const PAGE_SIZES = new Set([10, 15, 20, 25, 30, 50, 100, 200, 250, 500, 1_000]);

/** What a gauge shows: one number of the response, one for each line, or how many records there are. */
export function proposeGauge(subject: GeneratorSubject, views: readonly OpenedView[], body: JsonValue): PlanProposal {
  const { measure } = subject;
  const reachable = measure.series === undefined ? views : withoutCovered(views);
  const usable = reachable.filter((view) => !view.isLoose || measure.series !== undefined);
  const inLines = usable.filter(({ isWhole }) => !isWhole);
  const near = measure.series === undefined ? usable : inLines.length > 0 ? inLines : usable;
  const fromNames = measure.series === undefined ? proposeNamed(subject, usable, body) : null;
  if (fromNames !== null) return fromNames;
  const everywhere = chooseValue(subject, usable, views);
  const choice =
    everywhere.kind === "one" && everywhere.isExact && measure.series === undefined
      ? everywhere
      : chooseValue(subject, near, views);
  const isExact = choice.kind === "one" && choice.isExact;
  if (!isExact && measure.series === undefined) {
    const isByName =
      choice.kind === "one" &&
      choice.isNamed &&
      choice.candidates.some(({ field }) => isInLastKey(measure.value, field.generic));
    if (!isByName && (asksForCount(measure.value) || (choice.kind !== "several" && namesThings(measure.value)))) {
      const counted = proposeCount(subject, usable, body);
      if (counted !== null) return counted;
    }
  }
  if (measure.series !== undefined && choice.kind !== "one") {
    const lines = usable.flatMap((view) => {
      const columns = view.records.length === 1 ? chooseColumns(measure, view) : null;
      return columns === null
        ? []
        : [planOf(subject, view, columns, null, [`the lines of "${measure.series ?? ""}" stand side by side`])];
    });
    if (choice.kind === "none" && lines.length === 1) return settlePlans({ plans: lines, question: null }, body);
  }
  if (choice.kind === "none")
    return { outcome: "refused", reason: choice.reason, details: { numbers: numbersOf(usable) } };
  const bad = choice.kind === "one" ? choice.candidates.find(({ reading }) => reading.kind !== "numbers") : undefined;
  if (bad !== undefined) {
    const why = bad.reading.kind === "unclear" ? bad.reading.reason : "has no value";
    return { outcome: "refused", reason: `"${bad.field.generic}" fits "${measure.value}" best, and ${why}.` };
  }
  const drafts = simplest(choice.candidates).map((candidate) =>
    draftOf(subject, candidate, choice.kind === "one" ? [choice.reason] : []),
  );
  const plans = drafts.flatMap((draft) => draft.plans);
  const question =
    (choice.kind === "several" ? choice.question : null) ??
    drafts.find((draft) => draft.question !== null)?.question ??
    null;
  if (plans.length === 0)
    return {
      outcome: "refused",
      reason: drafts.find(({ reason }) => reason !== null)?.reason ?? "Nothing could be read.",
    };
  return settlePlans({ plans, question }, body);
}

/** The number of the record that the measure names, in a list of names and numbers; `null` when there is none. */
function proposeNamed(subject: GeneratorSubject, views: readonly OpenedView[], body: JsonValue): PlanProposal | null {
  if (isPathLike(subject.measure.value)) return null;
  const found = namedRecords(subject, views);
  const [first, ...others] = found;
  if (first === undefined) return null;
  const drafts = found.map((named) => {
    const reason = `"${named.condition.field.generic}" names the record of "${subject.measure.value}"`;
    const scaled = scaleValue(named.field, named.reading, named.view, subject.measure);
    const plans = scaled.values.map((value): Plan => ({
      ...planOf(subject, named.view, value, null, [reason]),
      filter: [named.condition],
    }));
    return { plans, question: scaled.question };
  });
  const question = others.length > 0 ? `Which record is "${subject.measure.value}"?` : (drafts[0]?.question ?? null);
  return settlePlans({ plans: drafts.flatMap(({ plans }) => plans), question }, body);
}

/** "number of X": a total that the response states, else the length of the list of X. */
function proposeCount(subject: GeneratorSubject, views: readonly OpenedView[], body: JsonValue): PlanProposal | null {
  const { measure } = subject;
  const counted = countedViews(subject, views);
  const whole = views.find(({ isWhole }) => isWhole);
  const totals = (whole?.numbers ?? []).filter(
    ({ field, reading }) => reading.kind === "numbers" && reading.areWhole && isTotal(field),
  );
  const isExplained = counted.length > 0 || (whole !== undefined && explained(subject, whole));
  if (whole !== undefined && totals.length > 0 && isExplained) {
    const plans = totals.map(({ field }) =>
      planOf(subject, whole, { kind: "field", field, missing: [], scale: null }, null, [
        `"${field.generic}" states how many there are`,
      ]),
    );
    const question =
      totals.length > 1
        ? `Which of ${quotedList(totals.map(({ field }) => field.generic))} is "${measure.value}"?`
        : null;
    return settlePlans({ plans, question }, body);
  }
  if (counted.length === 0) return null;
  const words = counted.map((view) =>
    explainWords({ measure, endpoint: subject.request.endpoint, view, time: null, used: new Set(), valuePath: null }),
  );
  const plans = counted.map((view, index): Plan => ({
    ...planOf(subject, view, { kind: "count" }, null, [`the records of "${view.generic}" are counted`]),
    filter: words[index]?.conditions ?? [],
  }));
  if (words.some(({ isOpen }) => isOpen))
    return { outcome: "refused", reason: `Nothing tells which of the records "${measure.value}" means.` };
  const full = counted.find(({ records }) => PAGE_SIZES.has(records.length));
  if (full !== undefined) {
    return {
      outcome: "refused",
      reason: `"${full.generic}" holds ${full.records.length} records, as many as a page often does, and the response states no total: they may not be all of "${measure.value}".`,
    };
  }
  if (hasMorePages(body)) {
    return {
      outcome: "refused",
      reason: `The response holds one page of several and states no total, so that its records are not all of "${measure.value}".`,
    };
  }
  return settlePlans(
    {
      plans,
      question: plans.length > 1 ? `Which of ${quotedList(counted.map(({ generic }) => generic))} is counted?` : null,
    },
    body,
  );
}

function explained(subject: GeneratorSubject, view: OpenedView): boolean {
  return (
    explainWords({
      measure: subject.measure,
      endpoint: subject.request.endpoint,
      view,
      time: null,
      used: new Set(),
      valuePath: null,
    }).unexplained.length === 0
  );
}

function isTotal({ generic }: Field): boolean {
  const stems = pathStems(generic.split(".").at(-1) ?? "");
  return (
    stems.some((stem) => ["total", "count", "hit", "found"].includes(stem)) &&
    stems.every((stem) => TOTALS.has(stem) || stem === "number")
  );
}

function hasMorePages(body: JsonValue): boolean {
  const visit = (value: JsonValue | undefined, depth: number): boolean =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).some(
      ([key, member]) =>
        (MORE_PAGES.test(key) && member !== null && member !== false && member !== "" && typeof member !== "object") ||
        (depth < 3 && visit(member, depth + 1)),
    );
  return visit(body, 0);
}

interface GaugeDraft {
  readonly plans: readonly Plan[];
  readonly question: string | null;
  readonly reason: string | null;
}

function draftOf(
  subject: GeneratorSubject,
  { view, field, reading }: ValueCandidate,
  reasons: readonly string[],
): GaugeDraft {
  const { measure, request } = subject;
  const scaled = scaleValue(field, reading, view, measure);
  const values = scaled.values;
  const all = [...reasons, ...(scaled.reason === null ? [] : [scaled.reason])];
  if (measure.series !== undefined && !view.isWhole) {
    const series = chooseSeries(measure.series, view, new Set([field]));
    if (series.kind === "none") return { plans: [], question: null, reason: series.reason };
    const options = series.kind === "one" ? [series.option] : series.options;
    const plans = options.flatMap((option) => values.map((value) => planOf(subject, view, value, option, all)));
    return { plans, question: scaled.question ?? (series.kind === "several" ? series.question : null), reason: null };
  }
  const words = explainWords({
    measure,
    endpoint: request.endpoint,
    view,
    time: null,
    used: new Set([field]),
    valuePath: field.generic,
  });
  if (view.isWhole)
    return {
      plans: values.map((value) => planOf(subject, view, value, null, all)),
      question: scaled.question,
      reason: null,
    };
  const filtered = values.map((value): Plan => ({
    ...planOf(subject, view, value, null, all),
    filter: words.conditions,
  }));
  if (view.records.length === 1)
    return { plans: filtered, question: scaled.question ?? openQuestion(measure.value, words.isOpen), reason: null };
  const said = joinedBy(measure.value);
  if (said !== null && said !== "last")
    return {
      plans: filtered.map((plan) => ({ ...plan, groupBy: { aggregation: said } })),
      question: scaled.question ?? openQuestion(measure.value, words.isOpen),
      reason: null,
    };
  if (words.conditions.length > 0 && !words.isOpen) return { plans: filtered, question: scaled.question, reason: null };
  const joined = (["sum", "avg", "max"] as const).flatMap((aggregation) =>
    filtered.map((plan): Plan => ({ ...plan, groupBy: { aggregation } })),
  );
  return {
    plans: joined,
    question: `"${field.generic}" is in ${view.records.length} records: is the total, the average or the highest of them meant?`,
    reason: null,
  };
}

function openQuestion(text: string, isOpen: boolean): string | null {
  return isOpen ? `Which records does "${text}" mean?` : null;
}

function joinedBy(text: string): Aggregation | null {
  const said = measureWords(text).directions.filter((direction) => direction !== "count" && direction !== "first");
  const [only, ...others] = [...new Set(said)];
  return only === undefined || others.length > 0 ? null : only;
}

function planOf(
  subject: GeneratorSubject,
  view: OpenedView,
  value: PlannedValue,
  series: Field | null,
  reasons: readonly string[],
): Plan {
  return { view, time: null, value, series, filter: [], groupBy: null, unit: subject.measure.unit, reasons };
}

/** Of views that hold the same path the one with the fewest steps. */
function simplest(candidates: readonly ValueCandidate[]): ValueCandidate[] {
  const found = new Map<string, ValueCandidate>();
  for (const candidate of candidates) {
    const known = found.get(candidate.field.generic);
    if (known === undefined || known.view.view.steps.length > candidate.view.view.steps.length)
      found.set(candidate.field.generic, candidate);
  }
  return [...found.values()];
}

function numbersOf(views: readonly OpenedView[]): string[] {
  return [...new Set(views.flatMap(({ numbers }) => numbers.map(({ field }) => field.generic)))].slice(0, 40);
}
