import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareText } from "./compare-text.js";

const ascii = fc.string({
  unit: fc.oneof(
    fc.constantFrom("a", "A", "b", "B", "-", " "),
    fc
      .string({ unit: "binary-ascii", minLength: 1, maxLength: 1 })
      .filter((letter) => letter >= " " && letter < "\u007f"),
  ),
  maxLength: 6,
});
const latin = fc.string({
  unit: fc.constantFrom(..."a A e E n o é É è ê ñ ö Ö å Å ç ü č ő 1 2 -".split(" ")),
  maxLength: 6,
});
const sensitivity = fc.constantFrom("base" as const, "accent" as const, "variant" as const, undefined);

describe("compareText() gives what V8's localeCompare gives", () => {
  it("of ASCII in every locale", () => {
    fc.assert(
      fc.property(
        ascii,
        ascii,
        fc.constantFrom("en-US", "de", "es", "sv-SE", "ja", undefined),
        sensitivity,
        (a, b, locale, level) => {
          expect(compareText(a, b, locale, { sensitivity: level })).toBe(
            a.localeCompare(b, locale ?? "en-US", { sensitivity: level }),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it("of Latin letters with marks, where they are no letters of their own", () => {
    fc.assert(
      fc.property(
        latin,
        latin,
        fc.constantFrom("en-US", "en-GB", "de", "fr", "it", "nl", "pt"),
        sensitivity,
        (a, b, locale, level) => {
          expect(compareText(a, b, locale, { sensitivity: level })).toBe(
            a.localeCompare(b, locale, { sensitivity: level }),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ["日本", undefined],
    ["straße", "de"],
    ["ñandú", "es"],
    ["Ängelholm", "sv-SE"],
    ["a\u0000", "en"],
    ["😀", "en"],
  ])("and refuses %j in %s, which has another order", (text, locale) => {
    expect(() => compareText(text, "a", locale, undefined)).toThrow(RangeError);
  });

  it("refuses options that change the order in other ways", () => {
    expect(() => compareText("2", "10", "en", { numeric: true })).toThrow(
      "localeCompare has no option numeric in the sandbox, which offers sensitivity, usage",
    );
    expect(() => compareText("a", "b", "en", { sensitivity: "case" })).toThrow("which offers base, accent, variant");
  });
});
