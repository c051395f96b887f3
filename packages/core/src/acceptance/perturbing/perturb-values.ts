import type { JsonValue } from "../../util/json.js";
import type { Random } from "./seeded-random.js";

/** Makes another value of the same type and format; values that are no numbers stay. */
export type ChangeNumber = (value: JsonValue, random: Random) => JsonValue;

const NUMBER_IN_TEXT = /-?\d[\d,.]*/;

/** Another positive number of about the same size, with as many decimals. */
export const otherNumber: ChangeNumber = (value, random) => {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") {
    const grown = Math.abs(value) * (1.2 + random() * 3) + 3 + random() * 40;
    return Number.isInteger(value) ? Math.round(grown) : Number(grown.toFixed(decimalsOf(value)));
  }
  return editDigits(value, (digits) => otherDigits(digits, random));
};

/** The number below zero. */
export const negated: ChangeNumber = (value) => {
  if (typeof value === "number") return -Math.abs(value) - (value === 0 ? 1 : 0);
  return editDigits(value, (digits) => `-${digits.replace(/^-/, "")}`);
};

/** The number with a fraction that no rounding to two decimals keeps. */
export const withFraction: ChangeNumber = (value) => {
  if (typeof value === "number") return Math.trunc(value) + 0.7351;
  return editDigits(value, (digits) => (/[.,]\d+$/.test(digits) ? `${digits}7351` : `${digits}.7351`));
};

/** Zero, written as the number was. */
export const zero: ChangeNumber = (value) => {
  if (typeof value === "number") return 0;
  return editDigits(value, (digits) =>
    digits
      .replaceAll(/[1-9]/g, "0")
      .replace(/^-/, "")
      .replace(/^0+(?=\d)/, ""),
  );
};

/** A number so large that no limit of a plausible one lets it through. */
export const hugeNumber: ChangeNumber = (value) => {
  if (typeof value === "number") return Math.abs(value) * 1_000_000 + 1e12;
  return editDigits(value, (digits) => `${1e12 + Math.abs(Number.parseInt(digits.replaceAll(",", ""), 10))}`);
};

function editDigits(value: JsonValue, edit: (digits: string) => string): JsonValue {
  return typeof value === "string" ? value.replace(NUMBER_IN_TEXT, edit) : value;
}

function otherDigits(digits: string, random: Random): string {
  let isFirst = true;
  const changed = digits.replaceAll(/\d/g, (digit) => {
    const next = isFirst ? 1 + ((Number(digit) + Math.floor(random() * 8)) % 9) : Math.floor(random() * 10);
    isFirst = false;
    return String(next);
  });
  return changed === digits ? digits.replace(/\d/, (digit) => String((Number(digit) % 9) + 1)) : changed;
}

/** How many decimals a number is written with. */
export function decimalsOf(value: number): number {
  const text = String(value);
  return text.includes("e") ? 8 : (text.split(".")[1]?.length ?? 0);
}
