import { z } from "zod";
import { organizationIdSchema, recordFields } from "../metrics/record-fields.js";

/**
 * Why a model was called.
 *
 * - `transformer`: to write one; `chart`: to draw what was asked for in words;
 * - `repair`: once more, because the answer before was not usable or not accepted.
 */
export const usageReasonSchema = z.enum(["transformer", "chart", "repair"]);
export type UsageReason = z.infer<typeof usageReasonSchema>;

/**
 * What became of a call: `reserved` while it is under way (and for good when the process died in it), else `answered`, `refused` by the
 * model, `failed` otherwise.
 */
export const usageOutcomeSchema = z.enum(["reserved", "answered", "refused", "failed"]);

export const usageEntrySchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema,
  metricId: z.string().nullable(),
  runId: z.string().nullable(),
  /** The transformer that came of it; `null` when none was stored. */
  transformerId: z.string().nullable(),
  model: z.string().max(200),
  reason: usageReasonSchema,
  outcome: usageOutcomeSchema,
  /** Code of the error; `null` when the model answered. */
  errorCode: z.string().nullable(),
  inputTokens: z.number().int().min(0),
  outputTokens: z.number().int().min(0),
  /** By the host's prices, in its currency; `null` when it gave none for the model. */
  cost: z.number().min(0).nullable(),
});

/** One call of a language model. */
export type UsageEntry = z.infer<typeof usageEntrySchema>;
