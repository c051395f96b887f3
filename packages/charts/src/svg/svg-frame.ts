import { textWidthEm, truncateText, wrapText } from "../text-width.js";
import { svgElement, svgText } from "./svg-element.js";
import { mutedText } from "./svg-paint.js";
import type { Rectangle, SvgScene } from "./svg-scene.js";

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  /** Dashes of its line, where colours repeat. */
  readonly dash?: string | undefined;
  /** @defaultValue 1 */
  readonly opacity?: number | undefined;
}

const MARGIN = 20;
const DESCRIPTION_SIZE = 12;
const LEGEND_SIZE = 12;
const LEGEND_ROW = 20;
const SWATCH = 10;
/** Below this height, what explains the picture makes room for it. */
const SMALL_HEIGHT = 300;
/** Semibold letters are wider than the estimate. */
const SEMIBOLD_WIDTH = 1.16;

/** Draws title, description and legend, and says where the content goes. */
export function svgFrame(scene: SvgScene, entries: readonly LegendEntry[]): { markup: string; content: Rectangle } {
  const { config, paint, width, height } = scene;
  const inner = width - 2 * MARGIN;
  const measureAt = (size: number) => (text: string) => textWidthEm(text) * size;
  const parts: string[] = [];
  const isSmall = height < SMALL_HEIGHT;
  const titleSize = width < 480 ? 15 : 17;
  let y = MARGIN + titleSize * 0.75;
  const title = truncateText(config.title, inner / SEMIBOLD_WIDTH, measureAt(titleSize));
  if (title !== "") {
    parts.push(svgText(title, { x: MARGIN, y, fill: paint.ink, "font-size": titleSize, "font-weight": 600 }));
    y += 6;
  }
  const lines =
    height < 200 ? [] : wrapText(config.description ?? "", inner, isSmall ? 1 : 2, measureAt(DESCRIPTION_SIZE));
  for (const line of lines) {
    y += DESCRIPTION_SIZE * 1.35;
    parts.push(svgText(line, { x: MARGIN, y, ...mutedText(paint, DESCRIPTION_SIZE) }));
  }
  const top = y + 16;
  const legend =
    config.showLegend === false || entries.length < 2
      ? { rows: [], height: 0 }
      : legendRows(entries, inner, height * (isSmall ? 0.2 : 0.28));
  const bottom = height - (legend.height === 0 ? 14 : legend.height + 16);
  parts.push(...legend.rows.flatMap((row, index) => drawLegendRow(row, bottom + 16 + index * LEGEND_ROW, scene)));
  return { markup: parts.join(""), content: { left: MARGIN, top, width: inner, height: Math.max(20, bottom - top) } };
}

interface PlacedEntry extends LegendEntry {
  readonly x: number;
}

/** Entries side by side, in as many rows as allowed; what is left over is counted in the last one. */
function legendRows(
  entries: readonly LegendEntry[],
  width: number,
  maximumHeight: number,
): { rows: PlacedEntry[][]; height: number } {
  const maximumRows = Math.max(1, Math.floor(maximumHeight / LEGEND_ROW));
  const rows: PlacedEntry[][] = [[]];
  let x = 0;
  for (const [index, entry] of entries.entries()) {
    const label = truncateText(
      entry.label,
      Math.min(240, width - SWATCH - 8),
      (text) => textWidthEm(text) * LEGEND_SIZE,
    );
    const entryWidth = SWATCH + 6 + textWidthEm(label) * LEGEND_SIZE + 18;
    const isLastRow = rows.length === maximumRows;
    const reserve = isLastRow && index < entries.length - 1 ? 70 : 0;
    if (x > 0 && x + entryWidth - 18 + reserve > width) {
      if (isLastRow) {
        rows.at(-1)?.push({ label: `+ ${entries.length - index} more`, color: "none", x: x - SWATCH - 6 });
        break;
      }
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ ...entry, label, x });
    x += entryWidth;
  }
  return { rows, height: rows.length * LEGEND_ROW };
}

function drawLegendRow(row: readonly PlacedEntry[], y: number, { paint }: SvgScene): string[] {
  return row.flatMap(({ label, color, dash, opacity, x }) => {
    const left = MARGIN + x;
    const text = svgText(label, { x: left + SWATCH + 6, y, ...mutedText(paint, LEGEND_SIZE) });
    if (color === "none") return [text];
    const middle = y - LEGEND_SIZE * 0.34;
    const swatch =
      dash === undefined
        ? svgElement("rect", {
            x: left,
            y: middle - SWATCH / 2,
            width: SWATCH,
            height: SWATCH,
            rx: 2,
            fill: paint.color(color),
            "fill-opacity": opacity,
          })
        : svgElement("line", {
            x1: left - 2,
            x2: left + SWATCH + 2,
            y1: middle,
            y2: middle,
            stroke: paint.color(color),
            "stroke-width": 2.5,
            "stroke-dasharray": dash,
          });
    return [swatch, text];
  });
}
