import { z } from "zod";
import { mappingPathSchema } from "./mapping-path.js";

/**
 * How a time is written.
 *
 * - `iso`: ISO 8601, "2026-03-01T12:00:00Z", a space instead of `T` allowed. Without an offset it is read in `zone`; without a time
 *   ("2026-03-01") it is a calendar date.
 * - `epoch-s`, `epoch-ms`: seconds (fractions allowed) or milliseconds since 1970, as a number or digits in text.
 * - `date`: a calendar date, "2026-03-01". A time behind it is ignored: the date counts as it is written.
 * - `month`: "2026-03", the first day of the month.
 * - `year`: "2026" or 2026, the first day of the year.
 * - `compact-date`: "20260301" or 20260301.
 */
export const timeFormatSchema = z.enum(["iso", "epoch-s", "epoch-ms", "date", "month", "year", "compact-date"]);
export type TimeFormat = z.infer<typeof timeFormatSchema>;

const writtenTimeSchema = z.strictObject({
  /** Example: "properties.time". */
  path: mappingPathSchema,
  /** Example: "epoch-ms". */
  format: timeFormatSchema,
  /**
   * Zone of `iso` texts without an offset: "metric" (the metric's time zone), "UTC", or a fixed offset such as "+02:00". Other named
   * zones cannot be had: code in the sandbox knows the metric's zone only, so give the metric that zone.
   *
   * @defaultValue "metric"
   */
  zone: z
    .string()
    .regex(/^(metric|UTC|[+-](0\d|1[0-4]):[0-5]\d)$/, {
      error:
        'must be "metric", "UTC" or an offset such as "+02:00"; for a named zone, set the metric\'s time zone and use "metric"',
    })
    .optional(),
});

const timePartsSchema = z.strictObject({
  /** Path of the year, a number or text. Example: "year", or "$root.timePeriod.year". */
  year: mappingPathSchema,
  /** Path of the month, 1 to 12. @defaultValue January */
  month: mappingPathSchema.optional(),
  /** Path of the day of the month; needs `month`. @defaultValue the first */
  day: mappingPathSchema.optional(),
});

const valueSchema = z.strictObject({
  /** Example: "properties.mag". Numbers in text count as numbers ("1234.5"; not "1,234"). */
  path: mappingPathSchema,
  /** The number found is multiplied by this. Example: 0.01 for cents. */
  scale: z
    .number()
    .refine((scale) => scale !== 0, "must not be 0")
    .optional(),
  /** Unit after scaling, stated in the compiled code's header. Example: "USD". */
  unit: z.string().min(1).max(60).optional(),
});

const seriesSchema = z.union(
  [z.strictObject({ path: mappingPathSchema }), z.strictObject({ constant: z.string().max(200) })],
  { error: "must be { path } or { constant }" },
);

const comparableSchema = z.union([z.string(), z.number()], { error: "must be a text or a number" });
const scalarSchema = z.union([z.string(), z.number(), z.boolean()], { error: "must be a text, a number or a boolean" });

/**
 * Keeps the records for which every operator holds. A number is compared with numbers and numbers in text, a text with texts
 * (by UTF-16 unit, so ISO dates compare as dates do). A missing value matches nothing but `exists: false`.
 */
const conditionSchema = z
  .strictObject({
    /** Example: "properties.type". */
    path: mappingPathSchema,
    /** Example: "earthquake". */
    equals: scalarSchema.optional(),
    /** Example: ["completed", "failed"]. */
    in: z.array(scalarSchema).min(1).max(1_000).optional(),
    gt: comparableSchema.optional(),
    /** Example: 2.5. */
    gte: comparableSchema.optional(),
    lt: comparableSchema.optional(),
    lte: comparableSchema.optional(),
    /** `true`: neither absent, `null` nor `""`. Example: false, for issues whose `closed_at` is `null`. */
    exists: z.boolean().optional(),
  })
  .refine(
    (condition) => Object.values({ ...condition, path: undefined }).some((operand) => operand !== undefined),
    "needs one of equals, in, gt, gte, lt, lte, exists",
  );
export type MappingCondition = z.infer<typeof conditionSchema>;

const groupBySchema = z.strictObject({
  /**
   * Buckets of time, cut in the metric's zone; weeks begin on Monday. Needed when there is a time, refused when there is none.
   * A bucket's timestamp is its start: an instant for hours, a calendar date for days, weeks and months, so that no chart
   * zone shifts what is counted already.
   */
  bucket: z.enum(["hour", "day", "week", "month"]).optional(),
  /** What the values of one bucket and series become. `last` is the one with the latest time, of equal times the later record. */
  aggregation: z.enum(["count", "sum", "avg", "min", "max", "last"]),
});

/** Names that objects treat specially; the sandbox drops them. */
const RESERVED_NAMES: readonly string[] = ["__proto__", "constructor", "prototype"];

const dimensionsSchema = z
  .custom<Record<string, unknown>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "must be an object of names to paths",
  )
  .superRefine((dimensions, context) => {
    const names = Object.keys(dimensions);
    if (names.length > 100)
      context.addIssue({ code: "custom", message: `has ${names.length} names; at most 100 are possible` });
    for (const name of names) {
      if (name === "" || name.length > 100 || RESERVED_NAMES.includes(name)) {
        context.addIssue({ code: "custom", message: `cannot be called ${JSON.stringify(name.slice(0, 100))}` });
      }
    }
  })
  .pipe(z.record(z.string(), mappingPathSchema));

/** The fields of a mapping, each on its own: what they say against each other is `mappingProblems`. */
export const mappingFieldsSchema = z.strictObject({
  /** Where the records are. Example: "features"; "" when the response itself holds them. */
  records: mappingPathSchema,
  /**
   * - `array`: the records are its items;
   * - `values-of-object`: the records are the values of an object, `"$key"` is each one's key, as in `{ "EUR": 1.08, "GBP": 1.27 }`;
   * - `object`: the object itself is the only record, as in `{ "count": 42 }`.
   *
   * @defaultValue "array"
   */
  recordsAre: z.enum(["array", "values-of-object", "object"]).optional(),
  /** When a record was measured: a path, or paths to the parts of a date. Absent for gauges: the time of the fetch. */
  time: z
    .union([writtenTimeSchema, timePartsSchema], { error: "must be { path, format } or { year, month?, day? }" })
    .optional(),
  /** What is measured; `"count"` makes every record count as 1 and needs no more than a `groupBy`, or no time. */
  value: z.union([z.literal("count"), valueSchema], { error: 'must be "count" or { path, scale?, unit? }' }),
  /** Which line a record belongs to; a record without it belongs to the series `""`. Example: { path: "industry" }. */
  series: seriesSchema.optional(),
  /**
   * Further values of the record by name. Numbers in text become numbers, missing ones are left out. With `groupBy` only for
   * `min`, `max` and `last`, which keep a record's own. Example: { wind: "wind", rain: "precipitation" }.
   */
  dimensions: dimensionsSchema.optional(),
  /** Only records that meet every condition count. Example: [{ path: "properties.mag", gte: 2.5 }]. */
  filter: z.array(conditionSchema).min(1).max(50).optional(),
  /**
   * One point per bucket of time and series instead of one per record. The oldest bucket of a response may be cut off, so it never
   * lowers a stored count or maximum, raises a minimum, or changes a sum or average. Example: { bucket: "day", aggregation: "max" }.
   */
  groupBy: groupBySchema.optional(),
});

export type MappingFields = z.infer<typeof mappingFieldsSchema>;
