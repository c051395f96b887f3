import type { GeneratorSubject } from "../../ports/generator.js";
import { sampleEvenly } from "../../shapes/sample-evenly.js";
import type { JsonValue } from "../../util/json.js";
import { chooseColumns } from "./choose-columns.js";
import { asksForCount, countedViews, isInLastKey } from "./choose-count.js";
import { askedBucket, chooseGrouping } from "./choose-grouping.js";
import { chooseSeries } from "./choose-series.js";
import { chooseTime } from "./choose-time.js";
import { chooseValue, type ValueChoice } from "./choose-value.js";
import { tellingStems } from "./name-doubt.js";
import { quotedList } from "./choice.js";
import { scaleValue } from "./complete-plan.js";
import { explainWords } from "./explained-words.js";
import { readField } from "./field-reference.js";
import type { Field } from "./list-fields.js";
import { type OpenedView, withoutCovered } from "./open-views.js";
import type { Plan, PlannedValue } from "./plan.js";
import type { PlanProposal } from "./plan-proposal.js";
import { settlePlans } from "./settle-plans.js";
import type { TimeOption } from "./time-option.js";

const MAXIMUM_DRAFTS = 24;
const SAMPLED_RECORDS = 300;

/** What the points of a history are: values or counts at times that the response holds. */
export function proposeHistory(subject: GeneratorSubject, views: readonly OpenedView[], body: JsonValue): PlanProposal {
  const { measure } = subject;
  const reachable = measure.series === undefined ? views : withoutCovered(views);
  const timed = reachable.filter((view) => view.times.length > 0 && (!view.isLoose || measure.series !== undefined));
  const own = timed.filter(
    (view) => !view.isWhole && view.times.some(({ fields }) => fields[0]?.reference.origin !== "root"),
  );
  const readings = readingsOf(subject, { near: own.length > 0 ? own : timed, timed, all: views });
  if (readings.kind === "none") return { outcome: "refused", reason: readings.reason, details: detailsOf(views) };
  const drafts = readings.values.flatMap((value) => completed(subject, value, body));
  const complete = drafts.flatMap((draft) => (draft.kind === "plan" ? [draft] : []));
  const refusal = drafts.find((draft) => draft.kind === "refused");
  if (complete.length === 0)
    return {
      outcome: "refused",
      reason: refusal?.reason ?? "Nothing in the response could be read.",
      details: detailsOf(views),
    };
  const question = readings.question ?? complete.find((draft) => draft.question !== null)?.question ?? null;
  return settlePlans({ plans: complete.slice(0, MAXIMUM_DRAFTS).map(({ plan }) => plan), question }, body);
}

/** A value and the view that it is in. */
interface ReadValue {
  readonly view: OpenedView;
  readonly values: readonly PlannedValue[];
  readonly question: string | null;
  readonly reasons: readonly string[];
}

type Readings =
  | { readonly kind: "values"; readonly values: readonly ReadValue[]; readonly question: string | null }
  | { readonly kind: "none"; readonly reason: string };

