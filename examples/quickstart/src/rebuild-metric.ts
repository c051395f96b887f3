import { isDeepStrictEqual } from "node:util";
import { comparePoints } from "./compare-points.js";
import { showRun } from "./show-run.js";
import { type Stage, viewMetric } from "./stage.js";
import { amount, outcomeLine } from "./words.js";

/** Makes transformer, points and chart of a metric anew, and says what was exchanged for what. */
export async function rebuildMetric(stage: Stage, metricId: string): Promise<void> {
  const { smith, terminal, claims } = stage;
  const before = await viewMetric(stage, metricId);
  const versionBefore = (await smith.transformers.active({ metricId }))?.version ?? 0;

  const { name } = before.metric;
  const shown = await showRun(stage, name, await smith.refresh(metricId, { type: "hard-refresh" }));

  const after = await viewMetric(stage, metricId);
  const changes = comparePoints(before.points, after.points);
  const version = (await smith.transformers.active({ metricId }))?.version ?? 0;
  const isSame = changes.added.length + changes.changed.length + changes.removed.length === 0;
  claims.check(`${name} is rebuilt: ${shown.error?.message ?? "done"}`, shown.result !== null);
  claims.check(
    `${name}: a new transformer and a new generation`,
    version > versionBefore && after.metric.liveGeneration > before.metric.liveGeneration,
  );
  claims.check(`${name}: the same data gives the same points`, isSame);
  claims.check(
    `${name}: the same points give the same chart`,
    isDeepStrictEqual(after.chartConfig, before.chartConfig),
  );

  terminal.line(
    outcomeLine(
      terminal,
      shown.error === null,
      name,
      shown.error?.code ?? `rebuilt ${amount(after.points.length, "point")}`,
      shown,
    ),
  );
  terminal.line(terminal.faint(`      transformer: version ${versionBefore} → ${version}`));
  terminal.line(
    terminal.faint(
      `      points:      generation ${before.metric.liveGeneration} → ${after.metric.liveGeneration}, swapped in one commit`,
    ),
  );
  terminal.line(terminal.faint(`      compared:    ${isSame ? "every point is the same" : "some points differ"}`));
}
