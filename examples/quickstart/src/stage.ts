import type {
  Chart,
  ChartConfig,
  Metric,
  MetricRunResult,
  MetricsApi,
  MetricsmithApi,
  RunHandle,
  StoredDataPoint,
} from "@metricsmith/core";
import { parseChartConfig } from "@metricsmith/core";
import type { Claims } from "./claims.js";
import type { Terminal } from "./terminal.js";

/** What the acts need of the engine, whatever its templates are. */
type StageApi = Omit<MetricsmithApi<readonly [], true>, "metrics" | "run"> & {
  readonly metrics: Pick<MetricsApi<readonly [], true>, "get" | "list">;
};

/** What every act of the demo works with. */
export interface Stage {
  readonly smith: StageApi;
  readonly terminal: Terminal;
  readonly claims: Claims;
}

/** What readers of a metric see at one moment. */
export interface View {
  readonly metric: Metric;
  readonly points: readonly StoredDataPoint[];
  readonly seriesCount: number;
  readonly chart: Chart;
  readonly chartConfig: ChartConfig;
}

/** Reads a metric as a dashboard would. */
export async function viewMetric({ smith }: Stage, metricId: string): Promise<View> {
  const metric = await smith.metrics.get(metricId);
  const [chart] = await smith.charts.list({ metricId });
  if (metric === null || chart === undefined) throw new Error(`Metric ${metricId} or its chart is gone.`);
  const points = await smith.points.list({ metricId });
  const { seriesCount } = await smith.points.summarize({ metricId });
  return { metric, points, seriesCount, chart, chartConfig: parseChartConfig(chart.chartConfig) };
}

/** A metric with the run that was started for it. */
export interface StartedMetric {
  readonly metric: Metric;
  readonly run: RunHandle<MetricRunResult>;
}
