import { isDeepStrictEqual } from "node:util";
import { type ErrorCode, errorCodes } from "@metricsmith/core";
import type { BrokenAnswer } from "./broken-answers.js";
import { comparePoints } from "./compare-points.js";
import { showRun } from "./show-run.js";
import { type Stage, viewMetric } from "./stage.js";
import { amount, outcomeLine, wrap } from "./words.js";

/** Refreshes a metric whose API is broken: the run must fail with its code, and everything live must stay as it was. */
export async function showBrokenApi(stage: Stage, metricId: string, broken: BrokenAnswer): Promise<void> {
  const { smith, terminal, claims } = stage;
  const before = await viewMetric(stage, metricId);
  const { name } = before.metric;

  const shown = await showRun(stage, name, await smith.refresh(metricId));

  const after = await viewMetric(stage, metricId);
  const { code, message } = shown.error ?? { code: "no error", message: "" };
  const changes = comparePoints(before.points, after.points);
  const arePointsKept = changes.added.length + changes.changed.length + changes.removed.length === 0;
  const isChartKept = isDeepStrictEqual(after.chart.chartConfig, before.chart.chartConfig);
  claims.check(`${name} fails with ${broken.expectedCode}, not ${code}`, code === broken.expectedCode);
  claims.check(`${name} says why`, message.includes(broken.expectedWords));
  claims.check(`${name} remembers why`, after.metric.lastErrorCode === code);
  claims.check(`${name} keeps its points`, arePointsKept);
  claims.check(`${name} keeps its chart`, isChartKept);

  const nextStep = Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].nextStep : "";
  terminal.line(outcomeLine(terminal, false, name, code, shown));
  const facts = [
    ["The API", `${broken.story}.`],
    ["Error", message],
    ["Next step", nextStep],
    [
      "Kept",
      arePointsKept && isChartKept
        ? `all ${amount(after.points.length, "point")} and the chart, as they were`
        : "NOT everything",
    ],
  ] as const;
  for (const [label, text] of facts) {
    for (const [index, line] of wrap(text, terminal.width - 20).entries()) {
      terminal.line(`      ${terminal.faint((index === 0 ? label : "").padEnd(10))} ${line}`);
    }
  }
  terminal.line();
}
