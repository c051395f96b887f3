import { z } from "zod";
import { measureSchema } from "./measure.js";
import { jsonObjectSchema, organizationIdSchema, recordFields } from "./record-fields.js";

/**
 * - `history`: times come from the response;
 * - `gauge`: one point per fetch, stamped with the fetch time;
 * - `snapshot`: latest state only, each fetch replaces the one before.
 */
export const metricKindSchema = z.enum(["history", "gauge", "snapshot"]);
export type MetricKind = z.infer<typeof metricKindSchema>;

/** Values for the {PLACEHOLDERS} of a request. */
export const endpointConfigSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type EndpointConfig = z.infer<typeof endpointConfigSchema>;

/** What a metric's current run is doing; `null` when none is at work. */
export const refreshStatusSchema = z.enum(["pending", "running", "processing"]);

export const metricSchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema,
  /** The template it was made from; `null` for an ad-hoc metric, whose definition is `adHoc`. */
  templateId: z.string().nullable(),
  /** Ad-hoc definition without functions: request, mapping or code. `null` when a template describes it. */
  adHoc: jsonObjectSchema.nullable(),
  name: z.string().min(1).max(200),
  description: z.string().max(2_000).nullable(),
  measure: measureSchema,
  kind: metricKindSchema,
  /** Passed to the host's `connections`; `null` when the request needs no authentication. */
  connectionId: z.string().nullable(),
  endpointConfig: endpointConfigSchema,
  /** sha256 of the template id and `endpointConfig`: payloads of another hash are not this metric's history. */
  configHash: z.string(),
  /** IANA name: zone of local times without offset and of calendar variables. */
  timezone: z.string(),
  /** Whether timestamps are instants or calendar dates, which no chart zone may shift. */
  timeKind: z.enum(["instant", "date"]),
  /** The one complete set of points that readers see; 0 before the first. */
  liveGeneration: z.number().int().min(0),
  /** When `liveGeneration` went live; older generations are swept an hour later. */
  liveSince: z.date().nullable(),
  /**
   * - `awaiting-data`: created, and the API had no records yet;
   * - `needs-attention`: a person has to choose, approve or correct something.
   */
  status: z.enum(["active", "paused", "awaiting-data", "needs-attention"]),
  lastFetchedAt: z.date().nullable(),
  lastError: z.string().nullable(),
  lastErrorCode: z.string().nullable(),
  refreshStatus: refreshStatusSchema.nullable(),
  /** The run that may write this metric. */
  activeRunId: z.string().nullable(),
  /** The one run that waits behind it. */
  pendingRunId: z.string().nullable(),
});

/** One template (or ad-hoc request) with its `endpointConfig`, for one organization. */
export type Metric = z.infer<typeof metricSchema>;
