import { type Step, step } from "../running/step.js";
import type { StepContext } from "../running/step-context.js";
import { activateTransformer } from "./activate-transformer.js";
import { type EnsuredTransformer, ensureIngestionTransformer } from "./ensure-transformer.js";
import { metricOf } from "./fetching-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import { countPoints, loadPoints } from "./load-points.js";
import type { ExecutedState, FetchedState, TransformerState } from "./metric-run-state.js";
import { rememberTransformer } from "./run-transformer.js";

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
      if (ensured?.outcome === "created") {
        const { id: transformerId } = ensured.transformer;
        context.atBoundary(
          await activateTransformer(context, { metric, kind: "ingestion", scopeKey: metric.id, transformerId }),
        );
      }
      if (ensured !== null) rememberTransformer(context, ensured.transformer);
      return execute(context, services, { ...state, transformer: summaryOf(ensured) });
    },
  });
}

async function execute(
  context: StepContext,
  services: IngestingServices,
  state: TransformerState,
): Promise<ExecutedState> {
  const metric = metricOf(context);
  const lists = await loadPoints(context, services, state);
  const pointCount = countPoints(lists);
  const datesOnly = lists.every((list) => list.count === 0 || list.datesOnly);
  return { ...state, pointCount, datesOnly: pointCount > 0 ? datesOnly : metric.timeKind === "date" };
}

function summaryOf(ensured: EnsuredTransformer | null): TransformerState["transformer"] {
  if (ensured === null) return null;
  const { transformer, outcome } = ensured;
  return { id: transformer.id, version: transformer.version, outcome };
}
