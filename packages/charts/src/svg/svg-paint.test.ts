import { describe, expect, it } from "vitest";
import { backgrounds, palette } from "./svg-paint.js";

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("the palette", () => {
  it.each(palette)("%s stands out from both backgrounds as graphics must", (color) => {
    expect(contrast(color, backgrounds.light)).toBeGreaterThanOrEqual(3);
    expect(contrast(color, backgrounds.dark)).toBeGreaterThanOrEqual(3);
  });
});
