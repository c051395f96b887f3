import type { MetricsApi } from "@metricsmith/core";
import { showCreation } from "./create-metric.js";
import type { Stage } from "./stage.js";
import type { templates } from "./templates.js";

/** Creates a metric from each template, one after the other. Returns their ids in that order. */
export async function createMetrics(stage: Stage, metrics: MetricsApi<typeof templates, true>): Promise<string[]> {
  return [
    await showCreation(stage, await metrics.create({ template: "earthquakes-per-day" })),
    await showCreation(stage, await metrics.create({ template: "strongest-earthquake" })),
    await showCreation(stage, await metrics.create({ template: "unemployment-by-industry" })),
    await showCreation(
      stage,
      await metrics.create({
        template: "daily-high",
        name: "Daily high in Seattle",
        endpointConfig: { CITY: "seattle" },
      }),
    ),
    await showCreation(stage, await metrics.create({ template: "jobs-by-sector" })),
    await showCreation(stage, await metrics.create({ template: "jobs-gained" })),
  ];
}
