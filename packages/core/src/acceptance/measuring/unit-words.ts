import { splitWords } from "../../shapes/word-stems.js";

/** Ways in which one unit is written, in units of measures and in names of fields. */
const UNITS: readonly (readonly string[])[] = [
  ["km", "kilometer", "kilometers", "kilometre", "kilometres"],
  ["m", "meter", "meters", "metre", "metres"],
  ["mi", "mile", "miles"],
  ["ft", "feet", "foot"],
  ["kg", "kilogram", "kilograms"],
  ["lb", "lbs", "pound", "pounds"],
  ["c", "celsius", "°c"],
  ["f", "fahrenheit", "°f"],
  ["kmh", "kph", "km/h"],
  ["mph"],
  ["ms", "millis", "milliseconds", "millisecond", "msec"],
  ["s", "sec", "secs", "second", "seconds"],
  ["min", "mins", "minute", "minutes"],
  ["h", "hr", "hrs", "hour", "hours"],
  ["usd", "dollar", "dollars", "$"],
  ["eur", "euro", "euros", "€"],
  ["gbp", "£"],
  ["%", "percent", "pct", "percentage"],
  ["bytes", "byte", "b"],
  ["kwh"],
  ["mwh"],
  ["mm", "millimeter", "millimeters"],
  ["cm", "centimeter", "centimeters"],
  ["inch", "inches", "in"],
];

/** True when the last key of a path names a unit. */
export function isInUnit(path: string, unit: string): boolean {
  const key = path.split(/[.]|\[\]|\{\}/).findLast((part) => part !== "" && !/^\d+$/.test(part)) ?? "";
  const names = new Set([...splitWords(key), key.toLowerCase()]);
  const wanted = unit.trim().toLowerCase();
  const group = UNITS.find((words) => words.includes(wanted)) ?? [wanted];
  return group.some((word) => names.has(word));
}
