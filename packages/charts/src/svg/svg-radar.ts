import { scaleLinear } from "d3-scale";
import { chartColumns, rowLabels } from "../chart-content.js";
import { tickFormat } from "../format-number.js";
import { rowTimes } from "../row-times.js";
import { textWidthEm, truncateText } from "../text-width.js";
import { valueDomain } from "./svg-value-axis.js";
import { round, svgElement, svgText } from "./svg-element.js";
import { svgFrame } from "./svg-frame.js";
import { gridLine, mutedText } from "./svg-paint.js";
import type { SvgScene } from "./svg-scene.js";

const LABEL_SIZE = 11.5;
const MAXIMUM_LABEL_WIDTH = 190;
const RINGS = 4;

/** Radar charts: an axis a row, a polygon a data key. Where a number is missing the outline is open. */
export function drawRadar(scene: SvgScene): string {
  const { config, paint } = scene;
  const columns = chartColumns(config);
  const labels = rowLabels(config);
  const frame = svgFrame(scene, columns);
  const { content } = frame;
  const domain = valueDomain(
    columns.flatMap(({ values }) => values.filter((value) => value !== null)),
    true,
  );
  const radius = Math.max(10, content.height / 2 - LABEL_SIZE * 1.9);
  const centerX = content.left + content.width / 2;
  const centerY = content.top + content.height / 2;
  const scale = scaleLinear().domain([domain.minimum, domain.maximum]).nice(RINGS).range([0, radius]);
  const angleOf = (row: number): number => (row / Math.max(1, labels.length)) * 2 * Math.PI - Math.PI / 2;
  const at = (row: number, distance: number): [number, number] => [
    centerX + distance * Math.cos(angleOf(row)),
    centerY + distance * Math.sin(angleOf(row)),
  ];

  const ticks = scale.ticks(RINGS);
  const format = tickFormat(ticks);
  const rings = ticks.map((tick) =>
    svgElement("circle", { cx: centerX, cy: centerY, r: scale(tick), fill: "none", ...gridLine(paint) }),
  );
  const spokes =
    labels.length > 90
      ? []
      : labels.map((_, row) => {
          const [x2, y2] = at(row, radius);
          return svgElement("line", { x1: centerX, y1: centerY, x2, y2, ...gridLine(paint) });
        });
  const shapes = columns.map(({ values, color }) =>
    outline(
      values.map((value, row) => (value === null ? null : at(row, scale(value)))),
      paint.color(color),
      columns.length,
    ),
  );
  const names = axisNames(labels, radius, (row) => at(row, radius + 10), content.width / 2 - radius - 16).map(
    ({ text, x, y, anchor }) => svgText(text, { x, y, "text-anchor": anchor, ...mutedText(paint, LABEL_SIZE) }),
  );
  // Between the first two axes, where fewest outlines pass.
  const between = labels.length > 2 ? angleOf(0.5) : -Math.PI / 2;
  const scaleNames = ticks.slice(1).map((tick) =>
    svgText(format(tick), {
      x: centerX + scale(tick) * Math.cos(between),
      y: centerY + scale(tick) * Math.sin(between) + 4,
      "text-anchor": "middle",
      ...mutedText(paint, 10.5),
    }),
  );
  return frame.markup + [...rings, ...spokes, ...shapes, ...names, ...scaleNames].join("");
}

type Corner = readonly [x: number, y: number] | null;

function outline(corners: readonly Corner[], color: string, count: number): string {
  const isClosed = corners.length > 2 && corners.every((corner) => corner !== null);
  let path = "";
  let isDrawing = false;
  for (const corner of corners) {
    if (corner !== null) path += `${isDrawing ? "L" : "M"}${round(corner[0])},${round(corner[1])}`;
    isDrawing = corner !== null;
  }
  const shape = svgElement("path", {
    d: isClosed ? `${path}Z` : path,
    fill: isClosed ? color : "none",
    "fill-opacity": isClosed ? (count > 3 ? 0.06 : 0.18) : undefined,
    stroke: color,
    "stroke-width": 2,
    "stroke-linejoin": "round",
  });
  if (corners.length > 40) return shape;
  return (
    shape +
    corners
      .map((corner) =>
        corner === null ? "" : svgElement("circle", { cx: corner[0], cy: corner[1], r: 2.5, fill: color }),
      )
      .join("")
  );
}

interface AxisName {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
}

/** Names around the circle, as many as have room. */
function axisNames(
  labels: readonly string[],
  radius: number,
  place: (row: number) => [number, number],
  room: number,
): AxisName[] {
  const parsed = rowTimes(labels);
  const every = Math.max(1, Math.ceil(labels.length / Math.max(4, Math.floor((2 * Math.PI * radius) / 38))));
  return labels.flatMap((label, row): AxisName[] => {
    if (row % every !== 0 || (row > 0 && labels.length - row < every)) return [];
    const time = parsed?.times[row];
    const full = time === undefined || parsed === null ? label : parsed.short(time);
    const text = truncateText(
      full,
      Math.max(30, Math.min(MAXIMUM_LABEL_WIDTH, room)),
      (candidate) => textWidthEm(candidate) * LABEL_SIZE,
    );
    const [x, y] = place(row);
    const direction = Math.cos((row / labels.length) * 2 * Math.PI - Math.PI / 2);
    const rise = Math.sin((row / labels.length) * 2 * Math.PI - Math.PI / 2);
    return [
      {
        text,
        x,
        y: y + LABEL_SIZE * (0.35 + 0.75 * rise),
        anchor: Math.abs(direction) < 0.15 ? "middle" : direction > 0 ? "start" : "end",
      },
    ];
  });
}
