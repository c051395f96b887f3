import type { DataPoint } from "../metrics/data-point.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { AcceptanceCheck } from "../transformers/acceptance-report.js";
import { toDataPoints } from "./to-data-points.js";

const TOLERANCE = 1e-9;

/**
 * Whether points that are stored already come out as they were. The newest one of each series may still have been growing when
 * it was stored, so it may differ.
 */
export function historyCheck(stored: readonly DataPoint[], columns: PointColumns): AcceptanceCheck {
  const name = "history";
  const key = ({ series, timestamp }: DataPoint): string => `${timestamp.getTime()} ${series}`;
  const points = new Map(toDataPoints(columns).map((point) => [key(point), point]));
  const newest = new Map<string, number>();
  for (const { series, timestamp } of stored) {
    newest.set(series, Math.max(newest.get(series) ?? -Infinity, timestamp.getTime()));
  }
  const shared = stored.filter((point) => points.has(key(point)));
  const settled = shared.filter(({ series, timestamp }) => timestamp.getTime() !== newest.get(series));
  const different = settled.filter((point) => {
    const value = points.get(key(point))?.value ?? Number.NaN;
    return !(Math.abs(value - point.value) <= TOLERANCE * Math.max(Math.abs(value), Math.abs(point.value)));
  });
  const evidence = { stored: stored.length, compared: settled.length, different: different.length };
  const [example] = different;
  if (example !== undefined) {
    const now = points.get(key(example))?.value;
    return {
      name,
      verdict: "fail",
      message: `${different.length} of ${settled.length} stored points come out otherwise: ${example.timestamp.toISOString()} is stored as ${example.value} and would be ${now}.`,
      evidence,
    };
  }
  if (settled.length === 0) {
    return {
      name,
      verdict: "unknown",
      message: "No stored point comes out again, so there is nothing to compare.",
      evidence,
    };
  }
  return { name, verdict: "pass", message: `All ${settled.length} stored points come out as they were.`, evidence };
}
