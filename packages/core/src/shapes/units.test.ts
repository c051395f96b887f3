import { expect, it } from "vitest";
import { readUnit } from "./units.js";

it.each([
  ["data[].amount_cents", "EUR", {}, 0.01],
  ["data[].priceMicros", "USD", {}, 1e-6],
  ["data[].amount", "EUR", { currency_unit: "cents" }, 0.01],
  ["[].duration_ms", "seconds", {}, 1e-3],
  ["[].energy", "kWh", { unit: "Wh" }, 1e-3],
])("%s in %s is scaled", (path, unit, siblings, scale) => {
  expect(readUnit({ path, unit, siblings })).toMatchObject({ kind: "scaled", scale: { scale } });
});

it.each([
  ["data[].amount_cents", "cents", {}],
  ["data[].amount_cents", undefined, {}],
  ["data[].amount", "EUR", { currency: "eur" }],
  ["data[].bytes", "MB", {}],
  ["[].temp_min", "seconds", {}],
])("%s in %s stays as it is", (path, unit, siblings) => {
  expect(readUnit({ path, unit, siblings })).toEqual({ kind: "same" });
});
