import { z } from "zod";
import { isJsonObject } from "../util/json.js";
import type { ChartConfig } from "./chart-config.js";
import { jsonObjectSchema, organizationIdSchema, recordFields } from "../metrics/record-fields.js";

export const chartSchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema,
  metricId: z.string(),
  name: z.string().min(1).max(200),
  /** As `chartPreferencesSchema` gives them, with the host's own keys. */
  preferences: jsonObjectSchema,
  /** What the user asked for last, in their words; `null` when the preferences alone say it. */
  userPrompt: z.string().max(2_000).nullable(),
  /** Code of the host's own chart function; `null` for the built-in one. */
  transform: z.string().nullable(),
  /** The current picture, as `parseChartConfig` gives it; `null` before the first. */
  chartConfig: z.custom<ChartConfig>(isJsonObject, "must be a chart config").nullable(),
  chartConfigUpdatedAt: z.date().nullable(),
  lastError: z.string().nullable(),
  lastErrorCode: z.string().nullable(),
  /** Since when `chartConfig` is older than the points; `null` when it is current. */
  staleSince: z.date().nullable(),
});

/** A saved visualization of a metric. */
export type Chart = z.infer<typeof chartSchema>;
