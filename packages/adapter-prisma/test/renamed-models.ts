import type { ModelNames } from "../src/index.js";

/** The names of the models in the schema of a `RenamedPostgresClient`. */
export const renamedModels = {
  MetricsmithMetric: "AppMetricsmithMetric",
  MetricsmithPayload: "AppMetricsmithPayload",
  MetricsmithTransformer: "AppMetricsmithTransformer",
  MetricsmithSlot: "AppMetricsmithSlot",
  MetricsmithChart: "AppMetricsmithChart",
  MetricsmithRun: "AppMetricsmithRun",
  MetricsmithStepLog: "AppMetricsmithStepLog",
  MetricsmithCounter: "AppMetricsmithCounter",
  MetricsmithUsageEntry: "AppMetricsmithUsageEntry",
  MetricsmithDataPoint: "AppMetricsmithDataPoint",
  MetricsmithPayloadBody: "AppMetricsmithPayloadBody",
  MetricsmithMeta: "AppMetricsmithMeta",
} as const satisfies ModelNames;
