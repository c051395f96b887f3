import { expect, it } from "vitest";
import type { JsonValue } from "../util/json.js";
import { describeShape } from "./describe-shape.js";
import { fingerprint } from "./fingerprint.js";

const of = (body: JsonValue): string => fingerprint(describeShape(body));
const day = { day: "2026-03-01", amount: 5, note: null };

it("two responses of one API have the same fingerprint, whatever their values and number of records", () => {
  const more = [{ ...day, amount: 1.5 }, { ...day, note: "sale" }, { ...day, amount: null }, day];
  expect(of({ data: more })).toBe(of({ data: [day] }));
});

it.each<[string, JsonValue]>([
  ["a renamed key", [{ day: "2026-03-01", total: 5 }]],
  ["another type", [{ day: "2026-03-01", amount: "5" }]],
  ["a column that is gone", [{ day: "2026-03-01" }]],
  ["a column that is null now", [{ ...day, amount: null }]],
])("%s changes it", (_, data) => {
  expect(of({ data })).not.toBe(of({ data: [day] }));
});
