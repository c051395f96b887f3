import { toText } from "@metricsmith/charts";
import { type Stage, viewMetric } from "./stage.js";

/** Draws the chart of every metric in the terminal. */
export async function showCharts(stage: Stage, metricIds: readonly string[]): Promise<void> {
  const { terminal, claims } = stage;
  for (const metricId of metricIds) {
    const { metric, chartConfig } = await viewMetric(stage, metricId);
    claims.check(`${metric.name} has a chart with data`, chartConfig.chartData.length > 0);
    const drawing = toText(chartConfig, { width: terminal.width, height: 8, color: terminal.color });
    for (const line of drawing.split("\n")) terminal.line(`  ${line}`.trimEnd());
    terminal.line();
  }
}
