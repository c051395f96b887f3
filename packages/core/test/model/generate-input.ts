import { judgeCandidate } from "../../src/acceptance/judge-candidate.js";
import type { Measure } from "../../src/metrics/measure.js";
import type { EndpointConfig } from "../../src/metrics/metric.js";
import type { GenerateInput, GeneratorSubject } from "../../src/ports/generator.js";
import type { Sandbox } from "../../src/ports/sandbox.js";
import type { AcceptanceCheck, AcceptanceReport } from "../../src/transformers/acceptance-report.js";

export interface GenerateInputParts {
  readonly body: unknown;
  readonly measure?: Measure | undefined;
  readonly subject?: Partial<GeneratorSubject> | undefined;
  readonly endpointConfig?: EndpointConfig | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly seed?: number | undefined;
  readonly judge: GenerateInput["judge"];
}

export const fetchedAtMs = Date.parse("2026-03-10T12:00:00Z");

/** What a generator is given for a response; `complete` calls the client and keeps no ledger. */
export function generateInput(parts: GenerateInputParts): GenerateInput & { readonly reasons: string[] } {
  const { body, endpointConfig = {}, measure = { value: "amount of the order", time: "created" } } = parts;
  const reasons: string[] = [];
  return {
    subject: {
      name: "Revenue",
      description: "What the shop takes in.",
      measure,
      kind: "history",
      timezone: "Europe/Berlin",
      provider: "shop",
      template: { id: "shop-orders", name: "Orders of a shop", description: null },
      request: {
        method: "GET",
        endpoint: "https://api.example.com/shops/{SHOP}/orders",
        parameterNames: ["SHOP"],
      },
      ...parts.subject,
    },
    payload: new TextEncoder().encode(JSON.stringify(body)),
    endpointConfig,
    context: { fetchedAtMs, timezone: "Europe/Berlin", offsets: [{ fromMs: null, offsetMinutes: 60 }] },
    seed: parts.seed ?? 7,
    judge: parts.judge,
    complete: async (client, request, reason) => {
      reasons.push(reason);
      return client.complete(request);
    },
    signal: parts.signal ?? new AbortController().signal,
    reasons,
  };
}

/** Acceptance in the real sandbox, as the engine does it. */
export function sandboxJudge(
  sandbox: Sandbox,
  parts: Pick<GenerateInputParts, "body" | "measure" | "endpointConfig">,
): GenerateInput["judge"] {
  return async (code) => {
    const { report } = await judgeCandidate({
      sandbox,
      code,
      input: new TextEncoder().encode(JSON.stringify(parts.body)),
      endpointConfig: parts.endpointConfig ?? {},
      context: { fetchedAtMs, timezone: "Europe/Berlin", offsets: [{ fromMs: null, offsetMinutes: 60 }] },
      limits: {
        timeoutMs: 5_000,
        maximumSteps: 100_000_000,
        memoryBytes: 64 * 2 ** 20,
        maximumPoints: 250_000,
        maximumOutputBytes: 2 ** 25,
      },
      kind: "history",
      seed: 1,
      measure: parts.measure ?? { value: "amount of the order", time: "created" },
    });
    return report;
  };
}

/** A judge that knows its verdicts: the report of each code in turn, the last one for all that follow. */
export function scriptedJudge(
  ...reports: readonly AcceptanceReport[]
): GenerateInput["judge"] & { readonly judged: string[] } {
  const judged: string[] = [];
  const judge = async (code: string): Promise<AcceptanceReport> => {
    judged.push(code);
    const report = reports[Math.min(judged.length, reports.length) - 1];
    if (report === undefined) throw new Error("The judge has no report.");
    return report;
  };
  return Object.assign(judge, { judged });
}

export const accepted: AcceptanceReport = {
  result: "accepted",
  checks: [{ name: "runs", verdict: "pass", message: "The code ran within its limits." }],
  support: null,
};

/** A report with these open checks, rejected when one of them failed. */
export function openReport(
  ...open: readonly (readonly [AcceptanceCheck["name"], "fail" | "unknown", string])[]
): AcceptanceReport {
  return {
    result: open.some(([, verdict]) => verdict === "fail") ? "rejected" : "held",
    checks: open.map(([name, verdict, message]) => ({ name, verdict, isNeeded: true, message })),
    support: null,
  };
}
