import type { Metric } from "../metrics/metric.js";
import type { Run } from "../runs/run.js";

/** The host's say before a run starts: quotas, maintenance windows, permissions. */
export interface Policy {
  /** Named in the refusal. */
  readonly name: string;
  /** `true` to go on, or a sentence that says why not. A policy that throws refuses. */
  readonly check: (input: {
    readonly run: Run;
    readonly metric: Metric | null;
  }) => true | string | Promise<true | string>;
}
