import { isMajorCurrency, isMoneyPath, readUnit, type UnitScale } from "../../shapes/units.js";
import type { Measure } from "../../metrics/measure.js";
import type { Field } from "./list-fields.js";
import type { OpenedView } from "./open-views.js";
import { isMissing, type NumberReading } from "./read-numbers.js";
import type { PlannedValue } from "./plan.js";

/** Values that a field may become: one, or several with what to ask. */
export interface ScaledValues {
  readonly values: readonly PlannedValue[];
  readonly question: string | null;
  readonly reason: string | null;
}

/** The field as a value in the unit that the measure asks for. */
export function scaleValue(field: Field, reading: NumberReading, view: OpenedView, measure: Measure): ScaledValues {
  const missing = reading.kind === "numbers" ? reading.missing : [];
  const planned = (scale: UnitScale | null): PlannedValue => ({ kind: "field", field, missing, scale });
  const siblings = textsBeside(field, view);
  const unit = readUnit({ path: field.generic, unit: measure.unit, siblings });
  if (unit.kind === "scaled") return { values: [planned(unit.scale)], question: null, reason: unit.scale.reason };
  const isUnsure =
    measure.unit !== undefined &&
    isMajorCurrency(measure.unit) &&
    isMoneyPath(field.generic) &&
    reading.kind === "numbers" &&
    reading.areWhole &&
    hasCurrency(siblings) &&
    areLarge(field);
  if (!isUnsure) return { values: [planned(null)], question: null, reason: null };
  const scale = { scale: 0.01, reason: "whole numbers beside a currency are often cents" };
  return {
    values: [planned(null), planned(scale)],
    question: `Is "${field.generic}" in ${measure.unit ?? "units"}, or in hundredths of it?`,
    reason: null,
  };
}

/** Texts that all records share and that stand beside a field, by key; those that belong to another field are left out. */
function textsBeside(field: Field, view: OpenedView): Record<string, string> {
  const own = field.reference.keys;
  const place = own.slice(0, -1).join(".");
  const name = own.at(-1) ?? "";
  const others = view.numbers
    .map((number) => number.field.reference.keys.at(-1) ?? "")
    .filter((key) => key !== name && key !== "");
  const found: Record<string, string> = {};
  for (const { reference, values } of view.fields) {
    const key = reference.keys.at(-1) ?? "";
    const isBeside = reference.origin === "record" && reference.keys.slice(0, -1).join(".") === place;
    const isAround = reference.origin !== "record" && /^(?:unit|units|currency_?unit)$/i.test(key);
    if (!(isBeside || isAround) || others.some((other) => key.startsWith(other) && !name.startsWith(other))) continue;
    const [text, ...more] = new Set(values.filter((value) => !isMissing(value)));
    if (typeof text === "string" && more.length === 0) found[key] = text;
  }
  return found;
}

function hasCurrency(siblings: Readonly<Record<string, string>>): boolean {
  return Object.entries(siblings).some(([key, text]) => /currency/i.test(key) && /^[a-z]{3}$/i.test(text));
}

function areLarge({ values }: Field): boolean {
  const numbers = values.filter((value): value is number => typeof value === "number" && value !== 0);
  return numbers.length > 0 && numbers.every((value) => Math.abs(value) >= 50);
}
