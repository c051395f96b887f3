import type { JsonObject } from "../../util/json.js";
import type { Plan } from "./plan.js";

/** What the rules make of a response, before it is code. */
export type PlanProposal =
  | { readonly outcome: "plan"; readonly plan: Plan }
  /** Best first. */
  | { readonly outcome: "ambiguous"; readonly question: string; readonly plans: readonly Plan[] }
  | { readonly outcome: "refused"; readonly reason: string; readonly details?: JsonObject }
  | { readonly outcome: "no-data"; readonly reason: string };

/** A part of plans: what is decided, or what is open and how to ask about it. */
export interface Draft {
  readonly plans: readonly Plan[];
  /** `null` when there is nothing to ask. */
  readonly question: string | null;
}
