import { showRun } from "./show-run.js";
import { type Stage, type StartedMetric, viewMetric } from "./stage.js";
import { amount, outcomeLine } from "./words.js";

/** Watches a metric being made and says what is stored. Returns the metric's id. */
export async function showCreation(stage: Stage, { metric, run }: StartedMetric): Promise<string> {
  const { terminal, claims } = stage;
  const shown = await showRun(stage, metric.name, run);
  claims.check(`${metric.name} is created: ${shown.error?.message ?? "done"}`, shown.result !== null);
  if (shown.result === null) {
    terminal.line(outcomeLine(terminal, false, metric.name, shown.error?.code ?? "failed", shown));
    return metric.id;
  }
  const { points, seriesCount } = await viewMetric(stage, metric.id);
  claims.check(`${metric.name} has points`, points.length > 0 && points.length === shown.result.points.inserted);
  const series = seriesCount > 1 ? ` in ${seriesCount} series` : "";
  terminal.line(outcomeLine(terminal, true, metric.name, `${amount(points.length, "point")}${series}`, shown));
  return metric.id;
}
