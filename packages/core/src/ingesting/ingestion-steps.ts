import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { PointsSavedEvent } from "../running/runner-services.js";
import { type Step, step } from "../running/step.js";
import type { StepContext } from "../running/step-context.js";
import { getPayload } from "./archive-payload.js";
import { activateTransformer, type EnsuredTransformer, ensureIngestionTransformer } from "./ensure-transformer.js";
import { metricOf } from "./fetching-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import type { ExecutedState, FetchedState, SavedPoints, SavedState, TransformerState } from "./metric-run-state.js";
import type { PointList } from "./point-list.js";
import { carryOver, generationPoints, nothingSaved, rebuildHistory, savePoints } from "./save-points.js";
import { transformPayload, type TransformerCode } from "./transform-payload.js";

const maximumAnnouncedPoints = 1_000;

/** Makes the transformer and puts it through acceptance. It goes live with the last step. */
export function generatingIngestionTransformer(
  services: IngestingServices,
  input: { readonly displayName: string; readonly alwaysNew: boolean },
): Step<"generating-ingestion-transformer", FetchedState, TransformerState> {
  return step({
    name: "generating-ingestion-transformer",
    displayName: input.displayName,
    async run(state: FetchedState, context) {
      const metric = metricOf(context);
      const ensured = await ensureIngestionTransformer(context, services, {
        metric,
        payloads: state.payloads,
        alwaysNew: input.alwaysNew,
      });
      return { ...state, transformer: summaryOf(ensured) };
    },
  });
}

/** Runs the transformer over this run's payloads. What it gives is not stored here: it is computed again wherever it is needed. */
export function executingIngestionTransformer(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"executing-ingestion-transformer", TransformerState, ExecutedState> {
  return step({
    name: "executing-ingestion-transformer",
    displayName: input.displayName,
    run: (state: TransformerState, context) => execute(context, services, state),
  });
}

/** The same for a soft refresh, which makes a transformer only when there is none, or when the definition has changed. */
export function executingCurrentTransformer(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"executing-ingestion-transformer", FetchedState, ExecutedState> {
  return step({
    name: "executing-ingestion-transformer",
    displayName: input.displayName,
    async run(state: FetchedState, context) {
      const metric = metricOf(context);
      const ensured = await ensureIngestionTransformer(context, services, {
        metric,
        payloads: state.payloads,
        alwaysNew: false,
      });
      if (ensured.outcome === "created") {
        const { id: transformerId } = ensured.transformer;
        context.atBoundary(
          await activateTransformer(context, { metric, kind: "ingestion", scopeKey: metric.id, transformerId }),
        );
      }
      void context.memo(transformerKey(ensured.transformer.id), () => Promise.resolve(ensured.transformer));
      return execute(context, services, { ...state, transformer: summaryOf(ensured) }, writesLiveGeneration(metric));
    },
  });
}

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
      const isRepeated = await isRepeatedSave(context);
      const written = await saveAll(context, { metricId: metric.id, generation: metric.liveGeneration }, lists);
      const saved = isRepeated ? await recount(context, metric, state, lists) : written;
      announce(context, metric, metric.liveGeneration, lists, saved);
      return { ...state, generation: metric.liveGeneration, points: { ...nothingSaved, ...saved } };
    },
  });
}

/** Snapshots are replaced as a whole, and a first generation goes live when it is complete. */
function writesLiveGeneration(metric: Metric): boolean {
  return metric.kind !== "snapshot" && metric.liveGeneration > 0;
}

/** True when points of this run may have been saved by a try whose boundary was not committed. */
async function isRepeatedSave(context: StepContext): Promise<boolean> {
  let isFirst = false;
  await context.memo("saving", () => Promise.resolve((isFirst = true)));
  return context.run.attempt > 1 || !isFirst;
}

/** What the saves of this run have done together: a point names the payload of its last change. */
async function recount(
  context: StepContext,
  metric: Metric,
  state: ExecutedState,
  lists: readonly PointList[],
): Promise<Pick<SavedPoints, "inserted" | "replaced" | "unchanged">> {
  const range = rangeOf(lists);
  if (range === null || state.liveInRange === null) return nothingSaved;
  const own = new Set(state.payloads.map(({ payloadId }) => payloadId));
  let total = 0;
  let changed = 0;
  for await (const { payloadId } of generationPoints(context, {
    metricId: metric.id,
    generation: metric.liveGeneration,
    ...range,
  })) {
    total++;
    if (payloadId !== null && own.has(payloadId)) changed++;
  }
  const inserted = total - state.liveInRange;
  return { inserted, replaced: changed - inserted, unchanged: countPoints(lists) - changed };
}

