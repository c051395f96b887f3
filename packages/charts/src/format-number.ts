const UNITS = [
  { factor: 1e12, suffix: "T" },
  { factor: 1e9, suffix: "B" },
  { factor: 1e6, suffix: "M" },
  { factor: 1e3, suffix: "k" },
] as const;

/** Names evenly spaced ticks of an axis, all in the unit of the largest: `0`, `2.5`, `1,500`, `20k`, `1.2M`. */
export function tickFormat(ticks: readonly number[]): (value: number) => string {
  const size = Math.max(...ticks.map(Math.abs), 0);
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1;
  if (size >= 1e15 || (size !== 0 && size < 1e-6)) return (value) => (value === 0 ? "0" : formatExponent(value));
  const unit = size >= 1e4 ? UNITS.find(({ factor }) => size >= factor) : undefined;
  const factor = unit?.factor ?? 1;
  const isExact = (decimals: number): boolean =>
    ticks.every((tick) => Math.abs(Number((tick / factor).toFixed(decimals)) - tick / factor) < (step / factor) * 1e-6);
  const decimals = [0, 1, 2, 3, 4, 5, 6, 7].find(isExact) ?? 8;
  return (value) => (value === 0 ? "0" : `${groupThousands((value / factor).toFixed(decimals))}${unit?.suffix ?? ""}`);
}

/** A short number for labels, with three or four digits that matter, such as `87`, `1,234`, `12.3k` or `0.0412`. */
export function formatCompact(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e15 || size < 1e-4) return formatExponent(value);
  // Rounding may carry into the next unit: 999,999 is 1M, not 1000k.
  const rounded = Number(value.toPrecision(3));
  const unit = Math.abs(rounded) >= 1e4 ? UNITS.find(({ factor }) => Math.abs(rounded) >= factor) : undefined;
  if (unit !== undefined) return `${withMinus(String(Number((rounded / unit.factor).toPrecision(3))))}${unit.suffix}`;
  return groupThousands(size >= 1e3 ? String(Math.round(value)) : String(rounded));
}

/** The whole number as a person writes it: thousands grouped, at most six decimals. */
export function formatFull(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-6)) return formatExponent(value);
  return groupThousands(String(Number(value.toFixed(6))));
}

/** A ratio as a percentage, such as `4.2%`. */
export function formatPercent(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.1) return "<0.1%";
  return `${withMinus(percent.toFixed(Math.abs(percent) < 10 ? 1 : 0))}%`;
}

function formatExponent(value: number): string {
  return withMinus(
    value
      .toExponential(2)
      .replace(/\.?0+e/, "e")
      .replace("e+", "e"),
  );
}

function groupThousands(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return withMinus(fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

/** A real minus sign, and none before a zero that rounding left. */
function withMinus(text: string): string {
  if (!text.startsWith("-")) return text;
  return /[1-9]/.test(text.split("e")[0] ?? "") ? `\u2212${text.slice(1)}` : text.slice(1);
}
