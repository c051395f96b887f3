import { z } from "zod";
import type { TransformerProposal } from "./proposal.js";
import { isJsonObject } from "../util/json.js";
import { jsonObjectSchema, jsonSchema, organizationIdSchema, recordFields } from "../metrics/record-fields.js";

export const transformerKindSchema = z.enum(["ingestion", "chart"]);
export type TransformerKind = z.infer<typeof transformerKindSchema>;

/**
 * - `mapping`: compiled from the host's declaration; `rules`: inferred from a response; `model`: written by a language model;
 * - `manual`: written by the host; `built-in`: the library's own.
 */
export const transformerOriginSchema = z.enum(["mapping", "rules", "model", "manual", "built-in"]);
export type TransformerOrigin = z.infer<typeof transformerOriginSchema>;

/**
 * - `accepted`: proven, or vouched for by a person: may be active;
 * - `held`: plausible, and waits for a person; `rejected`: failed a check, or a person said no.
 */
export const transformerStateSchema = z.enum(["accepted", "held", "rejected"]);
export type TransformerState = z.infer<typeof transformerStateSchema>;

export const transformerSchema = z.object({
  ...recordFields,
  /** `null` when every organization's metrics of the template may use it. */
  organizationId: organizationIdSchema.nullable(),
  kind: transformerKindSchema,
  /** The metric (ingestion), chart (chart) or, for one that is shared, `template:<template id>` it belongs to. */
  scopeKey: z.string(),
  /** `null` for one that is shared through its template. */
  metricId: z.string().nullable(),
  /** 1, 2, 3 ... within (kind, scopeKey). */
  version: z.number().int().min(1),
  code: z.string(),
  /** Code for the historical request, when it differs from `code`. */
  historicalCode: z.string().nullable(),
  origin: transformerOriginSchema,
  state: transformerStateSchema,
  /** sha256 of origin and both codes: equal hashes are the same transformer. */
  codeHash: z.string(),
  /** The declaration that `code` was compiled from; `null` when it was written as code. */
  mapping: jsonObjectSchema.nullable(),
  /** Names the language model that wrote it; `null` when none did. */
  model: z.string().max(200).nullable(),
  /** What its generator said of it; `null` for code of the host. */
  proposal: z.custom<TransformerProposal>(isJsonObject, "must be a proposal").nullable(),
  /** Shape of the response it was accepted on; `null` when unknown, and for charts. */
  fingerprint: z.string().max(200).nullable(),
  /** A few points that it made when it was judged; `null` for charts and for shared ones. */
  outputExample: jsonSchema.nullable(),
  /** The acceptance reports: why it was let in, held or kept out. */
  acceptance: jsonObjectSchema,
  /** Who decided about it last, as the host named them; `null` when acceptance alone did. */
  reviewedBy: z.string().max(200).nullable(),
});

/** Stored, versioned code: response to points, or points to chart config. */
export type Transformer = z.infer<typeof transformerSchema>;

export const slotSchema = z.object({
  ...recordFields,
  organizationId: organizationIdSchema.nullable(),
  kind: transformerKindSchema,
  scopeKey: z.string(),
  metricId: z.string().nullable(),
  activeTransformerId: z.string().nullable(),
  /**
   * Where a person put another version here than the definition's code: the hash of that code, which the version stands in for until the
   * definition changes. `null` when the definition decides, and when it gives no code.
   */
  pinnedCodeHash: z.string().nullable(),
});

/** Which transformer version is active for (kind, scope key). */
export type Slot = z.infer<typeof slotSchema>;
