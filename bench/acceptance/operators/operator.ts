import type { AcceptanceReport } from "@metricsmith/core";
import type { Case, CasePoint } from "../../rules/load-cases.js";

export type AcceptanceCheckName = AcceptanceReport["checks"][number]["name"];

/** A transformer that is right, and what is known of it. */
export interface Subject {
  readonly code: string;
  readonly case: Case;
  /** What the code gives; the expected points. */
  readonly points: readonly CasePoint[];
  /** Seeded by operator and transformer: 0 to below 1. */
  readonly random: () => number;
}

/** One way of being wrong. */
export interface Operator {
  /** What is wrong, in a few words. */
  readonly name: string;
  /** The check of acceptance that is there to catch it. */
  readonly check: AcceptanceCheckName;
  /**
   * Wrong versions of the code, the preferred one first; `[]` where this cannot be done to it. The first that runs and gives other
   * points is the mutant.
   */
  readonly mutate: (subject: Subject) => string[];
}

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

export function seededRandom(text: string): () => number {
  let state = 2_166_136_261;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
