import { type Step, step } from "../running/step.js";
import type { StepContext } from "../running/step-context.js";
import type { Transformer } from "../transformers/transformer.js";
import { metricOf } from "./fetching-step.js";
import type { FetchedState } from "./metric-run-state.js";

type Deleting = NonNullable<FetchedState["deleting"]>;
const nothing: Deleting = { points: 0, transformerIds: [], chartTransformers: [] };

/** Counts the points that go when the run ends. Until then readers see them. */
export function deletingOldData(displayName: string): Step<"deleting-old-data", FetchedState, FetchedState> {
  return step({
    name: "deleting-old-data",
    displayName,
    async run(state: FetchedState, context): Promise<FetchedState> {
      const { id: metricId, liveGeneration: generation } = metricOf(context);
      const { count } = await context.points.summarize({ metricId, generation });
      return { ...state, deleting: { ...nothing, ...state.deleting, points: count } };
    },
  });
}

/** Marks the transformers that go when the run ends: the metric's, and those of its charts. Until then they stay active. */
export function deletingOldTransformer(
  displayName: string,
): Step<"deleting-old-transformer", FetchedState, FetchedState> {
  return step({
    name: "deleting-old-transformer",
    displayName,
    async run(state: FetchedState, context): Promise<FetchedState> {
      const transformers = await listTransformers(context, metricOf(context).id);
      return {
        ...state,
        deleting: {
          ...nothing,
          ...state.deleting,
          transformerIds: transformers.filter(({ kind }) => kind === "ingestion").map(({ id }) => id),
          chartTransformers: transformers
            .filter(({ kind }) => kind === "chart")
            .map(({ id, scopeKey }) => ({ id, chartId: scopeKey })),
        },
      };
    },
  });
}

async function listTransformers(context: StepContext, metricId: string): Promise<Transformer[]> {
  const limit = 1_000;
  return context.records.find({ table: "transformers", where: { metricId }, limit });
}
