import { textWidthEm, truncateText } from "../text-width.js";
import { svgElement, svgText } from "./svg-element.js";
import { gridLine, mutedText } from "./svg-paint.js";
import { type RowAxis, TICK_SIZE } from "./svg-row-axis.js";
import type { Rectangle, SvgScene } from "./svg-scene.js";
import { type ValueAxis, type ValueDomain, valueTicks } from "./svg-value-axis.js";

/** Below this height the name of the x axis makes room for the plot. */
const SMALL_CONTENT = 150;

/** Room that the ticks and names of both axes take. */
export function plotArea(scene: SvgScene, content: Rectangle, values: ValueDomain): Rectangle {
  const { xAxisLabel, yAxisLabel } = scene.config;
  const widest = Math.max(...valueTicks(values, content.height).map(({ text }) => textWidthEm(text) * TICK_SIZE), 8);
  const left = content.left + widest + 10;
  const top = content.top + (yAxisLabel === undefined ? 4 : 20);
  const bottom =
    content.top + content.height - 22 - (xAxisLabel === undefined || content.height < SMALL_CONTENT ? 0 : 17);
  return {
    left,
    top,
    width: Math.max(10, content.left + content.width - left - 6),
    height: Math.max(10, bottom - top),
  };
}

/** Grid lines, ticks and names of both axes. */
export function drawAxes(
  scene: SvgScene,
  content: Rectangle,
  plot: Rectangle,
  values: ValueAxis,
  rows: RowAxis,
): string {
  const { paint, config } = scene;
  const right = plot.left + plot.width;
  const bottom = plot.top + plot.height;
  const tick = mutedText(paint, TICK_SIZE);
  const parts: string[] = [];
  for (const { value, text } of values.ticks) {
    const y = values.position(value);
    const isZero = value === 0;
    parts.push(
      svgElement("line", {
        x1: plot.left,
        x2: right,
        y1: y,
        y2: y,
        ...gridLine(paint),
        "stroke-opacity": isZero ? 0.45 : 0.13,
      }),
    );
    parts.push(svgText(text, { x: plot.left - 8, y: y + TICK_SIZE * 0.35, "text-anchor": "end", ...tick }));
  }
  for (const { at, text } of rows.ticks) {
    parts.push(
      svgElement("line", { x1: at, x2: at, y1: bottom, y2: bottom + 4, ...gridLine(paint), "stroke-opacity": 0.35 }),
    );
    parts.push(svgText(text, { x: at, y: bottom + 18, "text-anchor": "middle", ...tick }));
  }
  const name = (text: string, width: number): string =>
    truncateText(text, width, (candidate) => textWidthEm(candidate) * TICK_SIZE);
  if (config.yAxisLabel !== undefined) {
    parts.push(
      svgText(name(config.yAxisLabel, plot.width), { x: 20, y: plot.top - 10, ...tick, "font-style": "italic" }),
    );
  }
  if (config.xAxisLabel !== undefined && content.height >= SMALL_CONTENT) {
    parts.push(
      svgText(name(config.xAxisLabel, plot.width), {
        x: right,
        y: bottom + 35,
        "text-anchor": "end",
        ...tick,
        "font-style": "italic",
      }),
    );
  }
  return parts.join("");
}
