import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencySymbols } from "./number-locales.js";
import { readTable } from "./read-table.js";
import { NumberFormat } from "./number-format.js";
import { localeNames, withPlainSpaces, withPlainSpacesInParts } from "./sameness.testing.js";

type Options = Intl.NumberFormatOptions;
const amount = fc.oneof(
  fc.double(),
  fc.double({ min: -1e7, max: 1e7 }),
  fc.integer({ min: -2_000_000, max: 2_000_000 }),
  fc.integer({ min: -99_999, max: 99_999 }).map((cents) => cents / 1000),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
);
const digits = (min: number): fc.Arbitrary<number> => fc.integer({ min, max: 8 });
const places = fc
  .tuple(fc.option(digits(0), { nil: undefined }), fc.option(digits(0), { nil: undefined }))
  .map(([first, second]) => ({
    ...(first !== undefined && { minimumFractionDigits: Math.min(first, second ?? first) }),
    ...(second !== undefined && { maximumFractionDigits: Math.max(first ?? second, second) }),
  }));
const significant = fc.tuple(digits(1), digits(1)).map(([first, second]) => ({
  minimumSignificantDigits: Math.min(first, second),
  maximumSignificantDigits: Math.max(first, second),
}));
const digitOptions: fc.Arbitrary<Options> = fc.oneof(places, places, significant);
const common: fc.Arbitrary<Options> = fc.record(
  {
    minimumIntegerDigits: fc.integer({ min: 1, max: 6 }),
    useGrouping: fc.constantFrom<NonNullable<Options["useGrouping"]>>(true, false, "auto", "always", "min2"),
  },
  { requiredKeys: [] },
);
const currency = fc.constantFrom(...Object.keys(readTable(currencySymbols)));
const style: fc.Arbitrary<Options> = fc.oneof(
  fc.constant({}),
  fc.constant({ style: "percent" as const }),
  fc.record({ style: fc.constant("currency" as const), currency, currencyDisplay: fc.constantFrom("symbol", "code") }),
);

function expectSame(tag: string, options: Options, value: number | bigint): void {
  const expected = new Intl.NumberFormat(tag, options);
  const actual = new NumberFormat(tag, options);
  expect(withPlainSpaces(actual.format(value))).toBe(withPlainSpaces(expected.format(value)));
  expect(withPlainSpacesInParts(actual.formatToParts(value))).toEqual(
    withPlainSpacesInParts(expected.formatToParts(value)),
  );
}

/** Before Node 24 a compact amount has the default bounds of a full one, where only one bound is given. */
function bothBounds(options: Options): Options {
  const { minimumFractionDigits: minimum, maximumFractionDigits: maximum } = options;
  if (minimum === undefined && maximum === undefined) return options;
  return { minimumFractionDigits: minimum ?? 0, maximumFractionDigits: maximum ?? Math.max(3, minimum ?? 0) };
}

describe("NumberFormat writes what V8 writes", () => {
  it("of any number", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...localeNames),
        style,
        digitOptions,
        common,
        amount,
        (tag, styled, shown, rest, value) => expectSame(tag, { ...rest, ...shown, ...styled }, value),
      ),
      { numRuns: 1_500 },
    );
  });

  it("of any compact number in English", () => {
    const english = fc.constantFrom("en-US", "en-GB", "en-CA");
    const compactStyle = style.filter((options) => options.style !== "percent");
    fc.assert(
      fc.property(english, compactStyle, digitOptions, common, amount, (tag, styled, shown, rest, value) =>
        expectSame(tag, { ...rest, ...bothBounds(shown), ...styled, notation: "compact" }, value),
      ),
      { numRuns: 500 },
    );
  });
});
