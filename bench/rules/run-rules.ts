import { judgeCandidate, type PointColumns, rules, type Sandbox } from "@metricsmith/core";
import type { Case, CasePoint } from "./load-cases.js";
import { samePoints } from "./same-points.js";
import { zoneSpans } from "./zone-spans.js";

/** What the rules made of a case. */
export interface CaseResult {
  readonly case: Case;
  readonly outcome: "solved" | "ambiguous" | "refused" | "silently wrong";
  /** Why it was not solved. */
  readonly reason: string;
  /** Rank, from 1, of the candidate that gives the expected points; `null` when none does. */
  readonly rightRank: number | null;
  /** What acceptance says of a mapping that was emitted unasked; `null` when none was. */
  readonly acceptance: "accepted" | "held" | "rejected" | null;
  /** True when days are written as dates where the case writes their start in the zone. */
  readonly isDateForDay: boolean;
}

const LIMITS = {
  timeoutMs: 5_000,
  maximumSteps: 100_000_000,
  memoryBytes: 64 * 2 ** 20,
  maximumPoints: 250_000,
  maximumOutputBytes: 32 * 2 ** 20,
};

/** Asks the rules for one case, and runs in the sandbox what they give. */
export async function runRules(sandbox: Sandbox, item: Case): Promise<CaseResult> {
  const { metric, payload } = item;
  const { fetchedAt, timezone, measure, kind, name, endpoint } = metric;
  const context = { fetchedAtMs: Date.parse(fetchedAt), timezone, offsets: zoneSpans(timezone, Date.parse(fetchedAt)) };
  const unavailable = () => Promise.reject(new Error("Rules ask nobody."));
  const proposal = await rules().propose({
    subject: {
      name,
      description: null,
      measure,
      kind,
      timezone,
      provider: null,
      template: null,
      request: { method: "GET", endpoint, parameterNames: [] },
    },
    payload,
    endpointConfig: {},
    context,
    seed: 1,
    judge: unavailable,
    complete: unavailable,
    signal: new AbortController().signal,
  });
  const base = { case: item, rightRank: null, acceptance: null, isDateForDay: false };
  if (proposal.outcome === "refused" || proposal.outcome === "no-data") {
    return { ...base, outcome: "refused", reason: proposal.reason };
  }
  if (proposal.outcome === "ambiguous") {
    for (const [index, { code }] of proposal.candidates.entries()) {
      const made = await run(code);
      if (typeof made !== "string" && samePoints(made, item).isSame) {
        return { ...base, outcome: "ambiguous", reason: proposal.question, rightRank: index + 1 };
      }
    }
    return { ...base, outcome: "ambiguous", reason: proposal.question };
  }
  const made = await run(proposal.candidate.code);
  // A run that fails says so, and stores nothing: it is not silent.
  if (typeof made === "string") return { ...base, outcome: "refused", reason: `The code threw: ${made}` };
  const { isSame, isDateForDay } = samePoints(made, item);
  const acceptance = await judge(proposal.candidate.code);
  if (isSame) return { ...base, outcome: "solved", reason: "", acceptance, isDateForDay };
  return {
    ...base,
    acceptance,
    outcome: "silently wrong",
    reason: `${proposal.candidate.reasons.join(" ")} ${example(made, item)}`,
  };

  /** Acceptance gets what a metric has: the response and the measure, no points, and nothing on where the code is from. */
  async function judge(code: string): Promise<CaseResult["acceptance"]> {
    const execution = { sandbox, code, input: payload, endpointConfig: {}, context, limits: LIMITS, kind, seed: 1 };
    const { report } = await judgeCandidate({ ...execution, measure });
    return report.result;
  }

  async function run(code: string): Promise<CasePoint[] | string> {
    try {
      const columns = await sandbox.run({
        kind: "ingestion",
        code,
        input: payload,
        argument: {},
        context,
        seed: 1,
        limits: LIMITS,
      });
      return pointsOf(columns);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** The first point that was not expected, and the first that was not made. */
function example(made: readonly CasePoint[], item: Case): string {
  const keyOf = ({ timestamp, value, series = "" }: CasePoint) => `${series} ${timestamp} ${value}`;
  const [expected, given] = [new Set(item.expected.map(keyOf)), new Set(made.map(keyOf))];
  const extra = [...given].find((key) => !expected.has(key)) ?? "nothing";
  const lost = [...expected].find((key) => !given.has(key)) ?? "nothing";
  return `${made.length} points for ${item.expected.length}: made ${extra}; expected ${lost}.`;
}

function pointsOf({ count, timestamps, values, series }: PointColumns): CasePoint[] {
  return Array.from({ length: count }, (_, index) => ({
    timestamp: new Date(timestamps[index] ?? Number.NaN).toISOString(),
    value: values[index] ?? Number.NaN,
    series: series?.[index] ?? "",
  }));
}
