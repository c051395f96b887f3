import { type ChartConfig, MetricsmithError, parseChartConfig } from "@metricsmith/core/adapter";
import { changeText } from "./change-text.js";
import { chartColumns, chartParts, latestNumber, rowLabels } from "./chart-content.js";
import { formatCompact, formatPercent } from "./format-number.js";
import { terminalColor } from "./text/terminal-color.js";
import { drawHorizontalBars } from "./text/terminal-parts.js";
import { drawPlot } from "./text/terminal-plot.js";
import { drawSparklines } from "./text/terminal-sparklines.js";
import { type TerminalScene, toCells } from "./text/terminal-scene.js";
import { textColumns, wrapText } from "./text-width.js";

export interface TextOptions {
  /** Cells, 30 to 400. @defaultValue 72 */
  readonly width?: number | undefined;
  /** Rows of the plot, without titles and axes, 3 to 100. @defaultValue 12 */
  readonly height?: number | undefined;
  /** Writes ANSI colour codes. @defaultValue false */
  readonly color?: boolean | undefined;
}

/**
 * A chart for a terminal, as lines without a last line break. One line, area or set of bars is drawn over its axes; several
 * are drawn below each other, each on its own scale. Pie, radial and radar charts of one data key become horizontal bars.
 * @throws {MetricsmithError} CHART_CONFIG_INVALID when the config holds what would confuse a terminal; OPTION_INVALID.
 */
export function toText(config: ChartConfig, options: TextOptions = {}): string {
  const { width = 72, height = 12, color = false } = options;
  assertCells("width", width, 30, 400);
  assertCells("height", height, 3, 100);
  const parsed = parseChartConfig(config);
  const scene: TerminalScene = { config: parsed, color: terminalColor(color), width, height };
  const title = toCells(parsed.title, width).trimEnd();
  const description = wrapText(parsed.description ?? "", width, 3, textColumns);
  const unit = parsed.yAxisLabel === undefined || parsed.chartType === "kpi" ? [] : [parsed.yAxisLabel];
  const head = [scene.color.strong(title), ...description.map((line) => scene.color.faint(line))].filter(
    (line) => line !== "",
  );
  const body = parsed.chartData.length === 0 ? ["(no data)"] : drawBody(scene);
  return [
    ...head,
    "",
    ...(parsed.chartData.length === 0 ? [] : unit.map((line) => scene.color.faint(toCells(line, width).trimEnd()))),
    ...body,
  ].join("\n");
}

function drawBody(scene: TerminalScene): string[] {
  const { config } = scene;
  const columns = chartColumns(config);
  const [first] = columns;
  if (first === undefined) return [];
  switch (config.chartType) {
    case "pie":
    case "radial":
      return drawHorizontalBars(
        scene,
        chartParts(config).map(({ label, value, ratio }) => ({
          label,
          value,
          note: `${formatCompact(value)}  ${(value < 0 ? "–" : formatPercent(ratio)).padStart(5)}`,
        })),
      );
    case "kpi":
      return columns.flatMap(({ label, values }) => kpiLines(scene, columns.length > 1 ? label : null, values));
    case "radar": {
      if (columns.length > 1) return drawSparklines(scene, formatCompact);
      const labels = rowLabels(config);
      return drawHorizontalBars(
        scene,
        first.values.flatMap((value, row) =>
          value === null ? [] : [{ label: labels[row] ?? "", value, note: formatCompact(value) }],
        ),
      );
    }
    default:
      return columns.length > 1 ? drawSparklines(scene, formatCompact) : drawPlot(scene, first);
  }
}

function kpiLines(scene: TerminalScene, name: string | null, values: readonly (number | null)[]): string[] {
  const latest = latestNumber(values, rowLabels(scene.config));
  if (latest === null) return [];
  const unit = scene.config.yAxisLabel === undefined ? "" : ` ${scene.config.yAxisLabel}`;
  const number = scene.color.strong(formatCompact(latest.value)) + (name === null ? unit : "");
  const change = [latest.label, changeText(latest)].filter((text) => text !== null).join(" · ");
  return name === null
    ? [number, scene.color.faint(change)]
    : [`${toCells(name, Math.floor(scene.width * 0.3))}  ${number}  ${scene.color.faint(change)}`];
}

function assertCells(option: string, value: number, minimum: number, maximum: number): void {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  throw new MetricsmithError(`Option ${option} is ${value}; use a whole number from ${minimum} to ${maximum}.`, {
    code: "OPTION_INVALID",
    details: { option },
  });
}
