import { z } from "zod";
import { jsonSchema, organizationIdSchema, recordFields, storedErrorSchema } from "../metrics/record-fields.js";

export const stepLogSchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema,
  runId: z.string(),
  metricId: z.string().nullable(),
  /** 1, 2, 3 ... within a run, in the order of its boundaries. */
  sequence: z.number().int().min(1),
  attempt: z.number().int().min(1),
  step: z.string(),
  displayName: z.string(),
  status: z.enum(["completed", "failed", "skipped"]),
  startedAt: z.date(),
  completedAt: z.date(),
  durationMs: z.number().min(0),
  /** The step's checkpoint; `null` when it failed. */
  output: jsonSchema.nullable(),
  error: storedErrorSchema.nullable(),
});

/** One step boundary of a run. */
export type StepLog = z.infer<typeof stepLogSchema>;
