import { wholeCurrencies } from "./number-locales.js";
import type { OptionsOf } from "./read-options.js";

const fractionDigits = { from: 0, to: 20 };
const significantDigits = { from: 1, to: 21 };

/** Options of `Intl.NumberFormat` and of `toLocaleString` of numbers. */
export const numberOffers = {
  style: ["decimal", "percent", "currency"],
  currency: "text",
  currencyDisplay: ["symbol", "code"],
  minimumIntegerDigits: { from: 1, to: 21 },
  minimumFractionDigits: fractionDigits,
  maximumFractionDigits: fractionDigits,
  minimumSignificantDigits: significantDigits,
  maximumSignificantDigits: significantDigits,
  useGrouping: [true, false, "auto", "always", "min2"],
  notation: ["standard", "compact"],
  compactDisplay: ["short"],
  numberingSystem: ["latn"],
  signDisplay: ["auto"],
  currencySign: ["standard"],
  roundingMode: ["halfExpand"],
} as const;

export type NumberOptions = OptionsOf<typeof numberOffers>;

/** How many digits are shown: of the fraction, or counted from the first one, or what suits a compact number. */
export type DigitRule =
  | { readonly type: "fraction" | "significant"; readonly minimum: number; readonly maximum: number }
  | { readonly type: "compact" };

function rangeOf(
  type: "fraction" | "significant",
  [minimum, maximum]: readonly [number | undefined, number | undefined],
  [least, most]: readonly [number, number],
): DigitRule {
  const low = minimum ?? Math.min(least, maximum ?? least);
  const high = maximum ?? Math.max(most, low);
  if (low > high) throw new RangeError(`The minimum of ${type} digits is above their maximum`);
  return { type, minimum: low, maximum: high };
}

/** @see https://tc39.es/ecma402/#sec-setnfdigitoptions */
export function digitRule(options: NumberOptions): DigitRule {
  const significant = [options.minimumSignificantDigits, options.maximumSignificantDigits] as const;
  if (significant.some((digits) => digits !== undefined)) return rangeOf("significant", significant, [1, 21]);
  const fraction = [options.minimumFractionDigits, options.maximumFractionDigits] as const;
  const isAsked = fraction.some((digits) => digits !== undefined);
  const isCompact = options.notation === "compact";
  if (isCompact && !isAsked) return { type: "compact" };
  if (options.style === "currency" && !isCompact) {
    const digits = wholeCurrencies.includes(options.currency ?? "") ? 0 : 2;
    return rangeOf("fraction", fraction, [digits, digits]);
  }
  return rangeOf("fraction", fraction, [0, options.style === "percent" ? 0 : 3]);
}
