import { pathStems } from "./measure-words.js";
import { splitWords } from "./word-stems.js";

/** What a number must be multiplied by to be in the unit that a measure asks for. */
export interface UnitScale {
  readonly scale: number;
  /** A sentence: what in the response says so. */
  readonly reason: string;
}

/** How a field's numbers stand to the unit that is asked for. */
export type UnitReading =
  /** As they are: nothing says otherwise. */
  | { readonly kind: "same" }
  /** The response says what they are, and so how they become what is asked for. */
  | { readonly kind: "scaled"; readonly scale: UnitScale }
  /** They may have to be converted, and the response does not say enough. */
  | { readonly kind: "unclear"; readonly reason: string; readonly scales: readonly UnitScale[] };

const CURRENCIES = new Set(
  (
    "usd eur gbp chf cad aud nzd sek nok dkk pln czk huf inr cny brl mxn zar sgd hkd try ils ron bgn dollar dollars euro euros " +
    "pound pounds franc francs major"
  ).split(" "),
);
const MINOR: readonly (readonly [RegExp, number, string])[] = [
  [/^(?:cents?|minor|pence|penny|pennies)$/, 0.01, "cents"],
  [/^(?:micros?|microdollars?)$/, 0.000001, "millionths"],
];
/** Multiples of one base unit by how they are written; the first key is the quantity. */
const SCALES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  time: {
    ns: 1e-9,
    nanos: 1e-9,
    nanoseconds: 1e-9,
    us: 1e-6,
    micros: 1e-6,
    microseconds: 1e-6,
    ms: 1e-3,
    msec: 1e-3,
    millis: 1e-3,
    milliseconds: 1e-3,
    s: 1,
    sec: 1,
    secs: 1,
    seconds: 1,
    min: 60,
    mins: 60,
    minutes: 60,
    h: 3600,
    hr: 3600,
    hours: 3600,
  },
  energy: { wh: 1, kwh: 1e3, mwh: 1e6, gwh: 1e9 },
  power: { w: 1, watts: 1, kw: 1e3, mw: 1e6, gw: 1e9 },
  share: { percent: 0.01, pct: 0.01, percentage: 0.01, ratio: 1, fraction: 1 },
};

/**
 * How numbers at `path` become the unit that a measure asks for. Minor units of money count where the path itself, or one of
 * the texts beside the number (`siblings`, by key), says that they are cents, pence or micros. Sizes are never converted.
 */
export function readUnit(input: {
  readonly path: string;
  readonly unit: string | undefined;
  readonly siblings?: Readonly<Record<string, string>> | undefined;
}): UnitReading {
  const { path, unit, siblings = {} } = input;
  if (unit === undefined) return { kind: "same" };
  const asked = unitWords(unit);
  const minor = minorUnit(path, siblings);
  if (minor !== null && asked.some((word) => CURRENCIES.has(word)) && !asked.some((word) => isMinorWord(word))) {
    return { kind: "scaled", scale: minor };
  }
  return otherScale(path, asked, siblings);
}

/** The minor unit of money that a response says numbers at a path are in; `null` when it does not. */
export function minorUnit(path: string, siblings: Readonly<Record<string, string>> = {}): UnitScale | null {
  for (const [pattern, scale, name] of MINOR) {
    const keyWord = keysOf(path)
      .flatMap(splitWords)
      .find((word) => pattern.test(word));
    if (keyWord !== undefined) return { scale, reason: `"${path}" says that it is in ${name}` };
    for (const [key, text] of Object.entries(siblings)) {
      if (!/unit|currency|denomination|scale/i.test(key) || !splitWords(text).some((word) => pattern.test(word)))
        continue;
      return { scale, reason: `"${key}" beside it says that it is in ${name}` };
    }
  }
  return null;
}

function otherScale(path: string, asked: readonly string[], siblings: Readonly<Record<string, string>>): UnitReading {
  const words = splitWords(keysOf(path).at(-1) ?? "");
  // The last word is the unit; elsewhere only one that can be nothing else.
  const inKey = [words.at(-1) ?? "", ...words.filter((word) => word.length > 4 && isScaleWord(word))];
  const stated = Object.entries(siblings)
    .filter(([key]) => /^(?:unit|units|uom|unit_?of_?measure\w*)$/i.test(key))
    .flatMap(([, text]) => unitWords(text));
  for (const multiples of Object.values(SCALES)) {
    const target = asked.find((word) => multiples[word] !== undefined);
    if (target === undefined) continue;
    const source = [...stated, ...inKey].find((word) => multiples[word] !== undefined);
    if (source === undefined || multiples[source] === multiples[target]) continue;
    // "min" in a name is more often the minimum.
    if (source === "min" && !stated.includes("min")) continue;
    const scale = tidy((multiples[source] ?? 1) / (multiples[target] ?? 1));
    return {
      kind: "scaled",
      scale: { scale, reason: `"${path}" is in ${source}, and the measure asks for ${target}` },
    };
  }
  return { kind: "same" };
}

