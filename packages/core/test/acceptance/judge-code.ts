import { type JudgeCandidateInput, judgeCandidate } from "../../src/acceptance/judge-candidate.js";
import type { Acceptance } from "../../src/acceptance/accept-transformer.js";
import type { Measure } from "../../src/metrics/measure.js";
import type { MetricKind } from "../../src/metrics/metric.js";
import type { Sandbox } from "../../src/ports/sandbox.js";
import type { JsonValue } from "../../src/util/json.js";
import { offsetSpans } from "../../src/util/time-zone.js";

/** A response, and what a metric measures in it. */
export interface JudgedMetric {
  readonly response: JsonValue;
  readonly measure: Measure;
  readonly kind?: MetricKind;
  readonly timezone?: string;
}

/** Judges code for a metric that was fetched at 2026-03-08T12:00:00Z. */
export function judgeCode(
  sandbox: Sandbox,
  { response, measure, kind = "history", timezone = "UTC" }: JudgedMetric,
  code: string,
  further?: Partial<JudgeCandidateInput>,
): Promise<Acceptance> {
  const offsets = timezone === "UTC" ? [] : offsetSpans(timezone, 0, Date.UTC(2036, 0, 1));
  return judgeCandidate({
    sandbox,
    code,
    input: new TextEncoder().encode(JSON.stringify(response)),
    endpointConfig: {},
    context: { fetchedAtMs: Date.UTC(2026, 2, 8, 12), timezone, offsets },
    limits: {
      maximumSteps: 100_000_000,
      timeoutMs: 2_000,
      memoryBytes: 64 * 2 ** 20,
      maximumPoints: 250_000,
      maximumOutputBytes: 32 * 2 ** 20,
    },
    kind,
    seed: 1,
    measure,
    ...further,
  });
}

/** Why a candidate was not accepted, for the message of a failing test. */
export function reasonsOf({ report }: Acceptance): string {
  return report.checks
    .filter(({ verdict, isNeeded }) => verdict === "fail" || (isNeeded === true && verdict !== "pass"))
    .map(({ name, verdict, message }) => `${name} ${verdict}: ${message}`)
    .join("\n");
}
