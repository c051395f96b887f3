import { chartColumns, type ChartColumn, rowLabels } from "../chart-content.js";
import { drawAxes, plotArea } from "./svg-axes.js";
import { bandAxis } from "./svg-row-axis.js";
import { valueAxis, valueDomain } from "./svg-value-axis.js";
import { round, svgElement } from "./svg-element.js";
import { svgFrame } from "./svg-frame.js";
import { repeatOpacity } from "./svg-paint.js";
import type { SvgScene } from "./svg-scene.js";

const MAXIMUM_BAR_WIDTH = 72;

interface Bar {
  readonly row: number;
  readonly low: number;
  readonly high: number;
}

/** Bars side by side, or on top of each other: positive ones above zero, negative ones below. */
export function drawBars(scene: SvgScene): string {
  const { config } = scene;
  const columns = chartColumns(config);
  const isStacked = config.stacked === true;
  const bars = isStacked
    ? stackedBars(columns)
    : columns.map(({ values }) =>
        values.flatMap((value, row): Bar[] =>
          value === null ? [] : [{ row, low: Math.min(0, value), high: Math.max(0, value) }],
        ),
      );
  const frame = svgFrame(
    scene,
    columns.map(({ label, color }, index) => ({ label, color, opacity: repeatOpacity(index) })),
  );
  const domain = valueDomain(
    bars.flatMap((ofColumn) => ofColumn.flatMap(({ low, high }) => [low, high])),
    true,
  );
  const plot = plotArea(scene, frame.content, domain);
  const values = valueAxis(domain, plot);
  const labels = rowLabels(config);
  const rows = bandAxis(labels, plot);

  const lanes = isStacked ? 1 : Math.max(1, columns.length);
  const groupWidth = Math.min(rows.step * 0.78, MAXIMUM_BAR_WIDTH * lanes);
  const barWidth = Math.max(0.4, groupWidth / lanes);
  const gap = barWidth > 5 && lanes > 1 ? 1 : 0;
  const shapes = bars.map((ofColumn, index) => {
    const lane = isStacked ? 0 : index;
    const path = ofColumn
      .map(({ row, low, high }) => {
        const left = rows.position(row) - groupWidth / 2 + lane * barWidth + gap / 2;
        return barPath(left, barWidth - gap, values.position(low), values.position(high), high > 0, isStacked);
      })
      .join("");
    return svgElement("path", {
      d: path,
      fill: scene.paint.color(columns[index]?.color ?? ""),
      "fill-opacity": repeatOpacity(index),
    });
  });
  return frame.markup + drawAxes(scene, frame.content, plot, values, rows) + shapes.join("");
}

/** A rectangle whose far corners are round where there is room; a number that is not zero is never invisible. */
function barPath(
  left: number,
  width: number,
  yLow: number,
  yHigh: number,
  isPositive: boolean,
  isStacked: boolean,
): string {
  const height = Math.max(yLow - yHigh, 0);
  if (height === 0) return "";
  const visible = isStacked ? height : Math.max(height, 0.75);
  const near = isPositive ? yLow : yHigh;
  const far = isPositive ? yLow - visible : yHigh + visible;
  const radius = isStacked || width < 6 ? 0 : Math.min(3, width / 4, visible);
  if (radius === 0) return `M${round(left)},${round(near)}V${round(far)}h${round(width)}V${round(near)}Z`;
  const inward = isPositive ? radius : -radius;
  const sweep = isPositive ? 1 : 0;
  const arc = (x: number, y: number): string =>
    `A${round(radius)},${round(radius)} 0 0 ${sweep} ${round(x)},${round(y)}`;
  const right = left + width;
  return `M${round(left)},${round(near)}V${round(far + inward)}${arc(left + radius, far)}H${round(right - radius)}${arc(right, far + inward)}V${round(near)}Z`;
}

function stackedBars(columns: readonly ChartColumn[]): Bar[][] {
  const above = new Map<number, number>();
  const below = new Map<number, number>();
  return columns.map(({ values }) =>
    values.flatMap((value, row): Bar[] => {
      if (value === null) return [];
      const side = value >= 0 ? above : below;
      const start = side.get(row) ?? 0;
      side.set(row, start + value);
      return [{ row, low: Math.min(start, start + value), high: Math.max(start, start + value) }];
    }),
  );
}
