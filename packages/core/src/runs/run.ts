import { z } from "zod";
import { jsonObjectSchema, jsonSchema, organizationIdSchema, recordFields } from "../metrics/record-fields.js";

/**
 * - `pending`: waits for a worker;
 * - `validating`: a worker holds it and asks the policies;
 * - `running`: accepted; no step is at work (before the first, or waiting to repeat one);
 * - `processing`: a step is at work;
 * - the rest are final.
 */
export const runStatusSchema = z.enum([
  "pending",
  "validating",
  "running",
  "processing",
  "completed",
  "failed",
  "cancelled",
]);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** `manual`: a call of the host; `chain`: another run that completed. */
export const runTriggerSchema = z.enum(["manual", "chain"]);
export type RunTrigger = z.infer<typeof runTriggerSchema>;

export const runSchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema,
  /** Name, provider and domain address a pipeline. */
  pipeline: z.string(),
  provider: z.string().nullable(),
  domain: z.string().nullable(),
  /** sha256 of the pipeline's name, version and steps: a changed one restarts at the first step. */
  definitionHash: z.string(),
  trigger: runTriggerSchema,
  metricId: z.string().nullable(),
  parameters: jsonObjectSchema,
  status: runStatusSchema,
  /** 0 before the first; the number of the current attempt is its fencing token. */
  attempt: z.number().int().min(0),
  /** How many attempts gave the run back unharmed, as a worker that shuts down does. */
  handOvers: z.number().int().min(0),
  /** Output of the last completed step, which is the next one's input; `null` before the first. */
  checkpoint: jsonSchema.nullable(),
  /** What the upserts of this run have done, by their receipts: a repeated one counts as the first did. */
  receipts: z.record(
    z.string(),
    z.object({ inserted: z.number().int(), replaced: z.number().int(), unchanged: z.number().int() }),
  ),
  /** How many steps are done, skipped ones included. */
  completedSteps: z.number().int().min(0),
  totalSteps: z.number().int().min(1),
  /** The step at work or next; `null` when finished. */
  currentStep: z.object({ step: z.string(), displayName: z.string() }).nullable(),
  result: jsonSchema.nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  errorCategory: z.enum(["config", "transient", "data", "internal"]).nullable(),
  createdBy: z.string().nullable(),
  startedAt: z.date().nullable(),
  completedAt: z.date().nullable(),
  leaseOwner: z.string().nullable(),
  /** By the storage's clock. A worker may take the run from then on; `null` while it waits behind another or is final. */
  leaseExpiresAt: z.date().nullable(),
  cancelRequestedAt: z.date().nullable(),
});

/** One execution of a pipeline. */
export type Run = z.infer<typeof runSchema>;

/** A run in one of these will never change again. */
export const finalStatuses: readonly RunStatus[] = ["completed", "failed", "cancelled"];
/** All the others. */
export const unfinishedStatuses: readonly RunStatus[] = runStatusSchema.options.filter((status) => !isFinal(status));

/** True when the run will never change again. */
export function isFinal(status: RunStatus): boolean {
  return finalStatuses.includes(status);
}
