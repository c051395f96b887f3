/** A number that is not negative, written in full: 0.`digits` × 10^`point`. */
export interface Decimal {
  /** Without zeros at either end; `""` is zero. */
  readonly digits: string;
  readonly point: number;
}

function trimmed(digits: string, point: number): Decimal {
  const start = digits.search(/[1-9]/);
  if (start === -1) return { digits: "", point: 0 };
  return { digits: digits.slice(start).replace(/0+$/, ""), point: point - start };
}

/** The number that decimal text such as `12.50` or `1e-7` stands for; `null` for anything else. The sign is left out. */
export function readDecimal(text: string): Decimal | null {
  const match = /^[+-]?(?:(\d+)\.?(\d*)|\.(\d+))(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) return null;
  const [, whole = "", fraction = match[3] ?? "", , exponent = "0"] = match;
  return trimmed(whole + fraction, whole.length + Number(exponent));
}

/** Rounded to the first `kept` digits; halves away from zero. */
export function roundDecimal({ digits, point }: Decimal, kept: number): Decimal {
  if (kept >= digits.length) return { digits, point };
  if (kept < 0 || (digits[kept] ?? "0") < "5") return trimmed(digits.slice(0, Math.max(kept, 0)), point);
  const raised = digits.slice(0, kept).replace(/9+$/, "");
  if (raised === "") return { digits: "1", point: point + 1 };
  return { digits: raised.slice(0, -1) + (Number(raised.at(-1)) + 1), point };
}
