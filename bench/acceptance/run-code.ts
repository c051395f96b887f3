import { type AcceptanceReport, judgeCandidate, type PointColumns, type Sandbox } from "@metricsmith/core";
import type { Case, CasePoint } from "../rules/load-cases.js";
import { zoneSpans } from "../rules/zone-spans.js";

const LIMITS = {
  timeoutMs: 5_000,
  maximumSteps: 100_000_000,
  memoryBytes: 64 * 2 ** 20,
  maximumPoints: 250_000,
  maximumOutputBytes: 32 * 2 ** 20,
};

/** The points that code makes of a response; a text when it does not come to any. */
export async function runCode(sandbox: Sandbox, item: Case, code: string): Promise<CasePoint[] | string> {
  try {
    return pointsOf(await sandbox.run({ ...executionOf(item), kind: "ingestion", argument: {}, code }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What acceptance says of the code. It gets what a metric has: no points, no ids, nothing on where the code is from. */
export async function judgeCode(sandbox: Sandbox, item: Case, code: string): Promise<AcceptanceReport> {
  const { measure, kind } = item.metric;
  const execution = executionOf(item);
  const { report } = await judgeCandidate({ ...execution, sandbox, code, kind, measure, endpointConfig: {} });
  return report;
}

function executionOf({ metric: { fetchedAt, timezone }, payload }: Case) {
  const fetchedAtMs = Date.parse(fetchedAt);
  const context = { fetchedAtMs, timezone, offsets: zoneSpans(timezone, fetchedAtMs) };
  return { input: payload, context, seed: 1, limits: LIMITS };
}

function pointsOf({ count, timestamps, values, series }: PointColumns): CasePoint[] {
  return Array.from({ length: count }, (_, index) => ({
    timestamp: new Date(timestamps[index] ?? Number.NaN).toISOString(),
    value: values[index] ?? Number.NaN,
    series: series?.[index] ?? "",
  }));
}
