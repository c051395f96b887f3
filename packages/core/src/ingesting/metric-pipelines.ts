import { z } from "zod";
import { definePipeline, type Pipeline } from "../running/pipeline.js";
import { changeChartPipeline } from "./change-chart-pipeline.js";
import {
  executingChartTransformer,
  executingCurrentChartTransformer,
  generatingChartTransformer,
} from "./chart-steps.js";
import { deletingOldData, deletingOldTransformer } from "./deleting-steps.js";
import { fetchingApiData } from "./fetching-step.js";
import { savingChartConfig } from "./going-live-step.js";
import type { IngestingServices } from "./ingesting-services.js";
import {
  executingCurrentTransformer,
  executingIngestionTransformer,
  generatingIngestionTransformer,
} from "./ingestion-steps.js";
import { savingIntoLiveGeneration, savingNextGeneration } from "./saving-steps.js";

/** Addresses of the built-in pipelines. */
export const metricPipelineAddresses = {
  create: "metricsmith/metric/create",
  "soft-refresh": "metricsmith/metric/soft-refresh",
  "hard-refresh": "metricsmith/metric/hard-refresh",
  activate: "metricsmith/metric/activate",
  "change-chart": "metricsmith/metric/change-chart",
} as const;

const address = { provider: "metricsmith", domain: "metric", scope: "metric" } as const;

/** The built-in pipelines of metrics. The texts are what users read while they wait. */
export function metricPipelines(services: IngestingServices): Pipeline[] {
  const create = definePipeline({
    ...address,
    name: "create",
    displayName: "Create metric",
    description: "Fetches the API for the first time, makes the transformer and the chart, and makes both live.",
    parameters: z.strictObject({}),
    steps: [
      fetchingApiData(services, { displayName: "Fetching data from API...", requests: "all" }),
      generatingIngestionTransformer(services, { displayName: "Generating data transformer...", alwaysNew: false }),
      executingIngestionTransformer(services, { displayName: "Processing API response..." }),
      savingNextGeneration(services, { displayName: "Saving metric data..." }),
      generatingChartTransformer(services, { displayName: "Generating chart...", alwaysNew: false }),
      executingChartTransformer(services, { displayName: "Creating visualization..." }),
      savingChartConfig(services, { displayName: "Finalizing..." }),
    ],
  });
  const softRefresh = definePipeline({
    ...address,
    name: "soft-refresh",
    displayName: "Refresh metric",
    description: "Fetches the API and adds what is new, with the transformer that is there.",
    parameters: z.strictObject({ chartId: z.string().optional() }),
    steps: [
      fetchingApiData(services, { displayName: "Fetching latest data...", requests: "polling" }),
      executingCurrentTransformer(services, { displayName: "Processing data..." }),
      savingIntoLiveGeneration(services, { displayName: "Updating metric..." }),
      executingCurrentChartTransformer(services, { displayName: "Updating chart..." }),
      savingChartConfig(services, { displayName: "Saving..." }),
    ],
  });
  const hardRefresh = definePipeline({
    ...address,
    name: "hard-refresh",
    displayName: "Rebuild metric",
    description:
      "Fetches everything, makes the transformers anew, rebuilds the points and swaps old for new in one commit.",
    parameters: z.strictObject({
      /** What becomes of points that the API no longer shows. */
      history: z.enum(["rebuild", "discard"]).default("rebuild"),
      chartId: z.string().optional(),
    }),
    steps: [
      fetchingApiData(services, { displayName: "Fetching data from API...", requests: "all" }),
      deletingOldData("Clearing old data points..."),
      deletingOldTransformer("Clearing old transformer..."),
      generatingIngestionTransformer(services, { displayName: "Regenerating data transformer...", alwaysNew: true }),
      executingIngestionTransformer(services, { displayName: "Processing response..." }),
      savingNextGeneration(services, { displayName: "Saving fresh data..." }),
      generatingChartTransformer(services, { displayName: "Regenerating chart...", alwaysNew: true }),
      executingChartTransformer(services, { displayName: "Creating visualization..." }),
      savingChartConfig(services, { displayName: "Finalizing..." }),
    ],
  });
  const activate = definePipeline({
    ...address,
    name: "activate",
    displayName: "Activate transformer",
    description:
      "Fetches everything, rebuilds the points with a transformer that a person has picked, and makes it live in one commit.",
    parameters: z.strictObject({
      transformerId: z.string(),
      /** True when it was chosen among readings of the response: the choice becomes the metric's measure. */
      isChoice: z.boolean().optional(),
      reviewedBy: z.string().max(200).optional(),
      history: z.enum(["rebuild", "discard"]).default("rebuild"),
    }),
    steps: [
      fetchingApiData(services, { displayName: "Fetching data from API...", requests: "all" }),
      generatingIngestionTransformer(services, { displayName: "Checking data transformer...", alwaysNew: false }),
      executingIngestionTransformer(services, { displayName: "Processing API response..." }),
      savingNextGeneration(services, { displayName: "Saving metric data..." }),
      generatingChartTransformer(services, { displayName: "Generating chart...", alwaysNew: false }),
      executingChartTransformer(services, { displayName: "Creating visualization..." }),
      savingChartConfig(services, { displayName: "Finalizing..." }),
    ],
  });
  return [create, softRefresh, hardRefresh, activate, changeChartPipeline(services)];
}
