import type { StoredDataPoint } from "../metrics/data-point.js";
import type { PointPosition } from "../ports/points.js";
import type { StepContext } from "../running/step-context.js";
import type { SavedPoints } from "./metric-run-state.js";
import { findOutdatedOldest } from "./oldest-bucket.js";
import type { PointList } from "./point-list.js";

/** Points per write: large enough to be fast, small enough for any driver. */
export const chunkSize = 5_000;

export const nothingSaved: SavedPoints = { inserted: 0, replaced: 0, unchanged: 0, carriedOver: 0, deleted: 0 };

/**
 * Upserts points in chunks, and counts what became of them. What is left out counts as unchanged. Safe to repeat; with `countsOnce` a
 * repetition within the run counts what the first one did, and one chunk is one receipt of the run.
 */
export async function savePoints(
  context: StepContext,
  key: { readonly metricId: string; readonly generation: number },
  list: PointList,
  { countsOnce }: { readonly countsOnce: boolean },
): Promise<Pick<SavedPoints, "inserted" | "replaced" | "unchanged">> {
  let { inserted, replaced, unchanged } = nothingSaved;
  const outdated = await findOutdatedOldest(context, key, list);
  unchanged += outdated.size;
  for (let start = 0; start < list.count; start += chunkSize) {
    const slice = list.slice(start, start + chunkSize);
    const points =
      outdated.size === 0 || start > 0
        ? slice
        : slice.filter(
            ({ timestamp, series }) => timestamp.getTime() !== list.first?.getTime() || !outdated.has(series),
          );
    const receipt = countsOnce ? `${list.payloadId}:${start / chunkSize}` : undefined;
    const counts = await context.points.upsert({ ...key, points, receipt });
    inserted += counts.inserted;
    replaced += counts.replaced;
    unchanged += counts.unchanged;
  }
  return { inserted, replaced, unchanged };
}

/** Every point of a generation in order, read in pages. */
export async function* generationPoints(
  context: Pick<StepContext, "points">,
  key: { readonly metricId: string; readonly generation: number; readonly from?: Date; readonly to?: Date },
): AsyncGenerator<StoredDataPoint, void, void> {
  let after: PointPosition | undefined;
  while (true) {
    const page = await context.points.list({ ...key, after, limit: chunkSize });
    yield* page;
    if (page.length < chunkSize) return;
    after = page.at(-1);
  }
}