function readingsOf(
  subject: GeneratorSubject,
  { near, timed, all }: Readonly<Record<"near" | "timed" | "all", readonly OpenedView[]>>,
): Readings {
  const { value: text, series } = subject.measure;
  if (timed.length === 0)
    return { kind: "none", reason: "No records of the response have a time, and a history takes its times from it." };
  const everywhere = chooseValue(subject, timed, all);
  const choice = everywhere.kind === "one" && everywhere.isExact ? everywhere : chooseValue(subject, near, all);
  if (choice.kind === "one" && choice.isExact) return fieldReadings(subject, choice);
  const counted = countedViews(subject, near);
  const isAsked = asksForCount(text);
  const isByName =
    choice.kind === "one" &&
    choice.isNamed &&
    choice.candidates.every(
      ({ field }) => isInLastKey(text, field.generic) || tellingStems(field.generic).length === 0,
    );
  if (isAsked && counted.length > 0 && !isByName) return countReadings(counted);
  if (series !== undefined && choice.kind !== "one") {
    const lines = near.flatMap((view): ReadValue[] => {
      const columns = hasSeries(series, view) ? null : chooseColumns(subject.measure, view);
      return columns === null
        ? []
        : [{ view, values: [columns], question: null, reasons: [`the lines of "${series}" are columns side by side`] }];
    });
    if (lines.length === 1) return { kind: "values", values: lines, question: null };
  }
  if (choice.kind === "none") {
    if (counted.length > 0 && isCountOfEvents(subject)) return countReadings(counted);
    const wider = choice.reason.startsWith("No number") ? everywhere : choice;
    return wider.kind === "none" ? wider : fieldReadings(subject, wider);
  }
  if (
    choice.kind === "one" &&
    !isByName &&
    counted.length > 0 &&
    isCountOfEvents(subject) &&
    choice.candidates.some(({ view }) => counted.includes(view))
  ) {
    const field = fieldReadings(subject, choice);
    const count = countReadings(counted);
    const values = [count, field].flatMap((reading) => (reading.kind === "values" ? reading.values : []));
    return {
      kind: "values",
      values,
      question: `Is "${text}" the number of records, or ${quotedList(choice.candidates.map(({ field: { generic } }) => generic))}?`,
    };
  }
  return fieldReadings(subject, choice);
}

/** Counting without being asked to in so many words needs a bucket to count in: "commits" per day. */
function isCountOfEvents({ measure }: GeneratorSubject): boolean {
  return measure.unit === undefined && askedBucket(measure) !== null;
}

function hasSeries(text: string, view: OpenedView): boolean {
  const times = new Set(view.times.flatMap(({ fields }) => fields));
  return chooseSeries(text, view, times).kind !== "none";
}

function countReadings(views: readonly OpenedView[]): Readings {
  const values = views.map((view): ReadValue => ({
    view,
    values: [{ kind: "count" }],
    question: null,
    reasons: [`the records of "${view.generic}" are counted`],
  }));
  return {
    kind: "values",
    values,
    question: values.length > 1 ? `Which of ${quotedList(views.map(({ generic }) => generic))} is counted?` : null,
  };
}

function fieldReadings({ measure }: GeneratorSubject, choice: ValueChoice): Readings {
  if (choice.kind === "none") return choice;
  const unusable =
    choice.kind === "one" ? choice.candidates.find(({ reading }) => reading.kind !== "numbers") : undefined;
  if (unusable !== undefined) {
    const { field, reading } = unusable;
    const why = reading.kind === "unclear" ? reading.reason : "has no value in any record";
    return { kind: "none", reason: `"${field.generic}" fits "${measure.value}" best, and ${why}.` };
  }
  const simplest = new Map<string, (typeof choice.candidates)[number]>();
  for (const candidate of choice.candidates) {
    const known = simplest.get(candidate.field.generic);
    if (known === undefined || known.view.view.steps.length > candidate.view.view.steps.length)
      simplest.set(candidate.field.generic, candidate);
  }
  const values = [...simplest.values()].map(({ view, field, reading }): ReadValue => {
    const scaled = scaleValue(field, reading, view, measure);
    const reasons = [
      ...(choice.kind === "one" ? [choice.reason] : []),
      ...(scaled.reason === null ? [] : [scaled.reason]),
    ];
    return { view, values: scaled.values, question: scaled.question, reasons };
  });
  return { kind: "values", values, question: choice.kind === "several" ? choice.question : null };
}

type Completed =
  | { readonly kind: "plan"; readonly plan: Plan; readonly question: string | null }
  | { readonly kind: "refused"; readonly reason: string };

