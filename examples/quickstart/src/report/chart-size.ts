import type { ChartConfig } from "@metricsmith/core";
import type { View } from "../stage.js";

/** Whether a chart needs the whole width: many bars are thin, and many lines have a long legend. */
export function isWide({ chartConfig }: View): boolean {
  return chartConfig.chartData.length > 100 || hasManyLines(chartConfig);
}

/** Pixels of a metric's picture on a phone, where a wide one would shrink until nobody can read it. */
export function narrowChartSize({ chartConfig }: View): { width: number; height: number } {
  if (chartConfig.chartType === "pie") return { width: 400, height: 360 + chartConfig.chartData.length * 20 };
  return { width: 400, height: hasManyLines(chartConfig) ? 480 : 320 };
}

/** Pixels of a metric's picture. */
export function chartSize(view: View): { width: number; height: number } {
  if (!isWide(view)) return { width: 640, height: 360 };
  return { width: 1080, height: hasManyLines(view.chartConfig) ? 440 : 360 };
}

function hasManyLines({ dataKeys }: ChartConfig): boolean {
  return dataKeys.length > 6;
}
