import { area, curveLinear, curveMonotoneX, line, stack } from "d3-shape";
import { chartColumns, type ChartColumn, rowLabels } from "../chart-content.js";
import { drawAxes, plotArea } from "./svg-axes.js";
import { pointAxis, type RowAxis } from "./svg-row-axis.js";
import { type ValueAxis, valueAxis, valueDomain } from "./svg-value-axis.js";
import { svgElement } from "./svg-element.js";
import { type LegendEntry, svgFrame } from "./svg-frame.js";
import { repeatOpacity } from "./svg-paint.js";
import type { SvgScene } from "./svg-scene.js";

/** Lines beyond the twelve colours are told apart by dashes. */
const DASHES = [undefined, "6 3", "2 3", "8 3 2 3"] as const;
const MAXIMUM_SMOOTH_ROWS = 40;
const MAXIMUM_MARKED_ROWS = 32;

/** From where to where a column reaches at a row; both ends are equal to 0 and the value unless stacked. */
type Extent = readonly [low: number, high: number] | null;

/** Line and area charts. A gap breaks the line; a number between two gaps is drawn as a dot. */
export function drawLines(scene: SvgScene): string {
  const { config } = scene;
  const columns = chartColumns(config);
  const isArea = config.chartType === "area";
  const isStacked = isArea && config.stacked === true;
  const extents = isStacked
    ? stackedExtents(columns)
    : columns.map(({ values }) => values.map((value): Extent => (value === null ? null : [0, value])));
  const legend = columns.map((column, index): LegendEntry => ({
    label: column.label,
    color: column.color,
    dash: isArea ? undefined : dashOf(index),
    opacity: isArea ? repeatOpacity(index) : 1,
  }));
  const frame = svgFrame(scene, legend);
  const domain = valueDomain(
    extents.flatMap((ofColumn) =>
      ofColumn.flatMap((extent) => (extent === null ? [] : isStacked ? extent : [extent[1]])),
    ),
    isArea,
  );
  const plot = plotArea(scene, frame.content, domain);
  const values = valueAxis(domain, plot);
  const rows = pointAxis(rowLabels(config), plot);
  const shapes = columns.map((column, index) =>
    drawColumn(
      scene,
      { column, index, extents: extents[index] ?? [], isArea, isStacked, lineCount: columns.length },
      rows,
      values,
    ),
  );
  // The first line is the one most looked at: it lies on top.
  return (
    frame.markup +
    drawAxes(scene, frame.content, plot, values, rows) +
    (isStacked ? shapes : shapes.toReversed()).join("")
  );
}

interface DrawnColumn {
  readonly column: ChartColumn;
  readonly index: number;
  readonly extents: readonly Extent[];
  readonly isArea: boolean;
  readonly isStacked: boolean;
  readonly lineCount: number;
}

function drawColumn(
  scene: SvgScene,
  { column, index, extents, isArea, isStacked, lineCount }: DrawnColumn,
  rows: RowAxis,
  values: ValueAxis,
): string {
  const color = scene.paint.color(column.color);
  const curve = extents.length <= MAXIMUM_SMOOTH_ROWS ? curveMonotoneX : curveLinear;
  const x = (_: Extent, row: number): number => rows.position(row);
  const top = (extent: Extent): number => values.position(extent?.[1] ?? 0);
  const bottom = (extent: Extent): number => (isStacked ? values.position(extent?.[0] ?? 0) : values.zero);
  const defined = (extent: Extent): boolean => extent !== null;
  const parts: string[] = [];
  if (isArea) {
    const fill = area<Extent>().defined(defined).x(x).y0(bottom).y1(top).curve(curve).digits(2)(extents) ?? "";
    parts.push(
      svgElement("path", {
        d: fill,
        fill: color,
        "fill-opacity": (isStacked ? 0.65 : lineCount > 1 ? 0.14 : 0.22) * repeatOpacity(index),
      }),
    );
  }
  const stroke = line<Extent>().defined(defined).x(x).y(top).curve(curve).digits(2)(extents) ?? "";
  parts.push(
    svgElement("path", {
      d: stroke,
      fill: "none",
      stroke: color,
      "stroke-width": lineCount > 6 || extents.length > 400 ? 1.5 : 2,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
      "stroke-dasharray": isArea ? undefined : dashOf(index),
    }),
  );
  const isMarked = extents.length <= MAXIMUM_MARKED_ROWS && lineCount === 1;
  for (const [row, extent] of extents.entries()) {
    if (extent === null) continue;
    const isIsolated = (extents[row - 1] ?? null) === null && (extents[row + 1] ?? null) === null;
    if (isIsolated || isMarked)
      parts.push(svgElement("circle", { cx: rows.position(row), cy: top(extent), r: 2.75, fill: color }));
  }
  return parts.join("");
}

function stackedExtents(columns: readonly ChartColumn[]): Extent[][] {
  const indexes = (columns[0]?.values ?? []).map((_, row) => row);
  const layers = stack<number, number>()
    .keys(columns.keys())
    .value((row, column) => columns[column]?.values[row] ?? 0)(indexes);
  return layers.map((layer) => layer.map(([low, high]): Extent => [low, high]));
}

function dashOf(index: number): string | undefined {
  return DASHES[Math.floor(index / 12) % DASHES.length];
}