/** Time, series, conditions and grouping for a value; several plans where one of them is open. */
function completed(subject: GeneratorSubject, read: ReadValue, body: JsonValue): Completed[] {
  const { measure } = subject;
  const time = chooseTime(read.view, measure);
  if (time.kind === "none") return [{ kind: "refused", reason: time.reason }];
  const times = time.kind === "one" ? [time.option] : time.options;
  const question = read.question ?? (time.kind === "several" ? time.question : null);
  const reasons = [...read.reasons, ...(time.kind === "one" ? [time.reason] : [])];
  return times.flatMap((option) =>
    read.values.flatMap((value) => withSeries(subject, { ...read, reasons, question }, option, value, body)),
  );
}

function withSeries(
  subject: GeneratorSubject,
  read: ReadValue,
  time: TimeOption,
  value: PlannedValue,
  body: JsonValue,
): Completed[] {
  const { measure } = subject;
  const used = new Set<Field>([...time.fields, ...(value.kind === "field" ? [value.field] : [])]);
  if (measure.series === undefined || value.kind === "columns")
    return withConditions(subject, read, { time, value, series: null }, used, body);
  const series = chooseSeries(measure.series, read.view, used);
  if (series.kind === "none") return [{ kind: "refused", reason: series.reason }];
  const options = series.kind === "one" ? [series.option] : series.options;
  const question = read.question ?? (series.kind === "several" ? series.question : null);
  const reasons = [...read.reasons, ...(series.kind === "one" ? [series.reason] : [])];
  return options.flatMap((option) =>
    withConditions(
      subject,
      { ...read, question, reasons },
      { time, value, series: option },
      new Set([...used, option]),
      body,
    ),
  );
}

function withConditions(
  subject: GeneratorSubject,
  read: ReadValue,
  chosen: { time: TimeOption; value: PlannedValue; series: Field | null },
  used: ReadonlySet<Field>,
  body: JsonValue,
): Completed[] {
  const { measure, request, timezone } = subject;
  const { time, value, series } = chosen;
  const valuePath = value.kind === "field" ? value.field.generic : null;
  const words = explainWords({ measure, endpoint: request.endpoint, view: read.view, time, used, valuePath });
  const conditions = value.kind === "columns" ? [] : words.conditions;
  const filters = words.isOpen ? [[], ...conditions.map((condition) => [condition])] : [conditions];
  const asked = words.isOpen ? `Which records does "${measure.value}" mean?` : null;
  const lines = sampleEvenly(read.view.records, SAMPLED_RECORDS).map((placed) =>
    series === null ? "" : JSON.stringify(readField(series.reference, placed, body) ?? ""),
  );
  const grouping = chooseGrouping({ measure, isCount: value.kind === "count", time, timezone, series: lines });
  if (grouping.kind === "refused") return [{ kind: "refused", reason: grouping.reason }];
  const groups = grouping.kind === "none" ? [null] : grouping.kind === "one" ? [grouping] : grouping.options;
  const question = read.question ?? asked ?? (grouping.kind === "several" ? grouping.question : null);
  return filters.flatMap((filter) =>
    groups.map((group): Completed => ({
      kind: "plan",
      question,
      plan: {
        view: read.view,
        time,
        value,
        series,
        filter,
        groupBy: group === null ? null : { bucket: group.bucket, aggregation: group.aggregation },
        unit: measure.unit,
        reasons: [
          ...read.reasons,
          ...filter.map(
            ({ field, equals }) => `only records count whose "${field.generic}" is ${JSON.stringify(equals)}`,
          ),
          ...(grouping.kind === "one" ? [grouping.reason] : []),
        ],
      },
    })),
  );
}

function detailsOf(views: readonly OpenedView[]): { lists: string[]; numbers: string[] } {
  return {
    lists: views
      .filter(({ isWhole }) => !isWhole)
      .map(({ generic }) => generic)
      .slice(0, 20),
    numbers: [...new Set(views.flatMap(({ numbers }) => numbers.map(({ field }) => field.generic)))].slice(0, 40),
  };
}
