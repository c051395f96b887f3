import { createMetricsmith } from "@metricsmith/core";
import { fakeFetcher, manualClock } from "@metricsmith/testkit";
import { expect, it } from "vitest";
import { fileStorage } from "../src/file-storage.js";
import { temporaryDirectories } from "./temporary-directories.js";

const newDirectory = temporaryDirectories();

it("an engine goes on where another one on the same directory has ended", async () => {
  const directory = newDirectory();
  const clock = manualClock("2026-03-01T12:00:00Z");
  let waiting = 10;

  const open = () => {
    const storage = fileStorage(directory);
    const fetcher = fakeFetcher(() => ({ json: { waiting } }));
    const smith = createMetricsmith({ storage, clock, fetcher });
    const close = async (): Promise<void> => {
      await smith.stop();
      await storage.close();
    };
    return { smith, close };
  };

  const first = open();
  const { metric, run } = await first.smith.metrics.create({
    organizationId: "acme",
    name: "Waiting",
    kind: "gauge",
    measure: { value: "waiting" },
    request: { endpoint: "https://api.example.com/queue" },
    mapping: { records: "", recordsAre: "object", value: { path: "waiting" } },
  });
  expect(await run.result()).toMatchObject({ status: "completed" });
  await first.close();

  waiting = 25;
  clock.advance(60_000);
  const second = open();
  await second.smith.refresh(metric.id, { wait: true });
  const points = await second.smith.points.list({ metricId: metric.id });
  expect(points.map(({ timestamp, value }) => [timestamp.toISOString(), value])).toEqual([
    ["2026-03-01T12:00:00.000Z", 10],
    ["2026-03-01T12:01:00.000Z", 25],
  ]);
  const [chart] = await second.smith.charts.list({ metricId: metric.id });
  expect(chart?.chartConfig?.chartData.length).toBeGreaterThan(0);
  await second.close();
});
