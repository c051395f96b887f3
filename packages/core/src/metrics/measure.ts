import { z } from "zod";

/**
 * What a metric declares to be measured, in words ("stars of a repository") or as paths into the response.
 * Shown to people and kept with the metric, so that code can be judged against it.
 */
export const measureSchema = z.strictObject({
  /** The quantity, such as "strongest magnitude" or `features.properties.mag`. */
  value: z.string().min(1).max(500),
  /** When it was measured, such as "time of the event". */
  time: z.string().min(1).max(500).optional(),
  /** What one point stands for, such as "day". */
  per: z.string().min(1).max(200).optional(),
  /** Unit of `value`, such as "USD"; shown on chart axes. */
  unit: z.string().min(1).max(60).optional(),
  /** What tells the lines apart, such as "industry". */
  series: z.string().min(1).max(500).optional(),
});

export type Measure = z.infer<typeof measureSchema>;
