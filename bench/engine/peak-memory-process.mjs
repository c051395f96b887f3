// Creates a metric of as many points as the response has, and tells the most memory this process ever used, in MB.
import { memoryStorage } from "@metricsmith/adapter-memory";
import { createHttpFetcher, createMetricsmith } from "@metricsmith/core";

const [endpoint] = process.argv.slice(2);
const smith = createMetricsmith({ storage: memoryStorage(), fetcher: createHttpFetcher({ allowPrivate: true }) });
const { metric, run } = await smith.metrics.create({
  organizationId: "bench",
  name: "Readings",
  measure: { value: "reading.total", unit: "kWh" },
  request: { endpoint },
  mapping: {
    records: "data.items",
    time: { path: "measured_at", format: "iso" },
    value: { path: "reading.total" },
  },
  chart: { preferences: { aggregation: "sum", bucket: "day" } },
});
const { error } = await run.result();
if (error !== null) throw new Error(error.message);
const { count } = await smith.points.summarize({ metricId: metric.id });
await smith.stop();
process.send({ count, peakMb: process.resourceUsage().maxRSS / 1_024 });
