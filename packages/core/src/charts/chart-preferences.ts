import { z } from "zod";
import { isTimeZone } from "../util/time-zone.js";

export const chartTypeSchema = z.enum(["line", "bar", "area", "pie", "radar", "radial", "kpi"]);
/** How a chart is drawn. */
export type ChartType = z.infer<typeof chartTypeSchema>;

export const dateRangeSchema = z.enum(["7d", "30d", "90d", "all"]);
/** `7d` is today and the six days before it in the chart's time zone. */
export type DateRange = z.infer<typeof dateRangeSchema>;

export const chartAggregationSchema = z.enum(["none", "sum", "avg", "min", "max", "count", "last"]);
/** What becomes of the points of one bucket; `none` draws points as they are. */
export type ChartAggregation = z.infer<typeof chartAggregationSchema>;

export const chartBucketSchema = z.enum(["hour", "day", "week", "month"]);

export const chartGapsSchema = z.enum(["zero", "null", "previous"]);
/** What a bucket without points shows: 0, a gap, or the value before it. */
export type ChartGaps = z.infer<typeof chartGapsSchema>;

const dimensionKeySchema = z.string().min(1).max(200);

/** What a user asked a chart to show. Keys that are not listed belong to the host and are kept as they are. */
export const chartPreferencesSchema = z.looseObject({
  chartType: chartTypeSchema.default("line"),
  dateRange: dateRangeSchema.default("all"),
  aggregation: chartAggregationSchema.default("none"),
  /** Used when `aggregation` is not `none`. Weeks are ISO weeks. */
  bucket: chartBucketSchema.default("day"),
  /** IANA name in which buckets are cut. Absent: the metric's. */
  timezone: z.string().refine(isTimeZone, { error: "not an IANA time zone name, such as Europe/Berlin" }).optional(),
  gaps: chartGapsSchema.default("null"),
  /** Keys of numeric dimensions that are drawn beside the value, each as its own line. */
  dimensions: z.array(dimensionKeySchema).max(32).default([]),
  /** Bars and areas on top of each other. */
  stacked: z.boolean().optional(),
});

export type ChartPreferences = z.infer<typeof chartPreferencesSchema>;
/** Preferences as a host writes them: everything may be left out. */
export type ChartPreferencesInput = z.input<typeof chartPreferencesSchema>;
