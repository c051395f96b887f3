import { memoryStorage } from "@metricsmith/adapter-memory";
import { type ChartConfig, createHttpFetcher, createMetricsmith, parseChartConfig } from "@metricsmith/core";

// The API to read is this app itself: public/visits.json. Private addresses are refused unless the host allows them.
const host = `127.0.0.1:${process.env["PORT"] ?? "3000"}`;

let created: Promise<ChartConfig> | undefined;

/** The chart of the metric, which is made for the first request and kept in this process. After a failure the next request tries again. */
export function visitsChart(): Promise<ChartConfig> {
  created ??= createVisitsChart().catch((error: unknown) => {
    created = undefined;
    throw error;
  });
  return created;
}

async function createVisitsChart(): Promise<ChartConfig> {
  const smith = createMetricsmith({ storage: memoryStorage(), fetcher: createHttpFetcher({ allowPrivate: [host] }) });
  const { chart, run } = await smith.metrics.create({
    organizationId: "acme",
    name: "Visits per day",
    measure: { value: "count", time: "day", unit: "visits" },
    request: { endpoint: `http://${host}/visits.json` },
    chart: { preferences: { chartType: "bar" } },
  });
  const { status, error } = await run.result();
  const drawn = await smith.charts.get(chart.id);
  await smith.stop();
  if (status !== "completed") throw new Error(`The metric was not created: ${error?.message ?? status}`);
  return parseChartConfig(drawn?.chartConfig);
}
