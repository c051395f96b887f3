import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { toSvg } from "@metricsmith/charts";
import { type Stage, type View, viewMetric } from "../stage.js";
import { chartSize } from "./chart-size.js";
import { reportPage } from "./report-page.js";

const directory = new URL("../../out/", import.meta.url);

/** Writes `out/report.html` and each chart as a file of its own for light and dark pages. Returns the report's path. */
export async function writeReport(stage: Stage, metricIds: readonly string[]): Promise<string> {
  const { smith } = stage;
  const metrics = await Promise.all(
    metricIds.map(async (metricId) => ({
      view: await viewMetric(stage, metricId),
      transformer: await smith.transformers.active({ metricId }),
    })),
  );
  const runs = (await smith.runs.list({ limit: 1_000 })).reverse();
  const page = reportPage({
    metrics,
    runs: await Promise.all(runs.map(async (run) => ({ run, steps: await smith.runs.logs(run.id) }))),
  });
  await rm(directory, { recursive: true, force: true });
  await mkdir(new URL("charts/", directory), { recursive: true });
  await Promise.all(metrics.map(({ view }) => writePictures(view)));
  const file = new URL("report.html", directory);
  await writeFile(file, page);
  return fileURLToPath(file);
}

async function writePictures(view: View): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    const name = `${view.metric.name.toLowerCase().replaceAll(/[^a-z\d]+/g, "-")}-${theme}.svg`;
    await writeFile(
      new URL(`charts/${name}`, directory),
      `${toSvg(view.chartConfig, { ...chartSize(view), colors: "resolved", theme })}\n`,
    );
  }
}
