import type { MetricsmithError } from "../../errors/metricsmith-error.js";
import type { PointColumns } from "../../ports/sandbox.js";
import { pointKey } from "../explaining/read-groups.js";

export interface OutputPoint {
  readonly series: string;
  readonly ms: number;
  readonly value: number;
}

/** What code made of one response. */
export type RunOutput =
  | { readonly state: "points"; readonly points: ReadonlyMap<string, OutputPoint> }
  /** Points that can never be stored: a value or time that is none, or two points with one key. */
  | { readonly state: "refused"; readonly reason: string }
  | { readonly state: "threw"; readonly error: MetricsmithError };

/** Points by key. */
export function toRunOutput({ count, timestamps, values, series }: PointColumns): RunOutput {
  const points = new Map<string, OutputPoint>();
  for (let index = 0; index < count; index++) {
    const ms = timestamps[index] ?? Number.NaN;
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) return { state: "refused", reason: `point ${index} has the value ${value}` };
    if (!(Math.abs(ms) <= 8.64e15)) return { state: "refused", reason: `point ${index} has no time` };
    const point = { series: series?.[index] ?? "", ms: Math.round(ms), value };
    const key = pointKey(point.ms, point.series);
    if (points.has(key)) return { state: "refused", reason: `two points have the time ${new Date(ms).toISOString()}` };
    points.set(key, point);
  }
  return { state: "points", points };
}