async function countLive(context: StepContext, metric: Metric, range: { from: Date; to: Date }): Promise<number> {
  const { count } = await context.points.summarize({
    metricId: metric.id,
    generation: metric.liveGeneration,
    ...range,
  });
  return count;
}

/** The shortest range that holds all points; `null` when there are none. */
function rangeOf(lists: readonly PointList[]): { from: Date; to: Date } | null {
  const { first, last } = extentOf(lists);
  return first === null || last === null ? null : { from: first, to: new Date(last.getTime() + 1) };
}

function extentOf(lists: readonly PointList[]): { first: Date | null; last: Date | null } {
  const times = lists.flatMap(({ first, last }) => (first === null || last === null ? [] : [first, last]));
  times.sort((a, b) => a.getTime() - b.getTime());
  return { first: times[0] ?? null, last: times.at(-1) ?? null };
}

function countPoints(lists: readonly PointList[]): number {
  return lists.reduce((sum, { count }) => sum + count, 0);
}

/** Saves the points of several payloads; of two with the same key the later payload's counts. */
async function saveAll(
  context: StepContext,
  key: { readonly metricId: string; readonly generation: number },
  lists: readonly PointList[],
): Promise<Pick<SavedPoints, "inserted" | "replaced" | "unchanged">> {
  let { inserted, replaced, unchanged } = nothingSaved;
  for (const list of lists) {
    const counts = await savePoints(context, key, list);
    inserted += counts.inserted;
    replaced += counts.replaced;
    unchanged += counts.unchanged;
  }
  return { inserted, replaced, unchanged };
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
  await context.points.deleteGenerations(key);
  const keepsHistory = history === "rebuild" && metric.kind !== "snapshot" && metric.liveGeneration > 0;
  const transformer = await getTransformerCode(context, state.transformer.id);
  const currentPayloadIds = state.payloads.map(({ payloadId }) => payloadId);
  const settled = keepsHistory
    ? await rebuildHistory(context, services, { metric, transformer, generation, currentPayloadIds })
    : null;
  const lists = await loadPoints(context, services, state);
  await saveAll(context, key, lists);
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

async function execute(
  context: StepContext,
  services: IngestingServices,
  state: TransformerState,
  intoLive = false,
): Promise<ExecutedState> {
  const metric = metricOf(context);
  const lists = await loadPoints(context, services, state);
  const pointCount = countPoints(lists);
  const datesOnly = lists.every((list) => list.count === 0 || list.datesOnly);
  const range = intoLive ? rangeOf(lists) : null;
  const liveInRange = range === null ? null : await countLive(context, metric, range);
  return { ...state, pointCount, datesOnly: pointCount > 0 ? datesOnly : metric.timeKind === "date", liveInRange };
}

/** The points of this run's payloads, a list for each. */
async function loadPoints(
  context: StepContext,
  services: IngestingServices,
  state: TransformerState,
): Promise<PointList[]> {
  const metric = metricOf(context);
  const transformer = await getTransformerCode(context, state.transformer.id);
  const lists: PointList[] = [];
  for (const { payloadId } of state.payloads) {
    const payload = await getPayload(context, payloadId);
    lists.push(await transformPayload(context, services, { metric, payload, transformer, remember: true }));
  }
  return lists;
}

async function getTransformerCode(context: StepContext, id: string): Promise<TransformerCode> {
  const transformer = await context.memo(transformerKey(id), () => context.records.get({ table: "transformers", id }));
  if (transformer !== null) return transformer;
  throw new MetricsmithError(`Transformer ${id} was deleted while a run used it. Refresh the metric.`, {
    code: "TRANSFORMER_NOT_FOUND",
    details: { transformerId: id },
  });
}

function transformerKey(id: string): string {
  return `transformer:${id}`;
}

function summaryOf({ transformer, outcome }: EnsuredTransformer): TransformerState["transformer"] {
  return { id: transformer.id, version: transformer.version, outcome };
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
  const event: PointsSavedEvent = {
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
  };
  context.announce(event);
}
