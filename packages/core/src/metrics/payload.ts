import { z } from "zod";
import { endpointConfigSchema } from "./metric.js";
import { organizationIdSchema, recordFields } from "./record-fields.js";

/** One archived response body. */
export const payloadPageSchema = z.object({
  /** Key of the body in the payload store. */
  sha256: z.string().length(64),
  status: z.number().int(),
  /** Allow-listed response headers, lower case. */
  headers: z.record(z.string(), z.string()),
  bytes: z.number().int().min(0),
});

export const payloadSchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema,
  metricId: z.string(),
  runId: z.string().nullable(),
  /** Which of a template's two requests it answers. */
  kind: z.enum(["historical", "polling"]),
  format: z.enum(["json", "csv"]),
  /** Empty once retention has taken the bodies. */
  pages: z.array(payloadPageSchema),
  endpointConfig: endpointConfigSchema,
  configHash: z.string(),
  timezone: z.string(),
  /** "Now" for every transformer that reads it, also at replay. */
  fetchedAt: z.date(),
});

/** One archived response: raw page bodies in order, with what was asked. */
export type Payload = z.infer<typeof payloadSchema>;
