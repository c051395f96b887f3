import type { ChartConfig } from "../charts/chart-config.js";
import type { AcceptanceCheck } from "../transformers/acceptance-report.js";
import { readChartAxis } from "./judge-chart-axis.js";
import type { ChartFacts } from "./judge-chart-facts.js";
import { readChartKeys } from "./judge-chart-keys.js";
import { omissionProblems, textDoubts } from "./judge-chart-text.js";

/**
 * Says of one picture whether it shows the rows it was drawn from: nothing made up, left out, moved, or called what it is not. The
 * config has passed `parseChartConfig`. Pure, and cheap enough for every refresh.
 */
export function judgeChartPicture(config: ChartConfig, facts: ChartFacts): AcceptanceCheck[] {
  if (facts.rows.length === 0) {
    return config.chartData.length === 0
      ? [{ name: "chart-buckets", verdict: "unknown", isNeeded: true, message: "There are no points to draw yet." }]
      : [{ name: "chart-buckets", verdict: "fail", message: "It draws rows although there are no points." }];
  }
  if (config.chartData.length === 0)
    return [{ name: "chart-buckets", verdict: "fail", message: "It draws nothing although there are points." }];
  const axis = readChartAxis(config, facts);
  if (axis.problems.length > 0) return [{ name: "chart-buckets", verdict: "fail", message: axis.problems.join(" ") }];
  const keys = readChartKeys(config, axis, facts);
  const failures = [...keys.failures];
  if (failures.length === 0 && keys.doubts.length === 0)
    failures.push(...omissionProblems(config, axis, keys.sources, facts));
  const doubts = failures.length > 0 ? [] : textDoubts(config, axis, keys.sources, facts);
  return [
    {
      name: "chart-text",
      ...(doubts.length === 0
        ? { verdict: "pass", message: "Its texts, colours and keys are safe, and say what is drawn." }
        : { verdict: "unknown", isNeeded: true, message: doubts.join(" ") }),
    },
    { name: "chart-buckets", verdict: "pass", message: "Its positions are those of the rows, in order." },
    { name: "chart-numbers", verdict: "pass", message: "Every data key holds numbers or gaps." },
    {
      name: "chart-sums",
      ...(failures.length > 0
        ? { verdict: "fail", message: failures.join(" ") }
        : keys.doubts.length > 0
          ? { verdict: "unknown", isNeeded: true, message: keys.doubts.join(" ") }
          : { verdict: "pass", message: "Every number is that of the rows it stands for." }),
    },
  ];
}
