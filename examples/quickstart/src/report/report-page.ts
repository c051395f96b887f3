import type { Run, StepLog, Transformer } from "@metricsmith/core";
import { toHtmlTable, toSvg } from "@metricsmith/charts";
import type { View } from "../stage.js";
import { amount, formatNumber } from "../words.js";
import { chartSize, isWide, narrowChartSize } from "./chart-size.js";
import { escapeHtml } from "./escape-html.js";
import { reportStyle } from "./report-style.js";
import { runTable } from "./run-table.js";

export interface ReportedMetric {
  readonly view: View;
  readonly transformer: Transformer | null;
}

export interface ReportedRun {
  readonly run: Run;
  readonly steps: readonly StepLog[];
}

/** The whole report as one page that needs nothing else: no scripts, no fonts, no network. */
export function reportPage({
  metrics,
  runs,
}: {
  metrics: readonly ReportedMetric[];
  runs: readonly ReportedRun[];
}): string {
  const points = metrics.reduce((sum, { view }) => sum + view.points.length, 0);
  const failed = runs.filter(({ run }) => run.status === "failed").length;
  const failures = failed === 0 ? "" : `, of which ${failed} met a broken API`;
  const nameOf = new Map(metrics.map(({ view }) => [view.metric.id, view.metric.name]));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Metricsmith quickstart</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<h1>Metricsmith quickstart</h1>
<p>${amount(metrics.length, "metric")}, ${amount(points, "stored point")}, ${amount(runs.length, "run")}${failures}.</p>
</header>
<main>
<div class="cards">
${metrics.map(metricCard).join("\n")}
</div>
<section class="runs">
<h2>Runs</h2>
${runTable(runs, nameOf)}
</section>
</main>
</body>
</html>
`;
}

function metricCard({ view, transformer }: ReportedMetric, position: number): string {
  const { metric, points, seriesCount, chartConfig } = view;
  const facts = [
    ["Points", formatNumber(points.length)],
    ["Series", formatNumber(seriesCount)],
    ["From", day(points[0]?.timestamp)],
    ["To", day(points.at(-1)?.timestamp)],
    ["Transformer", transformer === null ? "none" : `version ${transformer.version}, ${transformer.origin}`],
  ];
  const error =
    metric.lastErrorCode === null
      ? ""
      : `<p class="error"><code>${escapeHtml(metric.lastErrorCode)}</code> at the last refresh. Shown is what was live before.</p>`;
  return `<article class="card${isWide(view) ? " wide" : ""}" aria-label="${escapeHtml(metric.name)}">
<div class="chart">${toSvg(chartConfig, chartSize(view))}</div>
<div class="chart narrow">${toSvg(chartConfig, { ...narrowChartSize(view), idPrefix: `narrow-${position}` })}</div>
<dl>${facts.map(([name = "", value = ""]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`).join("")}</dl>
${error}
<details><summary>Numbers</summary><div class="scroll">${toHtmlTable(chartConfig)}</div></details>
<details><summary>Transformer code</summary><div class="scroll"><pre><code>${escapeHtml(transformer?.code ?? "")}</code></pre></div></details>
</article>`;
}

function day(time: Date | undefined): string {
  return time?.toISOString().slice(0, 10) ?? "–";
}
