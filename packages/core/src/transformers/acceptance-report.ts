import { z } from "zod";
import { jsonSchema } from "../metrics/record-fields.js";

/**
 * What a candidate is checked for, in the order in which it happens.
 *
 * - `runs`: the code loads and ends within its limits without throwing;
 * - `output-schema`: it returns an array of data points;
 * - `values`: every value is a finite number that can be held exactly;
 * - `times`: every timestamp is a time in the years 1 to 9999, for gauges the time of the fetch;
 * - `texts`: series and dimensions are within their sizes and can be stored;
 * - `not-empty`: there are points when the response holds records;
 * - `unique-keys`: no two points have the same series and timestamp;
 * - `series-count`: there are few enough series for a chart;
 * - `repeatable`: another seed and a later clock give the same points;
 * - `expect`: the host's own check.
 */
export const acceptanceCheckNameSchema = z.enum([
  "runs",
  "output-schema",
  "values",
  "times",
  "texts",
  "not-empty",
  "unique-keys",
  "series-count",
  "repeatable",
  "expect",
]);
export type AcceptanceCheckName = z.infer<typeof acceptanceCheckNameSchema>;

export const acceptanceCheckSchema = z.object({
  name: acceptanceCheckNameSchema,
  /** `unknown`: the response does not tell. It never rejects. */
  verdict: z.enum(["pass", "fail", "unknown"]),
  /** One sentence for people. */
  message: z.string(),
  /** What the verdict rests on. */
  evidence: jsonSchema.optional(),
});
export type AcceptanceCheck = z.infer<typeof acceptanceCheckSchema>;

export const acceptanceReportSchema = z.object({
  /** `rejected` when a check failed. */
  result: z.enum(["accepted", "rejected"]),
  /** In the order of `acceptanceCheckNameSchema`. Checks behind one that made them meaningless are absent. */
  checks: z.array(acceptanceCheckSchema),
});

/** Why a transformer was let in or kept out; stored with it. */
export type AcceptanceReport = z.infer<typeof acceptanceReportSchema>;