function isScaleWord(word: string): boolean {
  return Object.values(SCALES).some((multiples) => multiples[word] !== undefined);
}

/** True when the last key of a path says a unit that is the one asked for, such as `distance.kilometers` for "km". */
export function saysUnit(path: string, unit: string): boolean {
  const asked = unitWords(unit).map(unitName);
  return splitWords(keysOf(path).at(-1) ?? "").some((word) => asked.includes(unitName(word)));
}

/** True when the last word of a path is a unit, and another one of the same kind than the one asked for. */
export function contradictsUnit(path: string, unit: string): boolean {
  const asked = unitWords(unit).map(unitName);
  const last =
    splitWords(keysOf(path).at(-1) ?? "")
      .slice(1)
      .at(-1) ?? "";
  const kind = KINDS.find((names) => names.includes(unitName(last)));
  return kind !== undefined && asked.some((name) => kind.includes(name)) && !asked.includes(unitName(last));
}

/** True for words and stems of words that are units and nothing else. */
export function isUnitWord(word: string): boolean {
  return (
    [
      "km",
      "mi",
      "ft",
      "cm",
      "mm",
      "kmh",
      "mph",
      "hpa",
      "mb",
      "kwh",
      "mwh",
      "kw",
      "mw",
      "ms",
      "usd",
      "eur",
      "gbp",
      "pct",
      "kg",
      "lb",
    ].includes(unitName(word)) || unitName(word) !== word
  );
}

const KINDS: readonly (readonly string[])[] = [
  ["km", "m", "mi", "ft", "au", "lunar", "nm", "cm", "mm", "inch"],
  ["c", "f", "k"],
  ["usd", "eur", "gbp", "chf", "jpy", "btc", "eth", "cad", "aud"],
  ["kg", "g", "lb", "oz", "t"],
  ["kmh", "mph", "kt", "ms"],
];
const UNIT_NAMES: Readonly<Record<string, string>> = {
  kilometer: "km",
  kilometre: "km",
  meter: "m",
  metre: "m",
  mile: "mi",
  foot: "ft",
  feet: "ft",
  percent: "percent",
  pct: "percent",
  perc: "percent",
  celsius: "c",
  fahrenheit: "f",
  dollar: "usd",
  euro: "eur",
  second: "s",
  sec: "s",
  millisecond: "ms",
  minute: "min",
  hour: "h",
  kilogram: "kg",
  gram: "g",
};

function unitName(word: string): string {
  const singular = word.replace(/s$/, "");
  return UNIT_NAMES[word] ?? UNIT_NAMES[singular] ?? word;
}

/** True for words that name a minor unit of money. */
export function isMinorWord(word: string): boolean {
  return MINOR.some(([pattern]) => pattern.test(word));
}

/** True when a unit is money in whole units, such as "USD" or "€". */
export function isMajorCurrency(unit: string): boolean {
  const words = unitWords(unit);
  return words.some((word) => CURRENCIES.has(word)) && !words.some(isMinorWord);
}

/** True when a name is one of money: amount, price, fee and the like. */
export function isMoneyPath(path: string): boolean {
  const stems = pathStems(keysOf(path).at(-1) ?? "");
  return ["amount", "price", "fee", "net", "gross", "revenue", "cost", "balance"].some(
    (word) => stems.includes(word) || stems.includes(word.replace(/e$/, "")),
  );
}

/** Words of a unit: letter case says nothing in "kWh". */
function unitWords(unit: string): string[] {
  const signs = { "%": "percent", "€": "eur", $: "usd", "£": "gbp" };
  return splitWords(
    Object.entries(signs)
      .reduce((text, [sign, word]) => text.replace(sign, ` ${word} `), unit)
      .toLowerCase(),
  );
}

function keysOf(path: string): string[] {
  return path.split(/[.]|\[\]|\{\}/).filter((key) => key !== "" && !/^\d+$/.test(key));
}

function tidy(scale: number): number {
  return scale < 1 ? 1 / Math.round(1 / scale) : scale;
}
