import type { Metric } from "../metrics/metric.js";
import type { EngineCore } from "./engine-core.js";

/** Readers that started before a swap may still be reading the old generation. */
const generationGraceMs = 3_600_000;

/** Deletes points of generations that went out of use at least an hour ago, and returns how many. */
export async function sweepGenerations(core: EngineCore, metric: Metric, now: Date): Promise<number> {
  const { id: metricId, liveGeneration, liveSince } = metric;
  if (liveSince === null || now.getTime() - liveSince.getTime() < generationGraceMs) return 0;
  return core.options.storage.points.delete({ metricId, below: liveGeneration });
}

/** Deletes live points earlier than `before`, and returns how many. A snapshot is the latest state, however old. */
export async function sweepExpiredPoints(core: EngineCore, metric: Metric, before: Date): Promise<number> {
  if (metric.kind === "snapshot" || metric.activeRunId !== null) return 0;
  return core.options.storage.points.delete({ metricId: metric.id, generation: metric.liveGeneration, before });
}
