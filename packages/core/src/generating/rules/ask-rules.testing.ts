import type { Measure } from "../../metrics/measure.js";
import type { Proposal } from "../../ports/generator.js";
import { rules } from "./create-rules.js";

/** For tests: what a metric asks of a response. */
export interface Asked {
  readonly measure: Measure;
  readonly kind?: "history" | "gauge" | undefined;
  readonly endpoint?: string | undefined;
  readonly timezone?: string | undefined;
}

/** What the rules say to a response, given as a value or as the text of its body. */
export async function propose(
  body: unknown,
  { measure, kind = "history", endpoint, timezone = "UTC" }: Asked,
): Promise<Proposal> {
  const nobody = () => Promise.reject(new Error("Rules ask nobody."));
  return rules().propose({
    subject: {
      name: "A metric",
      description: null,
      measure,
      kind,
      timezone,
      provider: null,
      template: null,
      request: { method: "GET", endpoint: endpoint ?? "https://api.example.com/v1/things", parameterNames: [] },
    },
    payload: new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
    endpointConfig: {},
    context: { fetchedAtMs: Date.UTC(2026, 2, 10), timezone, offsets: [{ fromMs: null, offsetMinutes: 0 }] },
    seed: 1,
    judge: nobody,
    complete: nobody,
    signal: new AbortController().signal,
  });
}

/** The mapping that is emitted unasked; what was said instead otherwise. */
export async function mappingFor(body: unknown, asked: Asked): Promise<unknown> {
  const proposal = await propose(body, asked);
  return proposal.outcome === "candidate" ? proposal.candidate.mapping : proposal;
}
