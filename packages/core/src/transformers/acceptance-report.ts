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
 * - `influence`: the values depend on the response, and it is known on which of its paths;
 * - `times-explained`: every time is read from the response as it is written there, or is the start of its bucket;
 * - `values-explained`: every value is what stands in the response, in the unit asked for, or a stated sum, count or mean of it;
 * - `count-explained`: no record is lost, doubled or made up;
 * - `order`: records in another order give the same points;
 * - `measure`: what the values, times and series come from is what the metric declares to measure;
 * - `history`: points that are stored already come out as they were;
 * - `expect`: the host's own check;
 * - `review`: a person is to look at it;
 * - `chart-config`: chart code returns a chart config;
 * - `chart-text`: its texts, colours and keys are safe in a page, and say nothing else than what is drawn;
 * - `chart-buckets`: its positions are those of the rows, in order, with gaps as asked and none made up or left out;
 * - `chart-numbers`: every data key holds finite numbers or gaps, and at least one number;
 * - `chart-sums`: every number is that of the rows it stands for: as it is, or their sum, average, lowest, highest or last one.
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
  "influence",
  "times-explained",
  "values-explained",
  "count-explained",
  "order",
  "measure",
  "history",
  "expect",
  "review",
  "chart-config",
  "chart-text",
  "chart-buckets",
  "chart-numbers",
  "chart-sums",
]);
export type AcceptanceCheckName = z.infer<typeof acceptanceCheckNameSchema>;

export const acceptanceCheckSchema = z.object({
  name: acceptanceCheckNameSchema,
  /** `unknown`: the response does not tell. It never rejects; where `isNeeded` is true it holds. */
  verdict: z.enum(["pass", "fail", "unknown"]),
  /** True where a candidate that nobody vouches for is held unless the verdict is `pass`. */
  isNeeded: z.boolean().optional(),
  /** One sentence for people. */
  message: z.string(),
  /** What the verdict rests on. */
  evidence: jsonSchema.optional(),
});
export type AcceptanceCheck = z.infer<typeof acceptanceCheckSchema>;

/** Paths of a response by what they feed, such as `data[].amount`; array positions are `[]`. */
export const supportSchema = z.object({
  value: z.array(z.string()),
  time: z.array(z.string()),
  series: z.array(z.string()),
});
/** Which paths of the response reach the points. */
export type Support = z.infer<typeof supportSchema>;

export const acceptanceReportSchema = z.object({
  /** `rejected` when a check failed, `held` when a needed one is not known to pass. */
  result: z.enum(["accepted", "held", "rejected"]),
  /** In the order of `acceptanceCheckNameSchema`. Checks behind one that made them meaningless are absent. */
  checks: z.array(acceptanceCheckSchema),
  /** `null` where it was not looked for, as with code of the host. */
  support: supportSchema.nullable(),
  /** What the code wrote to its console over this response: at most 100 lines of 500 characters. Absent where it wrote nothing. */
  console: z.array(z.string()).optional(),
});

/** Why a transformer was let in, held or kept out; stored with it. */
export type AcceptanceReport = z.infer<typeof acceptanceReportSchema>;
