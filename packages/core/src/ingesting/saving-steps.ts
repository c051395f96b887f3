import type { Metric } from "../metrics/metric.js";
import { type Step, step } from "../running/step.js";
import type { StepContext } from "../running/step-context.js";
import { metricOf } from "./fetching-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import type { ExecutedState, SavedPoints, SavedState } from "./metric-run-state.js";
import { countPoints, extentOf, loadPoints, writesLiveGeneration } from "./load-points.js";
import type { PointList } from "./point-list.js";
import { carryOver, rebuildHistory } from "./rebuild-history.js";
import { getTransformer } from "./run-transformer.js";
import { nothingSaved, savePoints } from "./save-points.js";

const maximumAnnouncedPoints = 1_000;

/** Upserts the points into the live generation; a snapshot's into the next one, which the last step makes live. */
export function savingIntoLiveGeneration(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"saving-timeseries-data", ExecutedState, SavedState> {
  return step({
    name: "saving-timeseries-data",
    displayName: input.displayName,
    async run(state: ExecutedState, context) {
      const metric = metricOf(context);
      if (!writesLiveGeneration(metric)) return saveGeneration(context, services, state, "discard");
      const lists = await loadPoints(context, services, state);
      const key = { metricId: metric.id, generation: metric.liveGeneration };
      const saved = await saveAll(context, key, lists, { countsOnce: true });
      announce(context, metric, metric.liveGeneration, lists, saved);
      return { ...state, generation: metric.liveGeneration, points: { ...nothingSaved, ...saved } };
    },
  });
}

/** Writes the next generation, which readers do not see before the last step. */
export function savingNextGeneration(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"saving-timeseries-data", ExecutedState, SavedState> {
  return step({
    name: "saving-timeseries-data",
    displayName: input.displayName,
    run: (state: ExecutedState, context) => saveGeneration(context, services, state, historyOf(context)),
  });
}

async function saveGeneration(
  context: StepContext,
  services: IngestingServices,
  state: ExecutedState,
  history: "rebuild" | "discard",
): Promise<SavedState> {
  const metric = metricOf(context);
  const generation = metric.liveGeneration + 1;
  const key = { metricId: metric.id, generation };
  // A run before this one may have left an unfinished generation of this number.
  await context.points.delete(key);
  const keepsHistory = history === "rebuild" && metric.kind !== "snapshot" && metric.liveGeneration > 0;
  const currentPayloadIds = state.payloads.map(({ payloadId }) => payloadId);
  // Without a transformer there is nothing to rebuild with: what is live is carried over.
  const transformer = state.transformer === null ? null : await getTransformer(context, state.transformer.id);
  let settled: ReadonlySet<string> | null = null;
  if (keepsHistory) {
    settled =
      transformer === null
        ? new Set(currentPayloadIds)
        : await rebuildHistory(context, services, { metric, transformer, generation, currentPayloadIds });
  }
  const lists = await loadPoints(context, services, state);
  await saveAll(context, key, lists, { countsOnce: false });
  const carriedOver = settled === null ? 0 : await carryOver(context, { metric, generation, settled });
  const { count } = await context.points.summarize(key);
  const saved: SavedPoints = {
    ...nothingSaved,
    inserted: count - carriedOver,
    carriedOver,
    deleted:
      state.deleting?.points ??
      (metric.liveGeneration > 0
        ? (await context.points.summarize({ ...key, generation: metric.liveGeneration })).count
        : 0),
  };
  announce(context, metric, generation, lists, saved);
  return { ...state, generation, points: saved };
}

/** Saves the points of several payloads; of two with the same key the later payload's counts. */
async function saveAll(
  context: StepContext,
  key: { readonly metricId: string; readonly generation: number },
  lists: readonly PointList[],
  options: { readonly countsOnce: boolean },
): Promise<Pick<SavedPoints, "inserted" | "replaced" | "unchanged">> {
  let { inserted, replaced, unchanged } = nothingSaved;
  for (const list of lists) {
    const counts = await savePoints(context, key, list, options);
    inserted += counts.inserted;
    replaced += counts.replaced;
    unchanged += counts.unchanged;
  }
  return { inserted, replaced, unchanged };
}

function historyOf(context: StepContext): "rebuild" | "discard" {
  return context.run.parameters["history"] === "discard" ? "discard" : "rebuild";
}

function announce(
  context: StepContext,
  metric: Metric,
  generation: number,
  lists: readonly PointList[],
  saved: Pick<SavedPoints, "inserted" | "replaced" | "unchanged">,
): void {
  const isComplete = countPoints(lists) <= maximumAnnouncedPoints;
  context.announce(() => ({
    type: "points-saved",
    runId: context.run.id,
    organizationId: metric.organizationId,
    metricId: metric.id,
    generation,
    inserted: saved.inserted,
    replaced: saved.replaced,
    unchanged: saved.unchanged,
    points: isComplete ? lists.flatMap((list) => list.slice(0, list.count)) : [],
    isComplete,
    ...extentOf(lists),
  }));
}
