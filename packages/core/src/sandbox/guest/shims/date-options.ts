import type { OptionsOf } from "./read-options.js";

const digits = ["numeric", "2-digit"] as const;
const letters = ["long", "short"] as const;

/** Options of `Intl.DateTimeFormat` and of the `toLocale` methods of dates. */
export const dateOffers = {
  weekday: letters,
  year: digits,
  month: [...digits, ...letters],
  day: digits,
  hour: digits,
  minute: digits,
  second: digits,
  fractionalSecondDigits: { from: 1, to: 3 },
  hour12: [true, false],
  hourCycle: ["h11", "h12", "h23"],
  dateStyle: ["full", "long", "medium", "short"],
  timeStyle: ["long", "medium", "short"],
  timeZone: "text",
  timeZoneName: ["short"],
  calendar: ["gregory"],
  numberingSystem: ["latn"],
} as const;

export type DateOptions = OptionsOf<typeof dateOffers>;
/** The fields that a constructor or method looks for. */
export type RequiredFields = "date" | "time" | "any";
/** The fields that it shows when it finds none. */
export type DefaultFields = "date" | "time" | "all";

const dateFields = ["weekday", "year", "month", "day"] as const;
const timeFields = ["hour", "minute", "second", "fractionalSecondDigits"] as const;

/**
 * The options with the fields that are shown when none is asked for.
 *
 * @see https://tc39.es/ecma402/#sec-createdatetimeformat
 */
export function withDefaults(options: DateOptions, required: RequiredFields, defaults: DefaultFields): DateOptions {
  const { dateStyle, timeStyle } = options;
  if (dateStyle !== undefined || timeStyle !== undefined) {
    for (const field of [...dateFields, ...timeFields, "timeZoneName"] as const) {
      if (options[field] !== undefined) throw new TypeError(`${field} and dateStyle or timeStyle exclude each other`);
    }
    if (required === "date" && timeStyle !== undefined) throw new TypeError("toLocaleDateString takes no timeStyle");
    if (required === "time" && dateStyle !== undefined) throw new TypeError("toLocaleTimeString takes no dateStyle");
    return options;
  }
  const looked = required === "date" ? dateFields : required === "time" ? timeFields : [...dateFields, ...timeFields];
  if (looked.some((field) => options[field] !== undefined)) return options;
  return {
    ...options,
    ...(defaults !== "time" && { year: "numeric", month: "numeric", day: "numeric" }),
    ...(defaults !== "date" && { hour: "numeric", minute: "numeric", second: "numeric" }),
  };
}
