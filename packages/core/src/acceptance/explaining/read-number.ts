import type { Scalar } from "../responses/find-columns.js";

/** How numbers are written in texts: "1234.5", "1,234.5" or "1.234,5". Currency signs, percent signs and spaces around are left out. */
export type NumberStyle = "plain" | "grouped" | "comma";

const PLAIN = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const GROUPED = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[-+]?\d+(?:\.\d+)?$/;
const COMMA = /^[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/;

/** The number that a value holds; `null` for everything that is missing or is no number. A boolean counts as 1 or 0. */
export function readNumber(value: Scalar | undefined, style: NumberStyle): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") return null;
  const text = value.trim().replaceAll(/^[$€£¥]\s?|^[A-Z]{3}\s|\s?(?:[%$€£¥]|[A-Z]{3})$/g, "");
  switch (style) {
    case "plain":
      return PLAIN.test(text) ? Number(text) : null;
    case "grouped":
      return GROUPED.test(text) ? Number(text.replaceAll(",", "")) : null;
    case "comma":
      return COMMA.test(text) ? Number(text.replaceAll(".", "").replace(",", ".")) : null;
  }
}

/** The styles in which values of a column are numbers: `[]` when hardly any is. Only texts leave more than one open. */
export function numberStyles(values: readonly Scalar[]): NumberStyle[] {
  const present = values.filter((value) => value !== null && value !== "");
  if (present.length === 0) return [];
  const styles: readonly NumberStyle[] = ["plain", "grouped", "comma"];
  const shares = styles.map((style) => ({
    style,
    share: present.filter((value) => readNumber(value, style) !== null).length / present.length,
  }));
  // A marker such as "NA" may stand for every second number, but not for nearly all.
  const fits = shares.filter(({ share }) => share >= 0.3);
  const best = Math.max(0, ...fits.map(({ share }) => share));
  const plain = fits.find(({ style }) => style === "plain");
  if (plain !== undefined && plain.share === best) return ["plain"];
  return fits.filter(({ share }) => share === best).map(({ style }) => style);
}
