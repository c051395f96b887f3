import { z } from "zod";
import { namedPathsSchema } from "./mapping-named-paths.js";
import { mappingPathSchema } from "./mapping-path.js";

const numberFields = {
  /** The number found is multiplied by this. Example: 0.01 for cents. */
  scale: z
    .number()
    .refine((scale) => scale !== 0, "must not be 0")
    .optional(),
  /** Unit after scaling, stated in the compiled code's header. Example: "USD". */
  unit: z.string().min(1).max(60).optional(),
  /**
   * How numbers in text are written when not as "1234.5": `comma` is "1.234,5" or "1234,5", `point-grouped` is "1,234.5". Only someone
   * who knows the API can say so: "1,234" could be either.
   */
  decimal: z.enum(["comma", "point-grouped"]).optional(),
};

const singleValueSchema = z.strictObject({
  /** Example: "properties.mag". Numbers in text count as numbers ("1234.5"; not "1,234"). */
  path: mappingPathSchema,
  ...numberFields,
});

const valuesBySeriesSchema = z.strictObject({
  /** Lines side by side: a record gives one point for each entry that it has. Example: { high: "price.high", low: "price.low" }. */
  bySeries: namedPathsSchema({ maximumNames: 200, maximumLength: 200, reserved: ["__proto__"] }),
  ...numberFields,
});

const valuesBySeriesKeysSchema = z.strictObject({
  /** Every member of the object there is a line named by its key. Example: "rates", of `{ date, rates: { USD: 1.08, GBP: 0.87 } }`. */
  bySeriesKeys: mappingPathSchema,
  /** Members that are no lines. Example: ["date"], where the lines stand beside it. */
  except: z.array(z.string().max(1_000)).min(1).max(200).optional(),
  ...numberFields,
});

/** What is measured. */
export const mappingValueSchema = z.union(
  [z.literal("count"), singleValueSchema, valuesBySeriesSchema, valuesBySeriesKeysSchema],
  {
    error: 'must be "count" or one of { path }, { bySeries }, { bySeriesKeys }',
  },
);
export type MappingValue = z.infer<typeof mappingValueSchema>;
