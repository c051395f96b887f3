import { z } from "zod";
import { isTimeZone } from "../util/time-zone.js";
import { dateRangeSchema } from "./date-range.js";

export const chartTypeSchema = z.enum(["line", "bar", "area", "pie", "radar", "radial", "kpi"]);
/** How a chart is drawn. */
export type ChartType = z.infer<typeof chartTypeSchema>;

export const chartAggregationSchema = z.enum(["none", "sum", "avg", "min", "max", "count", "last"]);
/** What becomes of the points of one bucket; `none` draws points as they are. */
export type ChartAggregation = z.infer<typeof chartAggregationSchema>;

/** `range` is the whole range as one bucket. */
export const chartBucketSchema = z.enum(["hour", "day", "week", "month", "quarter", "year", "range"]);
export type ChartBucketSize = z.infer<typeof chartBucketSchema>;

export const chartGapsSchema = z.enum(["zero", "null", "previous"]);
/** What a bucket without points shows: 0, a gap, or the value before it. */
export type ChartGaps = z.infer<typeof chartGapsSchema>;

const dimensionKeySchema = z.string().min(1).max(200);
const seriesNamesSchema = z.array(z.string().max(200)).min(1).max(200);

/** What a user asked a chart to show. Keys that are not listed belong to the host and are kept as they are. */
export const chartPreferencesSchema = z.looseObject({
  chartType: chartTypeSchema.default("line"),
  dateRange: dateRangeSchema.default("all"),
  aggregation: chartAggregationSchema.default("none"),
  /** Used when `aggregation` is not `none`. Weeks are ISO weeks, quarters and years those of the calendar. */
  bucket: chartBucketSchema.default("day"),
  /** IANA name in which buckets are cut. Absent: the metric's. */
  timezone: z.string().refine(isTimeZone, { error: "not an IANA time zone name, such as Europe/Berlin" }).optional(),
  gaps: chartGapsSchema.default("null"),
  /** Keys of numeric dimensions that are drawn beside the value, each as its own line. */
  dimensions: z.array(dimensionKeySchema).max(32).default([]),
  /** `false` draws the dimensions without the value. Without dimensions it says nothing. @defaultValue true */
  showsValue: z.boolean().optional(),
  /** Only these series. Absent or `null`: all. */
  series: seriesNamesSchema.nullable().optional(),
  /** All series but these. */
  excludedSeries: seriesNamesSchema.nullable().optional(),
  /** Only so many series, those with the largest numbers. */
  top: z.int().min(1).max(200).nullable().optional(),
  /** Bars and areas on top of each other. */
  stacked: z.boolean().optional(),
});

export type ChartPreferences = z.infer<typeof chartPreferencesSchema>;
/** Preferences as a host writes them: everything may be left out. */
export type ChartPreferencesInput = z.input<typeof chartPreferencesSchema>;
