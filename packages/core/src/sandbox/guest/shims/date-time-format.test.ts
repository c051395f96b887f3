import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offsetSpans } from "../../../util/time-zone.js";
import { createTimeZone } from "../time-zone.js";
import { DateTimeFormat, type KnownZones } from "./date-time-format.js";
import { localeNames, withPlainSpaces, withPlainSpacesInParts } from "./sameness.testing.js";

type Options = Intl.DateTimeFormatOptions;
const [first, last] = [Date.UTC(1900, 0, 1), Date.UTC(2100, 0, 1)];
/** The years of which the offsets of a zone are known. */
const [from, to] = [Date.UTC(1970, 0, 1), Date.UTC(2046, 0, 1)];
const zoneNames = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
const zones = new Map(zoneNames.map((name) => [name, createTimeZone(offsetSpans(name, from, to))]));
const knownZones = (name: string): KnownZones => ({ own: { name, zone: zones.get(name) ?? createTimeZone([]) } });

const locale = fc.constantFrom(...localeNames);
const digits = fc.constantFrom("numeric" as const, "2-digit" as const);
const letters = fc.constantFrom("short" as const, "long" as const);
const weekday = letters;
const year = digits;
const month = fc.oneof(digits, letters);
const day = digits;
const dates: fc.Arbitrary<Options> = fc.oneof(
  fc.record({ weekday }),
  fc.record({ year }),
  fc.record({ month }),
  fc.record({ day }),
  fc.record({ weekday, day }),
  fc.record({ year, month }),
);
const datesWithDay: fc.Arbitrary<Options> = fc.oneof(
  fc.record({ month, day }),
  fc.record({ weekday, month, day }),
  fc.record({ year, month, day }),
  fc.record({ weekday, year, month, day }),
);
const hourCycle = fc.constantFrom("h11" as const, "h12" as const, "h23" as const);
const fractionalSecondDigits = fc.constantFrom(1 as const, 2 as const, 3 as const);
const timesWithHour: fc.Arbitrary<Options> = fc.oneof(
  fc.record({ hour: digits, hourCycle }, { requiredKeys: ["hour"] }),
  fc.record({ hour: digits, minute: digits, hourCycle }, { requiredKeys: ["hour", "minute"] }),
  fc.record(
    { hour: digits, minute: digits, second: digits, fractionalSecondDigits, hourCycle },
    { requiredKeys: ["hour", "minute", "second"] },
  ),
);
const times: fc.Arbitrary<Options> = fc.oneof(
  timesWithHour,
  fc.record({ minute: digits }),
  fc.record({ second: digits }),
  fc.record({ minute: digits, second: digits, fractionalSecondDigits }, { requiredKeys: ["minute", "second"] }),
);
const styles: fc.Arbitrary<Options> = fc
  .record(
    {
      dateStyle: fc.constantFrom("full", "long", "medium", "short"),
      timeStyle: fc.constantFrom("medium", "short"),
      hourCycle,
    },
    { requiredKeys: [] },
  )
  .filter(({ dateStyle, timeStyle }) => dateStyle !== undefined || timeStyle !== undefined);
const datesWithTime = fc.tuple(datesWithDay, timesWithHour).map(([date, time]) => ({ ...date, ...time }));
const options = fc.oneof(dates, datesWithDay, times, styles, datesWithTime);
const zoneAndInstant = fc
  .constantFrom(...zoneNames)
  .chain((name) =>
    fc.tuple(fc.constant(name), fc.integer(name === "UTC" ? { min: first, max: last } : { min: from, max: to })),
  );

/** V8 writes a Japanese date in numbers beside a time in another hour cycle than usual; the sandbox keeps to the style. */
function isRewritten(tag: string, { dateStyle, hourCycle }: Options): boolean {
  return tag.startsWith("ja") && dateStyle !== undefined && hourCycle !== undefined && hourCycle !== "h23";
}

describe("DateTimeFormat writes what V8 writes", () => {
  it("of the years 1900 to 2100 in UTC, and of the years whose offsets are known in another zone", () => {
    fc.assert(
      fc.property(zoneAndInstant, locale, options, ([timeZone, ms], tag, asked) => {
        fc.pre(!isRewritten(tag, asked));
        const given = { ...asked, timeZone };
        const expected = new Intl.DateTimeFormat(tag, given);
        const actual = new DateTimeFormat(knownZones(timeZone), tag, given);
        expect(withPlainSpaces(actual.format(ms))).toBe(withPlainSpaces(expected.format(ms)));
        expect(withPlainSpacesInParts(actual.formatToParts(ms))).toEqual(
          withPlainSpacesInParts(expected.formatToParts(ms)),
        );
      }),
      { numRuns: 1_500 },
    );
  });
});
