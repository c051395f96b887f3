import { rankPaths } from "../../shapes/rank-paths.js";
import type { Measure } from "../../metrics/measure.js";
import { isIdentifierPath } from "../../shapes/identifier-paths.js";
import { isPathLike } from "./is-path-like.js";
import type { Field } from "./list-fields.js";
import type { OpenedView } from "./open-views.js";
import type { PlannedValue } from "./plan.js";

/**
 * The lines that stand side by side in a view's records, named by their keys: numbers that the words of `measure.series` or of
 * `measure.value` name alike. `null` when there are none.
 */
export function chooseColumns(measure: Measure, view: OpenedView): PlannedValue | null {
  if (measure.series === undefined) return null;
  const numbers = view.numbers.filter(
    ({ field, reading }) =>
      reading.kind === "numbers" && !isIdentifierPath(field.generic) && field.reference.keys.length > 0,
  );
  const generics = numbers.map(({ field }) => field.generic);
  const bySeries = matching(measure.series, generics);
  const byValue = matching(measure.value, generics);
  const named = bySeries.length >= 2 ? bySeries : byValue;
  if (named.length < 2 || named.length > 200 || isPathLike(measure.value)) return null;
  const chosen = numbers.filter(({ field }) => named.includes(field.generic));
  const missing = [...new Set(chosen.flatMap(({ reading }) => (reading.kind === "numbers" ? reading.missing : [])))];
  return {
    kind: "columns",
    columns: chosen.map(({ field }) => ({
      name: nameOf(
        field,
        chosen.map((other) => other.field),
      ),
      field,
    })),
    missing,
  };
}

/** Paths that fit the words as well as the best does; one only when it is alone. */
function matching(text: string, generics: readonly string[]): string[] {
  const { ranked } = rankPaths(text, generics);
  const top = ranked[0]?.score ?? 0;
  return ranked.filter(({ score }) => score > top - 0.2).map(({ path }) => path);
}

/** The key that differs from column to column. */
function nameOf(field: Field, all: readonly Field[]): string {
  const last = field.reference.keys.at(-1) ?? "";
  if (all.filter((other) => other.reference.keys.at(-1) === last).length === 1) return last;
  const index = field.reference.keys.findIndex((key, position) =>
    all.some((other) => other.reference.keys[position] !== key),
  );
  return field.reference.keys[index] ?? last;
}
