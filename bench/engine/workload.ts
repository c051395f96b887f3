import { memoryStorage } from "@metricsmith/adapter-memory";
import {
  createHttpFetcher,
  createMetricsmith,
  createQuickJsSandbox,
  defineTemplate,
  type Fetcher,
  type Sandbox,
  type StorageAdapter,
} from "@metricsmith/core";
import { z } from "zod";

interface ReadingsResponse {
  readonly data: {
    readonly items: readonly { readonly measured_at: string; readonly reading: { readonly total: number } }[];
  };
}

interface Row {
  readonly label: string;
  readonly value: number | null;
}

/** The same function runs in the sandbox and in the reference. It uses nothing from around it. */
export function transform(response: ReadingsResponse) {
  return response.data.items.map((item) => ({ timestamp: item.measured_at, value: item.reading.total }));
}

/** The host's own chart function, for the sandbox and for the reference. */
export function chart(rows: readonly Row[]) {
  return {
    chartType: "line",
    title: "Readings",
    chartData: rows.map((row) => ({ date: row.label, value: row.value })),
    chartConfig: { value: { label: "kWh", color: "var(--chart-1)" } },
    xAxisKey: "date",
    dataKeys: ["value"],
  };
}

export type ChartCode = "built-in" | "own";

/** A metric of the readings, created and ready to be refreshed. */
export async function createWorkload(input: {
  readonly origin: string;
  readonly records: number;
  readonly chart: ChartCode;
  readonly fetcher?: Fetcher;
  readonly sandbox?: Sandbox;
  readonly storage?: StorageAdapter;
}) {
  const template = defineTemplate({
    id: "readings",
    provider: "bench",
    name: "Readings",
    measure: { value: "reading.total", unit: "kWh" },
    parameters: z.object({ RECORDS: z.number() }),
    request: { endpoint: `${input.origin}/{RECORDS}` },
    transform,
    chart: {
      preferences: input.records > 1_000 ? { aggregation: "sum", bucket: "day" } : {},
      ...(input.chart === "own" ? { transform: chart } : {}),
    },
  });
  const smith = createMetricsmith({
    storage: input.storage ?? memoryStorage(),
    templates: [template],
    fetcher: input.fetcher ?? createHttpFetcher({ allowPrivate: true }),
    sandbox: input.sandbox ?? createQuickJsSandbox(),
  });
  const { metric, run } = await smith.metrics.create({
    organizationId: "bench",
    template: "readings",
    endpointConfig: { RECORDS: input.records },
  });
  const created = await run.result();
  if (created.error !== null) throw new Error(created.error.message);
  return {
    smith,
    metricId: metric.id,
    refresh: async () => {
      const refreshed = await smith.refresh(metric.id, { wait: true });
      const { error } = await refreshed.result();
      if (error !== null) throw new Error(error.message);
    },
  };
}
