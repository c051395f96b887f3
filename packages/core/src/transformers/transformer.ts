import { z } from "zod";
import { jsonObjectSchema, organizationIdSchema, recordFields } from "../metrics/record-fields.js";

export const transformerKindSchema = z.enum(["ingestion", "chart"]);
export type TransformerKind = z.infer<typeof transformerKindSchema>;

export const transformerSchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema,
  kind: transformerKindSchema,
  /** The metric (ingestion) or chart (chart) it belongs to. */
  scopeKey: z.string(),
  metricId: z.string(),
  /** 1, 2, 3 ... within (kind, scopeKey). */
  version: z.number().int().min(1),
  code: z.string(),
  /** Code for the historical request, when it differs from `code`. */
  historicalCode: z.string().nullable(),
  /** `mapping`: compiled from a declaration; `manual`: written by the host; `built-in`: the library's own. */
  origin: z.enum(["mapping", "manual", "built-in"]),
  /** sha256 of origin and both codes: equal hashes are the same transformer. */
  codeHash: z.string(),
  /** The acceptance report that let it in. */
  acceptance: jsonObjectSchema,
});

/** Stored, versioned code: response to points, or points to chart config. */
export type Transformer = z.infer<typeof transformerSchema>;

export const slotSchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema,
  kind: transformerKindSchema,
  scopeKey: z.string(),
  metricId: z.string(),
  activeTransformerId: z.string().nullable(),
});

/** Which transformer version is active for (kind, scope key). */
export type Slot = z.infer<typeof slotSchema>;
