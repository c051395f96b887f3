import type { ModelName } from "@metricsmith/adapter-prisma";

/** The adapter's models and the tables they have when nobody says otherwise. */
const tables: Readonly<Record<ModelName, string>> = {
  MetricsmithMetric: "metricsmith_metrics",
  MetricsmithPayload: "metricsmith_payloads",
  MetricsmithTransformer: "metricsmith_transformers",
  MetricsmithSlot: "metricsmith_slots",
  MetricsmithChart: "metricsmith_charts",
  MetricsmithRun: "metricsmith_runs",
  MetricsmithStepLog: "metricsmith_step_logs",
  MetricsmithCounter: "metricsmith_counters",
  MetricsmithUsageEntry: "metricsmith_usage_entries",
  MetricsmithDataPoint: "metricsmith_data_points",
  MetricsmithPayloadBody: "metricsmith_payload_bodies",
  MetricsmithMeta: "metricsmith_meta",
};

/** Every table under another name. */
export function mappedTables(rename: (table: string) => string): Record<ModelName, string> {
  return Object.fromEntries(Object.entries(tables).map(([model, table]) => [model, rename(table)])) as Record<
    ModelName,
    string
  >;
}
