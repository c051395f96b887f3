import { z } from "zod";
import { definePipeline, type Pipeline } from "../running/pipeline.js";
import {
  executingChangedChart,
  generatingChangedChart,
  readingRequest,
  savingChangedChart,
} from "./change-chart-steps.js";
import type { IngestingServices } from "./ingesting-services.js";

/** Changes a chart as its user asks in words. The points stay as they are: nothing is fetched. */
export function changeChartPipeline(services: IngestingServices): Pipeline {
  return definePipeline({
    provider: "metricsmith",
    domain: "metric",
    name: "change-chart",
    scope: "metric",
    speaksForMetric: false,
    displayName: "Change chart",
    description: "Reads a request in words, draws the chart anew from the points that are there, and keeps it so.",
    parameters: z.strictObject({
      chartId: z.string(),
      /** What the chart is to show, in the user's words. */
      request: z.string().trim().min(1).max(2_000),
    }),
    steps: [
      readingRequest(services, { displayName: "Understanding your request..." }),
      generatingChangedChart(services, { displayName: "Generating chart..." }),
      executingChangedChart(services, { displayName: "Creating visualization..." }),
      savingChangedChart(services, { displayName: "Finalizing..." }),
    ],
  });
}
