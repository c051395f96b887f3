// A host's own code, compiled and run three ways: as an ES module, as CommonJS, and for a bundler (compiled only).
import * as memory from "@metricsmith/adapter-memory";
import * as prisma from "@metricsmith/adapter-prisma";
import * as aiOpenai from "@metricsmith/ai-openai";
import * as aiSdk from "@metricsmith/ai-sdk";
import * as charts from "@metricsmith/charts";
import * as core from "@metricsmith/core";
import * as adapter from "@metricsmith/core/adapter";
import * as inProcess from "@metricsmith/core/in-process-sandbox";
import * as testkit from "@metricsmith/testkit";

for (const module of [core, adapter, inProcess, memory, prisma, aiOpenai, aiSdk, charts, testkit]) {
  if (Object.keys(module).length === 0) throw new Error("a package exports nothing");
}

const body = new TextEncoder().encode(JSON.stringify([{ day: "2026-03-01", total: "2.5" }]));

/** The whole path but the network: a sandbox's program and its WebAssembly must come out of the package by themselves. */
async function createMetric(sandbox?: adapter.Sandbox): Promise<void> {
  const smith = core.createMetricsmith({
    storage: memory.memoryStorage(),
    sandbox,
    fetcher: {
      fetch: async () => ({ pages: [{ status: 200, headers: {}, body }], source: "smoke", requestCount: 1 }),
      close: async () => undefined,
    },
  });
  const { metric, run } = await smith.metrics.create({
    organizationId: "smoke",
    name: "Totals",
    measure: { value: "total" },
    request: { endpoint: "https://api.example.com/totals" },
    mapping: { records: "", time: { path: "day", format: "date" }, value: { path: "total" } },
  });
  const result = await run.result();
  const [point] = await smith.points.list({ metricId: metric.id });
  const [chart] = await smith.charts.list({ metricId: metric.id });
  await smith.stop();
  if (result.status !== "completed") throw new Error(`the metric was not created: ${result.error?.message}`);
  if (point?.value !== 2.5) throw new Error(`the point is ${JSON.stringify(point)}`);
  if (!charts.toSvg(core.parseChartConfig(chart?.chartConfig)).startsWith("<svg")) throw new Error("no picture");
}

const fail = async (): Promise<never> => {
  throw new Error("unreachable");
};

const unreachable = {
  specificationVersion: "v3",
  provider: "smoke",
  modelId: "small",
  supportedUrls: {},
  doGenerate: fail,
  doStream: fail,
};

/** Each SDK as its package finds it: what it throws where nobody answers has to come out as ours. */
async function askModels(): Promise<void> {
  const clients: adapter.ModelClient[] = [
    aiOpenai.openaiClient({ model: "small", baseURL: "http://127.0.0.1:2/v1" }),
    aiSdk.aiSdkClient({ model: unreachable }),
  ];
  for (const client of clients) {
    const request: adapter.ModelRequest = {
      messages: [{ role: "user", content: "hello" }],
      answer: { name: "answer", schema: { type: "object" } },
      maximumOutputTokens: 1,
      timeoutMs: 10_000,
    };
    const error = await client.complete(request).catch((thrown: unknown) => thrown);
    const isOurs = core.MetricsmithError.isInstance(error) && error.code === "MODEL_UNAVAILABLE";
    if (!isOurs) throw new Error(`a model client threw ${String(error)}`);
  }
}

createMetric()
  .then(() => createMetric(inProcess.createInProcessSandbox()))
  .then(askModels)
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
