import type { SvgAttributes } from "./svg-element.js";

export type SvgTheme = "light" | "dark";

/** Twelve colours that stand out by at least 3:1 from both backgrounds. Neighbours differ in hue and lightness. */
export const palette = [
  "#3b82f6",
  "#ea580c",
  "#0d9488",
  "#8b5cf6",
  "#db2777",
  "#a16207",
  "#0891b2",
  "#65a30d",
  "#dc2626",
  "#c026d3",
  "#64748b",
  "#b45309",
] as const;

export const backgrounds: Readonly<Record<SvgTheme, string>> = { light: "#ffffff", dark: "#0f172a" };
const inks: Readonly<Record<SvgTheme, string>> = { light: "#0f172a", dark: "#e2e8f0" };

/** How the parts of a picture are coloured. */
export interface SvgPaint {
  /** `null`: the page shows through. */
  readonly background: string | null;
  readonly ink: string;
  /** A colour of the config as an attribute value. */
  color(color: string): string;
}

/**
 * `variables` takes the page's `--chart-1` to `--chart-12`, with the palette as fallback, and its text colour; `resolved`
 * stands alone, on the background of its theme.
 */
export function svgPaint(colors: "variables" | "resolved", theme: SvgTheme): SvgPaint {
  const fallback = (color: string): string | undefined => {
    const index = /^var\(--chart-(\d+)\)$/.exec(color)?.[1];
    return index === undefined ? undefined : palette[Number(index) - 1];
  };
  if (colors === "resolved") {
    return { background: backgrounds[theme], ink: inks[theme], color: (color) => fallback(color) ?? color };
  }
  return {
    background: null,
    ink: "currentColor",
    color: (color) => {
      const resolved = fallback(color);
      return resolved === undefined ? color : `${color.slice(0, -1)}, ${resolved})`;
    },
  };
}

/** The thirteenth column has the colour of the first: it and those after it are paler, so that the two stay apart. */
export function repeatOpacity(index: number): number {
  return 1 / (1 + Math.floor(index / palette.length));
}

/** Text less important than the data. */
export function mutedText(paint: SvgPaint, size: number): SvgAttributes {
  return { fill: paint.ink, "fill-opacity": 0.72, "font-size": size };
}

/** Lines that help to read and should not be seen first. */
export function gridLine(paint: SvgPaint): SvgAttributes {
  return { stroke: paint.ink, "stroke-opacity": 0.13, "stroke-width": 1 };
}
