import { pathStems } from "../../shapes/measure-words.js";
import type { Filter } from "../explaining/plan.js";
import { isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";

/** Whether the records that are left out are those that the measure's words leave out: "paid orders" and `state` is "paid". */
export function matchFilters({ plan, measure }: MeasureSubject): MeasureVerdict {
  const words = new Set(
    pathStems(`${measure.value} ${measure.time ?? ""} ${measure.series ?? ""} ${measure.unit ?? ""}`),
  );
  for (const filter of plan.filters) {
    if (isGuard(filter)) continue;
    if (!isAsked(filter, words)) {
      return isUnclear(
        `Records are left out by a condition on ${filter.path.text} (${testWords(filter)}), and "${measure.value}" does not ask for one.`,
      );
    }
  }
  return passes(plan.filters.length === 0 ? "All records count." : "Only the records that the measure names count.");
}

/** What stands once in a response, such as a status, says whether it is an answer at all. */
function isGuard({ path, test }: Filter): boolean {
  if (path.wildcards > 0) return false;
  if (test.kind === "in" || test.kind === "not-in") return test.values.every((value) => typeof value !== "number");
  return test.kind === "exists";
}

function isAsked({ path, test }: Filter, words: ReadonlySet<string>): boolean {
  const says = (text: string): boolean => {
    const stems = pathStems(text);
    return stems.length > 0 && stems.every((stem) => words.has(stem));
  };
  switch (test.kind) {
    case "in":
      return test.values.every((value) =>
        typeof value === "boolean" ? value && saysKey(path.text, words) : says(String(value)),
      );
    case "not-in":
      return test.values.every((value) => value === false && saysKey(path.text, words));
    case "exists":
      return saysKey(path.text, words);
    case "missing":
    case "above":
    case "below":
    case "at-least":
    case "at-most":
      return false;
  }
}

function saysKey(path: string, words: ReadonlySet<string>): boolean {
  const key = path.split(/[.]|\[\]|\{\}/).findLast((part) => part !== "") ?? "";
  const stems = pathStems(key.replace(/^(?:is|has)[_A-Z]/, "")).filter(
    (stem) => !["is", "has", "at", "on", "date", "time"].includes(stem),
  );
  return stems.length > 0 && stems.every((stem) => words.has(stem));
}

function testWords({ test }: Filter): string {
  switch (test.kind) {
    case "in":
      return test.values.map((value) => JSON.stringify(value)).join(", ");
    case "not-in":
      return `not ${test.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "exists":
    case "missing":
      return test.kind;
    case "above":
    case "below":
    case "at-least":
    case "at-most":
      return `${test.kind.replace("-", " ")} ${test.limit}`;
  }
}
