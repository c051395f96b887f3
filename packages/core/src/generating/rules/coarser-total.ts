import { measureWords, pathStems } from "../../shapes/measure-words.js";
import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import type { Measure } from "../../metrics/measure.js";
import { lastKey } from "./last-key.js";
import { tellingStems } from "./name-doubt.js";
import type { OpenedView } from "./open-views.js";
import type { Plan } from "./plan.js";

/**
 * The path of a number that an outer record states and that may be what a plan joins from the lists in it: its name says nothing
 * of its own, or shares a word with the measure. `null` when there is none, or the plan joins nothing.
 */
export function coarserTotal(plan: Plan, measure: Measure, views: readonly OpenedView[]): string | null {
  if (plan.groupBy === null || plan.value.kind !== "field" || plan.view.view.steps.length < 2) return null;
  const { generic } = plan.value.field;
  const outer = new Set(plan.view.view.generics.slice(0, -1));
  const { names } = measureWords(measure.value);
  const own = pathStems(lastKey(generic));
  const found = views
    .filter((view) => outer.has(view.generic) && !view.isLoose)
    .flatMap(({ numbers }) => numbers)
    .filter(({ field, reading }) => reading.kind === "numbers" && !isIdentifierPath(field.generic))
    .find(({ field }) => {
      const telling = tellingStems(field.generic);
      return telling.length === 0 || telling.some((stem) => [...names, ...own].some((name) => areKin(stem, name)));
    });
  return found?.field.generic ?? null;
}

/** "visitor" and "visit": forms of one word. */
function areKin(one: string, other: string): boolean {
  return one === other || (Math.min(one.length, other.length) >= 4 && (one.startsWith(other) || other.startsWith(one)));
}
