import type { StoredDataPoint } from "../metrics/data-point.js";
import type { Metric } from "../metrics/metric.js";
import type { PointPosition } from "../ports/points.js";
import { everyRow } from "../running/every-row.js";
import type { StepContext } from "../running/step-context.js";
import { compareCodePoints } from "../util/compare-code-points.js";
import type { IngestingServices } from "./ingesting-services.js";
import { isDataError } from "./is-data-error.js";
import { chunkSize, generationPoints, savePoints } from "./save-points.js";
import { transformPayload, type TransformerCode } from "./transform-payload.js";

/**
 * Writes the archived history of a metric into a generation with a new transformer, oldest payload first. Returns the payloads that are
 * settled: rebuilt, or asked for with other parameters, so that their points are not this metric's any more.
 */
export async function rebuildHistory(
  context: StepContext,
  services: IngestingServices,
  input: {
    readonly metric: Metric;
    readonly transformer: TransformerCode;
    readonly generation: number;
    readonly currentPayloadIds: readonly string[];
  },
): Promise<Set<string>> {
  const { metric, transformer, generation } = input;
  const settled = new Set<string>(input.currentPayloadIds);
  for await (const payload of everyRow(context.records, { table: "payloads", where: { metricId: metric.id } })) {
    if (settled.has(payload.id)) continue;
    if (payload.configHash !== metric.configHash) {
      settled.add(payload.id);
      continue;
    }
    try {
      const points = await transformPayload(context, services, { metric, payload, transformer, remember: false });
      await savePoints(context, { metricId: metric.id, generation }, points, { countsOnce: false });
      settled.add(payload.id);
    } catch (error) {
      if (!isDataError(error)) throw error;
      context.logger.info("An archived response does not fit the new transformer; its points are carried over.", {
        metricId: metric.id,
        payloadId: payload.id,
      });
    }
  }
  return settled;
}

/** Copies live points of payloads that are not settled into a generation where it has none at their key. Returns how many. */
export async function carryOver(
  context: StepContext,
  input: { readonly metric: Metric; readonly generation: number; readonly settled: ReadonlySet<string> },
): Promise<number> {
  const { metric, generation, settled } = input;
  if (metric.liveGeneration === 0) return 0;
  const isTaken = keyLookup(context, { metricId: metric.id, generation });
  let carried: StoredDataPoint[] = [];
  let count = 0;
  for await (const point of generationPoints(context, { metricId: metric.id, generation: metric.liveGeneration })) {
    if (point.payloadId !== null && settled.has(point.payloadId)) continue;
    if (await isTaken(point)) continue;
    carried.push(point);
    count++;
    if (carried.length < chunkSize) continue;
    await context.points.upsert({ metricId: metric.id, generation, points: carried });
    carried = [];
  }
  if (carried.length > 0) await context.points.upsert({ metricId: metric.id, generation, points: carried });
  return count;
}

/** Answers for ascending keys whether the generation has them, reading it once. */
function keyLookup(context: StepContext, key: { metricId: string; generation: number }) {
  const points = generationPoints(context, key);
  let current: IteratorResult<StoredDataPoint, void> | undefined;
  return async (sought: PointPosition): Promise<boolean> => {
    current ??= await points.next();
    while (current.done !== true && comparePositions(current.value, sought) < 0) current = await points.next();
    return current.done !== true && comparePositions(current.value, sought) === 0;
  };
}

function comparePositions(a: PointPosition, b: PointPosition): number {
  return a.timestamp.getTime() - b.timestamp.getTime() || compareCodePoints(a.series, b.series);
}
