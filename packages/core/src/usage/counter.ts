import { z } from "zod";
import { recordFields } from "../metrics/record-fields.js";

export const counterSchema = z.object({
  ...recordFields,
  /** What is counted and for whom, such as "tokens:organization:acme". */
  name: z.string().min(1).max(300),
  /** The span of time it counts, such as "2026-03-01"; "" for all time. */
  window: z.string().max(60),
  /** What was used for certain. */
  used: z.number().min(0),
  /** `used`, and beside it what is set aside for work that has not ended: never above the limit. */
  committed: z.number().min(0),
  /** When the row is of no more use; `null` for counters of all time. */
  expiresAt: z.date().nullable(),
});

/** A number that several processes raise together: budgets and quotas. */
export type Counter = z.infer<typeof counterSchema>;
