import { type Step, step } from "../running/step.js";
import type { IngestingServices } from "./ingesting-services.js";
import { type ChartState, ensureChartTransformer, loadChartConfig, tryChart } from "./metric-charts.js";
import { getChart, listCharts } from "./metric-rows.js";
import type { ChartTransformerState, SavedState } from "./metric-run-state.js";

/** Stores the code of charts that have their own, after it has drawn the new points once. Others use the built-in function. */
export function generatingChartTransformer(
  services: IngestingServices,
  input: { readonly displayName: string; readonly alwaysNew: boolean },
): Step<"generating-chart-transformer", SavedState, ChartTransformerState> {
  return step({
    name: "generating-chart-transformer",
    displayName: input.displayName,
    async run(state: SavedState, context): Promise<ChartTransformerState> {
      const charts: ChartState[] = [];
      for (const chart of await listCharts(context)) {
        charts.push(
          await tryChart(chart, () =>
            ensureChartTransformer(context, services, { state, chart, alwaysNew: input.alwaysNew }),
          ),
        );
      }
      return { ...state, deleting: withoutReused(state.deleting, charts), charts };
    },
  });
}

/** Code that is used again does not go. */
function withoutReused(deleting: SavedState["deleting"], charts: readonly ChartState[]): SavedState["deleting"] {
  if (deleting === null) return null;
  const reused = new Set(
    charts.flatMap(({ transformer }) => (transformer?.outcome === "reused" ? [transformer.id] : [])),
  );
  return { ...deleting, chartTransformers: deleting.chartTransformers.filter(({ id }) => !reused.has(id)) };
}

/** Draws every chart from the points of this run's generation. One that fails stops neither the others nor the run. */
export function executingChartTransformer(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"executing-chart-transformer", ChartTransformerState, ChartTransformerState> {
  return step({
    name: "executing-chart-transformer",
    displayName: input.displayName,
    async run(state: ChartTransformerState, context): Promise<ChartTransformerState> {
      const charts: ChartState[] = [];
      for (const entry of state.charts) {
        if (entry.error !== null) {
          charts.push(entry);
          continue;
        }
        const chart = await getChart(context, entry.chartId);
        if (chart === null) continue;
        charts.push(
          await tryChart(chart, async () => {
            await loadChartConfig(context, services, state, chart, entry);
            return entry;
          }),
        );
      }
      return { ...state, charts };
    },
  });
}

/** The same for a soft refresh, which stores a chart's code only when it has none or when the host has changed it. */
export function executingCurrentChartTransformer(
  services: IngestingServices,
  input: { readonly displayName: string },
): Step<"executing-chart-transformer", SavedState, ChartTransformerState> {
  return step({
    name: "executing-chart-transformer",
    displayName: input.displayName,
    async run(state: SavedState, context): Promise<ChartTransformerState> {
      const charts: ChartState[] = [];
      for (const chart of await listCharts(context)) {
        charts.push(
          await tryChart(chart, async () => {
            const ensured = await ensureChartTransformer(context, services, { state, chart, alwaysNew: false });
            await loadChartConfig(context, services, state, chart, ensured);
            return ensured;
          }),
        );
      }
      return { ...state, charts };
    },
  });
}
