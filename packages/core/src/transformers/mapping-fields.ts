import { z } from "zod";
import { namedPathsSchema } from "./mapping-named-paths.js";
import { mappingPathSchema } from "./mapping-path.js";
import { recordsFields, withinSchema } from "./mapping-records.js";
import { mappingTimeSchema } from "./mapping-time.js";
import { mappingValueSchema } from "./mapping-value.js";

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

const dimensionsSchema = namedPathsSchema({ maximumNames: 100, maximumLength: 100, reserved: RESERVED_NAMES });

/** The fields of a mapping, each on its own: what they say against each other is `mappingProblems`. */
export const mappingFieldsSchema = z.strictObject({
  /** Where the records are. Example: "features"; "" when the response itself holds them. */
  records: mappingPathSchema,
  ...recordsFields,
  /**
   * The records are inside of what `records` finds. Fields start at the inner record; "$parent.name" is in the record around it,
   * "$grandparent.name" one further out. Example: { path: "points" }, for `{ series: [{ name, points: [...] }] }`.
   */
  within: withinSchema.optional(),
  /** When a record was measured. Absent for gauges: the time of the fetch. Example: { path: "at", format: "iso" }. */
  time: mappingTimeSchema.optional(),
  /**
   * What is measured; `"count"` makes every record count as 1 and needs no more than a `groupBy`, or no time. `{ bySeries }` and
   * `{ bySeriesKeys }` read several lines that stand side by side in each record.
   */
  value: mappingValueSchema,
  /** Which line a record belongs to; a record without it belongs to the series `""`. Example: { path: "industry" }. */
  series: seriesSchema.optional(),
  /**
   * Further values of the record by name. Numbers in text become numbers, missing ones are left out. With `groupBy` only for
   * `min`, `max` and `last`, which keep a record's own. Example: { wind: "wind", rain: "precipitation" }.
   */
  dimensions: dimensionsSchema.optional(),
  /**
   * Texts that mean "no value" besides absent, `null` and empty ones, for the value and the time; compared without spaces around them.
   * Example: [".", "NA"].
   */
  missing: z
    .array(
      z
        .string()
        .max(100)
        .refine((text) => text !== "" && text === text.trim(), "must be a text without spaces around it"),
    )
    .min(1)
    .max(20)
    .optional(),
  /** Only records that meet every condition count. Example: [{ path: "properties.mag", gte: 2.5 }]. */
  filter: z.array(conditionSchema).min(1).max(50).optional(),
  /**
   * One point per bucket of time and series instead of one per record. The oldest bucket of a response may be cut off, so it never
   * lowers a stored count or maximum, raises a minimum, or changes a sum or average. Example: { bucket: "day", aggregation: "max" }.
   */
  groupBy: groupBySchema.optional(),
});

export type MappingFields = z.infer<typeof mappingFieldsSchema>;
