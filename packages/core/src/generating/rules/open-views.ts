import type { JsonValue } from "../../util/json.js";
import type { PlacedRecord } from "./field-reference.js";
import { findTimes } from "./find-times.js";
import { findViews } from "./find-views.js";
import { type Field, listFields } from "./list-fields.js";
import { type NumberReading, readNumbers } from "./read-numbers.js";
import { openView, type RecordView } from "./record-view.js";
import type { TimeOption } from "./time-option.js";

/** A view with its records, their fields, and how their times may be read. */
export interface OpenedView {
  readonly view: RecordView;
  /** `data[]`; `""` for the response itself. */
  readonly generic: string;
  /** Where the record list of an outermost step stands; `data`. */
  readonly records: readonly PlacedRecord[];
  readonly fields: readonly Field[];
  readonly times: readonly TimeOption[];
  /** What the records' own fields are as numbers, leaving out those that are named as times. */
  readonly numbers: readonly { readonly field: Field; readonly reading: NumberReading }[];
  /** True when only a measure that asks for lines makes records of it. */
  readonly isLoose: boolean;
  /** True when it is the whole response as one record. */
  readonly isWhole: boolean;
}

export interface OpenedViews {
  readonly views: readonly OpenedView[];
  /** Generic paths of the lists that are there and empty. */
  readonly empty: readonly string[];
}

/** The views of a response that hold records. Views that some outer record contradicts are left out. */
export function openViews(
  body: JsonValue,
  timezone: string,
  timeText?: string,
  fetchedAtMs: number = Date.now(),
): OpenedViews {
  const views: OpenedView[] = [];
  const empty: string[] = [];
  for (const view of findViews(body)) {
    const records = openView(view, body);
    const generic = view.generics.at(-1) ?? "";
    if (records === null) continue;
    if (records.length === 0) {
      empty.push(generic);
      continue;
    }
    const fields = listFields(view, records, body);
    const times = findTimes(fields, timezone, timeText, fetchedAtMs);
    const timeFields = new Set(times.filter(({ isNamed }) => isNamed).flatMap((option) => option.fields));
    const numbers = fields.flatMap((field) => {
      if (field.reference.origin !== "record" || timeFields.has(field)) return [];
      const reading = readNumbers(field.values);
      return reading.kind === "none" ? [] : [{ field, reading }];
    });
    views.push({
      view,
      generic,
      records,
      fields,
      times,
      numbers,
      isLoose: view.steps.some((step) => step.isLoose === true),
      isWhole: view.steps.length === 1 && view.steps[0]?.recordsAre === "object",
    });
  }
  return { views: withoutPositions(views), empty };
}

/** The views without those that another one holds under one of its keys: `npm[]` beside `{}[]`. */
export function withoutCovered(views: readonly OpenedView[]): OpenedView[] {
  const keyed = views.filter(({ generic }) => generic.includes("{}"));
  const patterns = keyed.map(({ generic }) => {
    const escaped = generic.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll("{}", "\\.?[^.[\\]{}]+");
    return new RegExp(`^${escaped}$`);
  });
  return views.filter(({ generic }) => generic.includes("{}") || !patterns.some((pattern) => pattern.test(generic)));
}

/** Numbers in a list of one item are read in the view of that list, where a second item would not be overlooked. */
function withoutPositions(views: readonly OpenedView[]): OpenedView[] {
  const known = new Set(views.flatMap(({ numbers }) => numbers.map(({ field }) => field.generic)));
  const isElsewhere = (generic: string): boolean =>
    /\.0(?=\.|$)/.test(generic) && known.has(generic.replaceAll(/\.0(?=\.|$)/g, "[]"));
  return views.map((view) => ({ ...view, numbers: view.numbers.filter(({ field }) => !isElsewhere(field.generic)) }));
}
