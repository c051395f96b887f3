import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../util/json.js";
import { hugeNumber, negated, otherNumber, withFraction, zero } from "./perturb-values.js";
import { seededRandom } from "./seeded-random.js";

const random = seededRandom(3);

describe("numbers change within their format", () => {
  it.each<JsonValue>([5, 0, -3, 12.5, "5", "0.00", "1,234.50", "$12.99", true])("otherNumber(%j)", (value) => {
    const other = otherNumber(value, random);
    expect(other).not.toBe(value);
    expect(typeof other).toBe(typeof value);
    if (typeof value === "string" && typeof other === "string") {
      expect(other.replaceAll(/\d/g, "0")).toBe(value.replaceAll(/\d/g, "0"));
    }
    if (Number.isInteger(value)) expect(Number.isInteger(other)).toBe(true);
  });

  it.each([
    [negated, 5, -5],
    [negated, 0, -1],
    [negated, "12.50", "-12.50"],
    [negated, "$12", "$-12"],
    [withFraction, 5, 5.7351],
    [withFraction, "5", "5.7351"],
    [withFraction, "5.25", "5.257351"],
    [zero, 5, 0],
    [zero, "12.50", "0.00"],
    [zero, "-7", "0"],
    [hugeNumber, "1,500", "1000000001500"],
  ] as const)("%o(%j) is %j", (change, value, expected) => {
    expect(change(value, random)).toBe(expected);
  });
});
