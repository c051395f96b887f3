import type { z } from "zod";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { mappingFieldsSchema } from "./mapping-fields.js";
import { mappingProblems } from "./mapping-problems.js";

export { type MappingPaths, mappingPaths } from "./mapping-paths.js";

/**
 * How a response becomes data points, declared as paths: each record gives one point, or one share of a grouped point.
 *
 * A record without the value or without the time is skipped: missing stays missing, and is never 0. Anything that is
 * there but cannot be read as what the mapping says is an error that names the record and the text found.
 */
export const mappingSchema = mappingFieldsSchema.superRefine((mapping, context) => {
  for (const { path, message } of mappingProblems(mapping))
    context.addIssue({ code: "custom", path: [...path], message });
});

/**
 * How a response becomes data points: each record gives one point, or with `groupBy` one share of a point.
 *
 * A path is keys joined by dots (`"data.items"`, `"prices.0.eur"`), or a list of keys when a key holds dots or brackets.
 * `records` starts at the response (`""` is the response itself); every other path starts at the record (`""` is the record
 * itself, `"$root.date"` starts at the response, `"$key"` is the record's key with `recordsAre: "values-of-object"`).
 *
 * - `records`, `recordsAre`: where the records are: items of an array (default), values of an object, one object, parallel arrays
 *   (`columns`), or arrays of cells (`rows`, whose names stand where `columns` says).
 * - `within`: the records are nested in those; `"$parent.x"` and `"$parentKey"` are of the record around.
 * - `time`: `{ path, format }`, paths of `{ year, month?, day?, ... }`, or `{ date, clock }`; none for gauges. Common formats: `iso`
 *   (read in the metric's time zone when it has no offset), `epoch-s`, `epoch-ms`, `date` (2026-03-01), `month` (2026-03), `year`.
 * - `value`: `{ path, scale? }`, the number there times `scale`; `{ bySeries }` or `{ bySeriesKeys }`, several lines side by side; or
 *   `"count"`, each record is 1.
 * - `missing`: texts that mean "no value".
 * - `series`: `{ path }` or `{ constant }`: which line the point belongs to.
 * - `dimensions`: names to paths of further values kept with the point.
 * - `filter`: conditions that all must hold for a record to count.
 * - `groupBy`: one point per bucket of time and series, cut in the metric's time zone.
 *
 * A record without the value or the time is skipped. What is there but cannot be read is an error that names the record.
 */
export type Mapping = z.infer<typeof mappingSchema>;

/**
 * The mapping that `input` describes.
 *
 * @throws {MetricsmithError} MAPPING_INVALID naming the first field that is wrong; `details.problems` names all of them.
 */
export function parseMapping(input: unknown): Mapping {
  const parsed = mappingSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(describeIssue);
  throw new MetricsmithError(
    `Invalid mapping: ${problems[0] ?? "it cannot be read"}. Correct this field of the mapping.`,
    {
      code: "MAPPING_INVALID",
      details: { problems },
      cause: parsed.error,
    },
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const closest = closestIssue(issue);
  const field = closest.path.map(String).join(".");
  return field === "" ? closest.message : `"${field}": ${closest.message}`;
}

/** For alternatives, the complaint of the one that fits best, when that one says more than "no alternative fits". */
function closestIssue(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string } {
  if (issue.code !== "invalid_union") return issue;
  const [best] = [...issue.errors]
    .sort((a, b) => a.length - b.length)
    .filter((issues) => issues.some((inner) => inner.path.length > 0));
  const inner = best?.find((candidate) => candidate.path.length > 0);
  if (inner === undefined) return issue;
  const closest = closestIssue(inner);
  return { path: [...issue.path, ...closest.path], message: closest.message };
}
