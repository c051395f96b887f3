import type { MetricRunResult, Run } from "@metricsmith/core";
import { formatNumber } from "../words.js";
import { escapeHtml } from "./escape-html.js";
import type { ReportedRun } from "./report-page.js";

/** Every run, oldest first: what it did, how long its steps took, and what came out. */
export function runTable(runs: readonly ReportedRun[], nameOf: ReadonlyMap<string, string>): string {
  const longest = Math.max(...runs.map(({ steps }) => durationOf(steps)), 1);
  const heads = ["Pipeline", "Metric", "Status", "Steps", "Time", "Outcome"];
  return `<table>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
<tbody>
${runs.map((reported) => runRow(reported, nameOf, longest)).join("\n")}
</tbody>
</table>`;
}

function runRow({ run, steps }: ReportedRun, nameOf: ReadonlyMap<string, string>, longest: number): string {
  const durationMs = durationOf(steps);
  const width = ((durationMs / longest) * 100).toFixed(1);
  const stepTitle = steps.map((log) => `${log.displayName} ${formatNumber(log.durationMs)} ms`).join("\n");
  return `<tr>
<th scope="row">${escapeHtml(run.pipeline)}</th>
<td>${escapeHtml(nameOf.get(run.metricId ?? "") ?? "")}</td>
<td><span class="status ${run.status}">${run.status}</span></td>
<td class="number">${run.completedSteps}/${run.totalSteps}</td>
<td class="time" title="${escapeHtml(stepTitle)}"><span class="bar"><span style="width:${width}%"></span></span>${durationMs.toFixed(0)} ms</td>
<td>${outcome(run)}</td>
</tr>`;
}

function outcome(run: Run): string {
  if (run.errorCode !== null) return `<code>${escapeHtml(run.errorCode)}</code> ${escapeHtml(run.errorMessage ?? "")}`;
  const { points } = run.result as unknown as MetricRunResult;
  const parts = [
    [points.inserted, "new"],
    [points.replaced, "changed"],
    [points.carriedOver, "carried over"],
    [points.unchanged, "unchanged"],
    [points.deleted, "deleted"],
  ] as const;
  return parts.flatMap(([count, word]) => (count === 0 ? [] : [`${formatNumber(count)} ${word}`])).join(", ");
}

function durationOf(steps: ReportedRun["steps"]): number {
  return steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
