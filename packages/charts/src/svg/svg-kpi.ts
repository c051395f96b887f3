import { curveLinear, curveMonotoneX, line } from "d3-shape";
import { chartColumns, type ChartColumn, latestNumber, rowLabels } from "../chart-content.js";
import { changeText } from "../change-text.js";
import { escapeMarkup } from "../escape-markup.js";
import { formatCompact } from "../format-number.js";
import { textWidthEm, truncateText } from "../text-width.js";
import { svgElement, svgText } from "./svg-element.js";
import { svgFrame } from "./svg-frame.js";
import { mutedText } from "./svg-paint.js";
import type { Rectangle, SvgScene } from "./svg-scene.js";

const MAXIMUM_TILES = 12;
const MINIMUM_TILE_HEIGHT = 66;
const MINIMUM_SPARKLINE = 30;

/** Key figures: a large number a data key, its change, and the way there as a small line. */
export function drawKpi(scene: SvgScene): string {
  const columns = chartColumns(scene.config);
  const labels = rowLabels(scene.config);
  const { markup, content } = svgFrame(scene, []);
  const narrowest = columns.length > 4 || content.width < 420 ? 140 : 200;
  const maximumPerRow = Math.max(1, Math.floor(content.width / narrowest));
  const maximumRows = Math.max(1, Math.floor(content.height / MINIMUM_TILE_HEIGHT));
  const shown = columns.slice(0, Math.min(MAXIMUM_TILES, maximumPerRow * maximumRows));
  const fitting = Math.max(1, Math.min(shown.length, maximumPerRow));
  const rowCount = Math.ceil(shown.length / fitting);
  const perRow = Math.ceil(shown.length / rowCount);
  const width = content.width / perRow;
  const height = content.height / rowCount;
  const tiles = shown.map((column, index) => {
    const tile = {
      left: content.left + (index % perRow) * width,
      top: content.top + Math.floor(index / perRow) * height,
      width: width - 16,
      height,
    };
    return drawTile(scene, column, labels, tile, shown.length > 1);
  });
  const hidden = columns.length - shown.length;
  const more =
    hidden === 0
      ? ""
      : svgText(`+ ${hidden} more`, {
          x: scene.width - 20,
          y: scene.height - 10,
          "text-anchor": "end",
          ...mutedText(scene.paint, 12),
        });
  return markup + tiles.join("") + more;
}

function drawTile(
  scene: SvgScene,
  { label, color, values }: ChartColumn,
  labels: readonly string[],
  tile: Rectangle,
  isNamed: boolean,
): string {
  const { paint, config } = scene;
  const latest = latestNumber(values, labels);
  if (latest === null) return "";
  const parts: string[] = [];
  const fit = (text: string, size: number): string =>
    truncateText(text, tile.width - 4, (candidate) => textWidthEm(candidate) * size);
  let y = tile.top;
  if (isNamed) {
    y += 14;
    parts.push(svgText(fit(label, 12.5), { x: tile.left, y, fill: paint.ink, "font-size": 12.5, "font-weight": 600 }));
  }
  const number = formatCompact(latest.value);
  const size = Math.max(
    18,
    Math.min(isNamed ? 34 : 60, tile.height * 0.36, tile.width / Math.max(1, textWidthEm(number) * 1.1)),
  );
  y += size * 0.92 + (isNamed ? 4 : 0);
  const spans = [svgElement("tspan", { "font-size": size, "font-weight": 700 }, [number])];
  const unitRoom = tile.width - textWidthEm(number) * size * 1.25;
  if (config.yAxisLabel !== undefined && !isNamed && unitRoom > 40) {
    const unit = truncateText(config.yAxisLabel, unitRoom, (text) => textWidthEm(text) * 16);
    spans.push(svgElement("tspan", { dx: 10, ...mutedText(paint, 16) }, [escapeMarkup(unit)]));
  }
  // One text, so that the unit follows the number whatever the font's width is.
  parts.push(svgElement("text", { x: tile.left, y, fill: paint.ink }, spans));
  const change = changeText(latest);
  y += 20;
  parts.push(
    svgText(fit(isNamed && change !== null ? change : [latest.label, change].filter(Boolean).join(" · "), 12.5), {
      x: tile.left,
      y,
      ...mutedText(paint, 12.5),
    }),
  );
  const room = { left: tile.left, top: y + 12, width: tile.width, height: tile.top + tile.height - y - 24 };
  if (room.height >= MINIMUM_SPARKLINE && values.length > 2) parts.push(sparkline(values, room, paint.color(color)));
  return parts.join("");
}

function sparkline(values: readonly (number | null)[], { left, top, width, height }: Rectangle, color: string): string {
  const numbers = values.filter((value) => value !== null);
  const minimum = Math.min(...numbers);
  const spread = Math.max(...numbers) - minimum || 1;
  const x = (row: number): number => left + 3 + (row / Math.max(1, values.length - 1)) * (width - 6);
  const y = (value: number | null): number => top + height - (((value ?? 0) - minimum) / spread) * height;
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, row) => x(row))
    .y(y)
    .curve(values.length <= 40 ? curveMonotoneX : curveLinear)
    .digits(2)(values);
  const last = values.findLastIndex((value) => value !== null);
  return (
    svgElement("path", {
      d: path ?? "",
      fill: "none",
      stroke: color,
      "stroke-width": 2,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    }) + svgElement("circle", { cx: x(last), cy: y(values[last] ?? null), r: 3.5, fill: color })
  );
}
