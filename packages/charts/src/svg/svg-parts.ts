import { arc, pie } from "d3-shape";
import { chartParts, type ChartPart } from "../chart-content.js";
import { formatCompact, formatPercent } from "../format-number.js";
import { textWidthEm, truncateText } from "../text-width.js";
import { svgElement, svgText } from "./svg-element.js";
import { svgFrame } from "./svg-frame.js";
import { mutedText } from "./svg-paint.js";
import type { Rectangle, SvgScene } from "./svg-scene.js";

const LIST_SIZE = 12.5;
const LIST_ROW = 22;
const SMALLEST_LABELLED_RATIO = 0.045;
const MAXIMUM_RINGS = 12;

/** Pie charts: a ring of slices beside a list of their names, numbers and shares. */
export function drawPie(scene: SvgScene): string {
  return drawBesideList(scene, (parts, size) => {
    const outer = size / 2;
    const inner = outer * 0.56;
    const slices = pie<ChartPart>()
      .sort(null)
      .value(({ ratio }) => ratio)([...parts])
      .filter(({ startAngle, endAngle }) => endAngle > startAngle);
    // A full circle needs no gap.
    const padding = slices.length > 1 ? 0.012 : 0;
    const shape = arc<(typeof slices)[number]>()
      .innerRadius(inner)
      .outerRadius(outer)
      .padAngle(padding)
      .cornerRadius(2)
      .digits(2);
    return slices.map((slice) => {
      const path = svgElement("path", { d: shape(slice) ?? "", fill: scene.paint.color(slice.data.color) });
      if (slice.data.ratio < SMALLEST_LABELLED_RATIO || size < 120) return path;
      const [x, y] = shape.centroid(slice);
      return (
        path +
        onColor(formatPercent(slice.data.ratio), {
          x,
          y: y + 4,
          "text-anchor": "middle",
          "font-size": 12,
          "font-weight": 600,
        })
      );
    });
  });
}

/** Radial charts: a ring a row, as long as its number compared with the largest. */
export function drawRadial(scene: SvgScene): string {
  return drawBesideList(scene, (parts, size) => {
    const rings = parts.slice(0, MAXIMUM_RINGS);
    const largest = Math.max(...parts.map(({ value }) => value), 0);
    const thickness = ((size / 2) * 0.8) / Math.max(rings.length, 3);
    return rings.map((part, index) => {
      const outer = size / 2 - index * thickness;
      const ring = (ratio: number): string =>
        arc()({
          innerRadius: outer - thickness * 0.74,
          outerRadius: outer,
          startAngle: 0,
          endAngle: ratio * 1.5 * Math.PI,
          padAngle: 0,
        }) ?? "";
      const track = svgElement("path", { d: rounded(ring(1)), fill: scene.paint.ink, "fill-opacity": 0.08 });
      if (largest <= 0 || part.value <= 0) return track;
      return (
        track + svgElement("path", { d: rounded(ring(part.value / largest)), fill: scene.paint.color(part.color) })
      );
    });
  });
}

/** Puts a round picture to the left of the list, or above it where there is no room. */
function drawBesideList(
  scene: SvgScene,
  draw: (parts: readonly ChartPart[], size: number) => readonly string[],
): string {
  const { config } = scene;
  const parts = chartParts(config);
  const { markup, content } = svgFrame(scene, []);
  const isWide = content.width >= content.height * 1.5;
  const showsList = config.showLegend !== false;
  const size = Math.max(
    20,
    showsList && !isWide
      ? Math.min(content.width, content.height * 0.55)
      : Math.min(content.height, content.width * (showsList ? 0.46 : 1)),
  );
  const centerX =
    content.left +
    (showsList && isWide ? size / 2 + Math.max(0, content.width * 0.23 - size / 2) * 0.6 : content.width / 2);
  const centerY = content.top + (isWide || !showsList ? content.height / 2 : size / 2);
  const picture = svgElement(
    "g",
    { transform: `translate(${Math.round(centerX)},${Math.round(centerY)})` },
    draw(parts, size),
  );
  if (!showsList) return markup + picture;
  const listLeft = isWide ? Math.round(centerX + size / 2 + 36) : content.left;
  const listTop = isWide ? content.top : content.top + size + 12;
  const area = {
    left: listLeft,
    top: listTop,
    width: content.left + content.width - listLeft,
    height: content.top + content.height - listTop,
  };
  return markup + picture + drawList(scene, parts, area, isWide);
}

function drawList(scene: SvgScene, parts: readonly ChartPart[], area: Rectangle, isCentered: boolean): string {
  const { paint } = scene;
  const maximumRows = Math.max(1, Math.floor(area.height / LIST_ROW));
  const shown = parts.length <= maximumRows ? parts : parts.slice(0, maximumRows - 1);
  const numberWidth = Math.max(...shown.map(({ value }) => textWidthEm(formatCompact(value)) * LIST_SIZE), 10);
  const widestName = Math.max(...shown.map(({ label }) => textWidthEm(label) * LIST_SIZE), 10);
  const nameWidth = Math.max(10, Math.min(widestName, area.width - 22 - numberWidth - 66));
  const rowCount = Math.min(parts.length, maximumRows);
  const top = area.top + (isCentered ? Math.max(0, (area.height - rowCount * LIST_ROW) / 2) : 0);
  const numberRight = area.left + 22 + nameWidth + 18 + numberWidth;
  const rows = shown.map(({ label, color, value, ratio }, index) => {
    const y = top + index * LIST_ROW + 15;
    const text = { y, "font-size": LIST_SIZE };
    return [
      svgElement("rect", { x: area.left, y: y - 9.5, width: 10, height: 10, rx: 2, fill: paint.color(color) }),
      svgText(
        truncateText(label, nameWidth, (candidate) => textWidthEm(candidate) * LIST_SIZE),
        { x: area.left + 20, fill: paint.ink, ...text },
      ),
      svgText(formatCompact(value), { x: numberRight, "text-anchor": "end", fill: paint.ink, ...text }),
      svgText(value < 0 ? "–" : formatPercent(ratio), {
        x: numberRight + 52,
        "text-anchor": "end",
        ...mutedText(paint, LIST_SIZE),
        y,
      }),
    ].join("");
  });
  if (shown.length < parts.length) {
    rows.push(
      svgText(`+ ${parts.length - shown.length} more`, {
        x: area.left + 20,
        y: top + shown.length * LIST_ROW + 15,
        ...mutedText(paint, LIST_SIZE),
      }),
    );
  }
  return rows.join("");
}

/** White with a thin dark edge: readable on every colour of a page's theme, which is not known here. */
function onColor(text: string, attributes: Readonly<Record<string, string | number>>): string {
  return svgText(text, {
    ...attributes,
    fill: "#ffffff",
    stroke: "#0f172a",
    "stroke-opacity": 0.45,
    "stroke-width": 2.5,
    "stroke-linejoin": "round",
    "paint-order": "stroke",
  });
}

function rounded(path: string): string {
  return path.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100 + 0));
}
