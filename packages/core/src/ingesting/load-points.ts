import type { Metric } from "../metrics/metric.js";
import type { StepContext } from "../running/step-context.js";
import { getPayload } from "./archive-payload.js";
import { metricOf } from "./fetching-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import type { TransformerState } from "./metric-run-state.js";
import type { PointList } from "./point-list.js";
import { getTransformer } from "./run-transformer.js";
import { transformPayload } from "./transform-payload.js";

/** The points of this run's payloads, a list for each. */
export async function loadPoints(
  context: StepContext,
  services: IngestingServices,
  state: TransformerState,
): Promise<PointList[]> {
  const metric = metricOf(context);
  if (state.transformer === null) return [];
  const transformer = await getTransformer(context, state.transformer.id);
  const lists: PointList[] = [];
  for (const { payloadId } of state.payloads) {
    const payload = await getPayload(context, payloadId);
    lists.push(await transformPayload(context, services, { metric, payload, transformer, remember: true }));
  }
  return lists;
}

/** Snapshots are replaced as a whole, and a first generation goes live when it is complete. */
export function writesLiveGeneration(metric: Metric): boolean {
  return metric.kind !== "snapshot" && metric.liveGeneration > 0;
}

/** Times of the first and last point of all lists. */
export function extentOf(lists: readonly PointList[]): { first: Date | null; last: Date | null } {
  const times = lists.flatMap(({ first, last }) => (first === null || last === null ? [] : [first, last]));
  times.sort((a, b) => a.getTime() - b.getTime());
  return { first: times[0] ?? null, last: times.at(-1) ?? null };
}

/** Points of all lists, before keys that meet are counted once. */
export function countPoints(lists: readonly PointList[]): number {
  return lists.reduce((sum, { count }) => sum + count, 0);
}
