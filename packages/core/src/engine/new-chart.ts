import type { Chart } from "../charts/chart.js";

/** The row of a chart that has not been drawn yet. */
export function newChart(
  input: Pick<Chart, "id" | "createdAt" | "organizationId" | "metricId" | "name" | "preferences" | "transform">,
): Chart {
  return {
    ...input,
    updatedAt: input.createdAt,
    userPrompt: null,
    chartConfig: null,
    chartConfigUpdatedAt: null,
    lastError: null,
    lastErrorCode: null,
    staleSince: null,
  };
}
