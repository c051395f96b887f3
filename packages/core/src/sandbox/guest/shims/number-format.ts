import { type Decimal, readDecimal, roundDecimal } from "./decimal.js";
import type { Part } from "./date-time-format.js";
import { findLocale } from "./find-locale.js";
import { currencySymbols, numberLocales } from "./number-locales.js";
import { readTable } from "./read-table.js";
import { type DigitRule, digitRule, numberOffers, type NumberOptions } from "./number-options.js";
import { readOptions } from "./read-options.js";

const noBreakSpace = "\u00a0";
const groupLength = 3;

function keptDigits(rule: DigitRule, point: number): number {
  if (rule.type === "fraction") return point + rule.maximum;
  return rule.type === "significant" ? rule.maximum : Math.max(point, 2);
}

export class NumberFormat {
  readonly #locale;
  readonly #options: NumberOptions;
  readonly #rule: DigitRule;
  readonly #currencyText: string;
  readonly #suffixes: readonly string[];

  constructor(locales: unknown, given: unknown) {
    this.#locale = findLocale(locales);
    const numbers = numberLocales[this.#locale.tag];
    const read = readOptions("Intl.NumberFormat", given, numberOffers);
    const currency = read.currency?.toUpperCase();
    this.#options = currency === undefined ? read : { ...read, currency };
    this.#currencyText = "";
    if (read.style === "currency") {
      if (currency === undefined) throw new TypeError("Intl.NumberFormat needs a currency for the style currency");
      const symbols = { ...readTable(currencySymbols), ...readTable(numbers.symbols) };
      if (symbols[currency] === undefined) {
        throw new RangeError(
          `The sandbox does not know the currency ${currency}, but ${Object.keys(symbols).join(", ")}`,
        );
      }
      this.#currencyText = (read.currencyDisplay === "code" ? "" : symbols[currency]) || currency;
    }
    const isCompact = read.notation === "compact";
    if (isCompact && (numbers.compact === "" || read.style === "percent")) {
      throw new RangeError("The sandbox offers the notation compact for English, and not for the style percent");
    }
    this.#suffixes = isCompact ? numbers.compact.split(" ") : [];
    this.#rule = digitRule(this.#options);
  }

  /** Bound, as it is everywhere. */
  readonly format = (value?: unknown): string => {
    let text = "";
    for (const part of this.formatToParts(value)) text += part.value;
    return text;
  };

  formatToParts(value?: unknown): Part[] {
    const numbers = numberLocales[this.#locale.tag];
    const { style } = this.#options;
    const { number, isNegative } = this.#numberParts(value);
    const pattern = style === "percent" ? numbers.percent : style === "currency" ? numbers.currency : "-#";
    const parts: Part[] = [];
    for (const [index, symbol] of pattern.split("").entries()) {
      if (symbol === "#") parts.push(...number);
      else if (symbol === "-") parts.push(...(isNegative ? [{ type: "minusSign", value: numbers.minus }] : []));
      else if (symbol === "%") parts.push({ type: "percentSign", value: "%" });
      else if (symbol === "¤") {
        parts.push({ type: "currency", value: this.#currencyText });
        const meetsDigit = pattern[index + 1] === "#" && number[0]?.type === "integer";
        if (meetsDigit && /\p{L}$/u.test(this.#currencyText)) parts.push({ type: "literal", value: noBreakSpace });
      } else parts.push({ type: "literal", value: noBreakSpace });
    }
    return parts;
  }

  #numberParts(value: unknown): { readonly number: readonly Part[]; readonly isNegative: boolean } {
    const text = typeof value === "string" || typeof value === "bigint" ? String(value).trim() : "";
    const exact = text === "" ? null : readDecimal(text);
    const amount = exact === null ? Number(value) : 0;
    const isNegative = exact === null ? amount < 0 || Object.is(amount, -0) : text.startsWith("-");
    if (Number.isNaN(amount)) return { number: [{ type: "nan", value: "NaN" }], isNegative: false };
    if (Math.abs(amount) === Infinity) return { number: [{ type: "infinity", value: "∞" }], isNegative };
    const decimal = exact ?? readDecimal(String(amount));
    return { number: this.#digitParts(decimal ?? { digits: "", point: 0 }), isNegative };
  }

  #digitParts({ digits, point }: Decimal): Part[] {
    const isPercent = this.#options.style === "percent" && digits !== "";
    const { rounded, power } = this.#round({ digits, point: isPercent ? point + 2 : point });
    const whole = rounded.digits.slice(0, Math.max(rounded.point, 0)).padEnd(rounded.point, "0");
    const integer = whole.padStart(this.#options.minimumIntegerDigits ?? 1, "0");
    const fraction = "0".repeat(Math.max(-rounded.point, 0)) + rounded.digits.slice(Math.max(rounded.point, 0));
    const shown = fraction.padEnd(this.#minimumFraction(rounded), "0");

    const numbers = numberLocales[this.#locale.tag];
    const parts: Part[] = [];
    for (const group of this.#groups(integer)) {
      if (parts.length > 0) parts.push({ type: "group", value: numbers.group });
      parts.push({ type: "integer", value: group });
    }
    if (shown !== "") parts.push({ type: "decimal", value: numbers.decimal }, { type: "fraction", value: shown });
    if (power > 0) parts.push({ type: "compact", value: this.#suffixes[power - 1] ?? "" });
    return parts;
  }

  /** Rounded and, for compact numbers, divided by 1000 as often as it can be. */
  #round(decimal: Decimal): { readonly rounded: Decimal; readonly power: number } {
    let power = Math.min(Math.max(Math.floor((decimal.point - 1) / groupLength), 0), this.#suffixes.length);
    const scaled = { digits: decimal.digits, point: decimal.point - power * groupLength };
    const rounded = roundDecimal(scaled, keptDigits(this.#rule, scaled.point));
    const isThousand = rounded.point > groupLength && power < this.#suffixes.length;
    if (isThousand) return { rounded: { digits: rounded.digits, point: rounded.point - groupLength }, power: ++power };
    return { rounded, power };
  }

  #minimumFraction({ digits, point }: Decimal): number {
    if (this.#rule.type === "compact") return 0;
    if (this.#rule.type === "fraction") return this.#rule.minimum;
    return Math.max(this.#rule.minimum - (digits === "" ? 1 : point), 0);
  }

  #groups(integer: string): string[] {
    const { useGrouping = "auto", notation } = this.#options;
    const isAlways = useGrouping === true || useGrouping === "always";
    const isLate = useGrouping === "min2" || notation === "compact";
    const minimum = isAlways ? 1 : isLate ? 2 : numberLocales[this.#locale.tag].minimumGrouping;
    if (useGrouping === false || integer.length < groupLength + minimum) return [integer];
    const groups: string[] = [];
    for (let end = integer.length; end > 0; end -= groupLength) {
      groups.unshift(integer.slice(Math.max(end - groupLength, 0), end));
    }
    return groups;
  }

  resolvedOptions(): Record<string, unknown> {
    const { notation = "standard", style = "decimal", ...others } = this.#options;
    const isCompact = notation === "compact";
    const { useGrouping = isCompact ? "min2" : "auto" } = others;
    const digits = this.#rule.type === "significant" ? "SignificantDigits" : "FractionDigits";
    const [minimum, maximum] = this.#rule.type === "compact" ? [0, 0] : [this.#rule.minimum, this.#rule.maximum];
    return {
      ...others,
      locale: this.#locale.name,
      numberingSystem: "latn",
      style,
      ...(style === "currency" && { currencyDisplay: others.currencyDisplay ?? "symbol", currencySign: "standard" }),
      minimumIntegerDigits: others.minimumIntegerDigits ?? 1,
      [`minimum${digits}`]: minimum,
      [`maximum${digits}`]: maximum,
      useGrouping: useGrouping === true ? "always" : useGrouping,
      notation,
      ...(isCompact && { compactDisplay: "short" }),
      signDisplay: "auto",
      roundingMode: "halfExpand",
    };
  }
}
