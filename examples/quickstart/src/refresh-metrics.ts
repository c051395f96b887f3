import { comparePoints, type PointChanges } from "./compare-points.js";
import { showRun } from "./show-run.js";
import { type Stage, viewMetric } from "./stage.js";
import type { Terminal } from "./terminal.js";
import { formatNumber, outcomeLine, pointName, pointValue } from "./words.js";

const SHOWN_POINTS = 3;

/** Refreshes every metric and prints which points are new. The APIs are claimed to have news for all, or for none. */
export async function refreshMetrics(
  stage: Stage,
  metricIds: readonly string[],
  expected: "news" | "nothing",
): Promise<void> {
  const { smith, terminal, claims } = stage;
  for (const metricId of metricIds) {
    const before = await viewMetric(stage, metricId);
    const shown = await showRun(stage, before.metric.name, await smith.refresh(metricId));
    const after = await viewMetric(stage, metricId);
    const changes = comparePoints(before.points, after.points);

    const { name } = before.metric;
    const { inserted, replaced } = shown.result?.points ?? { inserted: -1, replaced: -1 };
    const hasNews = changes.added.length > 0;
    claims.check(`${name} is refreshed: ${shown.error?.message ?? "done"}`, shown.result !== null);
    claims.check(
      `${name}: the run counts what changed`,
      inserted === changes.added.length && replaced === changes.changed.length,
    );
    claims.check(`${name}: a soft refresh removes nothing`, changes.removed.length === 0);
    claims.check(`${name}: the API has ${expected}`, hasNews === (expected === "news"));
    claims.check(`${name}: no new code is needed`, shown.result?.transformer?.outcome === "reused");

    const outcome = shown.error?.code ?? describeChanges(changes);
    terminal.line(outcomeLine(terminal, shown.error === null, name, outcome, shown));
    showChanges(terminal, changes);
  }
}

function describeChanges({ added, changed }: PointChanges): string {
  const parts = [
    ...(added.length > 0 ? [`${formatNumber(added.length)} new`] : []),
    ...(changed.length > 0 ? [`${formatNumber(changed.length)} changed`] : []),
  ];
  return parts.length === 0 ? "no new data" : parts.join(", ");
}

function showChanges(terminal: Terminal, { added, changed }: PointChanges): void {
  const lines = [
    ...changed.map(
      ({ before, after }) => `~ ${pointName(after)}  ${formatNumber(before.value)} → ${pointValue(after)}`,
    ),
    ...added.map((point) => `+ ${pointName(point)}  ${pointValue(point)}`),
  ];
  for (const line of lines.slice(0, SHOWN_POINTS)) terminal.line(terminal.faint(`      ${line}`));
  if (lines.length > SHOWN_POINTS) terminal.line(terminal.faint(`      and ${lines.length - SHOWN_POINTS} more`));
}
