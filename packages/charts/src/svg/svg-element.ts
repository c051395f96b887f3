import { escapeMarkup } from "../escape-markup.js";

export type SvgAttributes = Readonly<Record<string, string | number | undefined>>;

/** One element as text. Attributes are escaped and rounded, absent ones left out; children are markup already. */
export function svgElement(name: string, attributes: SvgAttributes, children: readonly string[] = []): string {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${key}="${typeof value === "number" ? round(value) : escapeMarkup(value)}"`;
  }
  return children.length === 0 ? `${text}/>` : `${text}>${children.join("")}</${name}>`;
}

/** A text element; the content is escaped. */
export function svgText(content: string, attributes: SvgAttributes): string {
  return svgElement("text", attributes, [escapeMarkup(content)]);
}

/** Coordinates with at most two decimals: shorter, and the same bytes on every platform. */
export function round(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100 + 0) : "0";
}
