import { z } from "zod";
import { jsonSchema } from "../metrics/record-fields.js";

/** What a generator said of a transformer, and what the generators before it said. */
export const transformerProposalSchema = z.object({
  /** Sentences: why it should be right. */
  reasons: z.array(z.string()),
  /** Tells it from other readings of the same response; `null` when there were none. */
  label: z.string().nullable(),
  /** 1 is the best of several readings; `null` when it was the only one. */
  rank: z.number().int().nullable(),
  /** What it reads from the first records. */
  samples: z.array(jsonSchema),
  /** What a person is asked; `null` when nothing is. */
  question: z.string().nullable(),
  /** Generators that came before it, and why each of them gave nothing. */
  fallbacks: z.array(z.object({ generator: z.string(), reason: z.string() })),
});

export type TransformerProposal = z.infer<typeof transformerProposalSchema>;
