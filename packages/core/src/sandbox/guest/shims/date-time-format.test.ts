import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offsetSpans } from "../../../util/time-zone.js";
import { createTimeZone } from "../time-zone.js";
import { DateTimeFormat, type KnownZones } from "./date-time-format.js";
import { hasWordsOfTables, localeNames } from "./sameness.testing.js";

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
const timeZoneName = fc.constant("short" as const);
const timesWithHour: fc.Arbitrary<Options> = fc.oneof(
  fc.record({ hour: digits, hourCycle }, { requiredKeys: ["hour"] }),
  fc.record({ hour: digits, minute: digits, hourCycle, timeZoneName }, { requiredKeys: ["hour", "minute"] }),
  fc.record(
    { hour: digits, minute: digits, second: digits, fractionalSecondDigits, hourCycle, timeZoneName },
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
      timeStyle: fc.constantFrom("long", "medium", "short"),
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

/** V8 writes narrow spaces (U+202F) in the parts of a text, and plain ones in the text. */
function withPlainSpaces(parts: readonly Intl.DateTimeFormatPart[]): Intl.DateTimeFormatPart[] {
  return parts.map(({ type, value }) => ({ type, value: value.replaceAll("\u202f", " ") }));
}

describe.runIf(hasWordsOfTables)("DateTimeFormat writes what V8 writes", () => {
  it("of the years 1900 to 2100 in UTC, and of the years whose offsets are known in another zone", () => {
    fc.assert(
      fc.property(zoneAndInstant, locale, options, ([timeZone, ms], tag, asked) => {
        const showsZone = asked.timeZoneName !== undefined || asked.timeStyle === "long";
        fc.pre(!isRewritten(tag, asked) && !(showsZone && timeZone !== "UTC"));
        const given = { ...asked, timeZone };
        const expected = new Intl.DateTimeFormat(tag, given);
        const actual = new DateTimeFormat(knownZones(timeZone), tag, given);
        expect(actual.format(ms)).toBe(expected.format(ms));
        expect(actual.formatToParts(ms)).toEqual(withPlainSpaces(expected.formatToParts(ms)));
      }),
      { numRuns: 1_000 },
    );
  });
});

it.each<[locale: string, options: Options, text: string]>([
  ["en-US", {}, "3/5/2026"],
  ["en-US", { dateStyle: "full", timeStyle: "short" }, "Thursday, March 5, 2026 at 12:04 AM"],
  ["en-US", { month: "short", day: "numeric", hour: "numeric" }, "Mar 5, 12 AM"],
  ["en-GB", { dateStyle: "short", timeStyle: "medium" }, "05/03/2026, 00:04:09"],
  ["en-CA", { year: "numeric", month: "2-digit", day: "2-digit" }, "2026-03-05"],
  ["de-DE", { weekday: "short", year: "numeric", month: "long", day: "numeric" }, "Do., 5. März 2026"],
  ["fr-FR", { weekday: "long", month: "long", day: "numeric" }, "jeudi 5 mars"],
  ["es-ES", { dateStyle: "long", timeStyle: "short" }, "5 de marzo de 2026 a las 0:04"],
  ["sv-SE", { dateStyle: "short", timeStyle: "short" }, "2026-03-05 00:04"],
  ["pt-BR", { month: "short", year: "numeric" }, "mar. de 2026"],
  ["nl-NL", { month: "numeric", day: "numeric" }, "5-3"],
  ["it-IT", { dateStyle: "medium" }, "5 mar 2026"],
  ["ja-JP", { dateStyle: "full" }, "2026年3月5日木曜日"],
  // The same on every Node, though before 22 V8 has 24:04 and 0:04 am for these.
  ["en-US", { hour: "numeric", minute: "2-digit", hour12: false }, "00:04"],
  ["en-GB", { hour: "numeric", minute: "2-digit", hour12: true }, "12:04 am"],
  ["ja-JP", { hour: "numeric", minute: "2-digit", hour12: true }, "午前0:04"],
  // V8 writes 2026/3/5 for this one.
  ["ja-JP", { dateStyle: "long", timeStyle: "short", hourCycle: "h12" }, "2026年3月5日 午前12:04"],
  ["en-US", { timeStyle: "long" }, "12:04:09 AM UTC"],
])("in %s with %j it writes %s", (tag, asked, text) => {
  const midnight = Date.UTC(2026, 2, 5, 0, 4, 9);
  expect(new DateTimeFormat(knownZones("UTC"), tag, asked).format(midnight)).toBe(text);
});

it.each([
  ["UTC", "Asia/Tokyo", "The sandbox knows the time zone UTC, not Asia/Tokyo"],
  ["Europe/Berlin", "+01:00", "The sandbox knows the time zones UTC and Europe/Berlin, not +01:00"],
])("for a metric in %s it refuses the zone %s", (own, timeZone, message) => {
  expect(() => new DateTimeFormat(knownZones(own), "en", { timeZone })).toThrow(message);
});
