import {
  getTime,
  getUTCDate,
  getUTCDay,
  getUTCFullYear,
  getUTCHours,
  getUTCMinutes,
  getUTCMonth,
  PristineDate,
} from "../pristine.js";
import type { TimeZone } from "../time-zone.js";
import { dateOffers, type DateOptions, type DefaultFields, type RequiredFields, withDefaults } from "./date-options.js";
import { patternOf } from "./date-pattern.js";
import { dateLocales } from "./date-locales.js";
import { findLocale } from "./find-locale.js";
import { readOptions } from "./read-options.js";

/** A piece of formatted text, as `formatToParts` gives it. */
export interface Part {
  readonly type: string;
  readonly value: string;
}

/** The zones that text can be written in: UTC, and the one whose offsets the sandbox has been given. */
export interface KnownZones {
  readonly own: { readonly name: string; readonly zone: TimeZone };
}

const partTypes: Readonly<Record<string, string>> = {
  y: "year",
  M: "month",
  d: "day",
  E: "weekday",
  h: "hour",
  H: "hour",
  m: "minute",
  s: "second",
  S: "fractionalSecond",
  a: "dayPeriod",
  z: "timeZoneName",
};

/** A run of a letter in a pattern, or text between such runs. */
interface Run {
  readonly letter: string;
  readonly text: string;
}

function readPattern(pattern: string): Run[] {
  const runs: Run[] = [];
  for (const [text, quoted, , letter] of pattern.matchAll(/'([^']*)'|(([A-Za-z])\3*)|[^A-Za-z']+/g)) {
    const previous = runs.at(-1);
    if (letter !== undefined) runs.push({ letter, text });
    else if (previous?.letter === "") runs[runs.length - 1] = { letter: "", text: previous.text + (quoted ?? text) };
    else runs.push({ letter: "", text: quoted ?? text });
  }
  return runs;
}

function isUtc(timeZone: string): boolean {
  return /^(?:etc\/)?(?:utc|gmt)$/i.test(timeZone);
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

export class DateTimeFormat {
  readonly #locale;
  readonly #dayPeriods;
  readonly #options: DateOptions;
  readonly #hourCycle: "h11" | "h12" | "h23";
  readonly #runs: readonly Run[];
  readonly #names;
  readonly #zoneName: string;
  readonly #zone: TimeZone | null;

  constructor(
    zones: KnownZones,
    locales: unknown,
    given: unknown,
    required: RequiredFields = "any",
    defaults: DefaultFields = "date",
  ) {
    this.#locale = findLocale(locales);
    const data = dateLocales[this.#locale.tag];
    this.#dayPeriods = data.dayPeriods;
    const options = withDefaults(readOptions("Intl.DateTimeFormat", given, dateOffers), required, defaults);
    this.#options = options;
    const { hour12, hourCycle = data.hourCycle, timeZone = "UTC" } = options;
    this.#hourCycle = hour12 === undefined ? hourCycle : hour12 ? data.hour12 : "h23";

    const { own } = zones;
    const isInUtc = isUtc(timeZone);
    if (!isInUtc && timeZone.toLowerCase() !== own.name.toLowerCase()) {
      const known = isUtc(own.name) ? "time zone UTC" : `time zones UTC and ${own.name}`;
      throw new RangeError(`The sandbox knows the ${known}, not ${timeZone}`);
    }
    this.#zoneName = isInUtc ? "UTC" : own.name;
    this.#zone = isInUtc ? null : own.zone;
    const pattern = patternOf(options, data, this.#hourCycle !== "h23");
    this.#runs = readPattern(pattern);
    if (!isInUtc && this.#runs.some(({ letter }) => letter === "z")) {
      throw new RangeError(`The sandbox knows no name of the time zone ${own.name}: leave timeZoneName out`);
    }
    const isAlone = this.#runs.length === 1;
    const [months, weekdays] = (isAlone ? data.alone : undefined) ?? [data.months[1], data.weekdays[1]];
    this.#names = {
      MMMM: data.months[0].split(" "),
      MMM: months.split(" "),
      EEEE: data.weekdays[0].split(" "),
      E: weekdays.split(" "),
    };
  }

  /** Bound, as it is everywhere. */
  readonly format = (value?: unknown): string => {
    let text = "";
    for (const part of this.formatToParts(value)) text += part.value;
    return text;
  };

  formatToParts(value?: unknown): Part[] {
    const ms = value === undefined ? PristineDate.now() : getTime(new PristineDate(Number(value)));
    if (Number.isNaN(ms)) throw new RangeError("Invalid time value");
    const local = new PristineDate(ms + (this.#zone?.offsetAt(ms) ?? 0));
    return this.#runs.map(({ letter, text }) =>
      letter === ""
        ? { type: "literal", value: text }
        : { type: partTypes[letter] ?? "", value: this.#field(letter, text, local) },
    );
  }

  #field(letter: string, run: string, local: Date): string {
    const width = run.length;
    const hours = getUTCHours(local);
    switch (letter) {
      case "y": {
        const year = getUTCFullYear(local);
        const ofEra = year > 0 ? year : 1 - year;
        return width === 2 ? padded(ofEra % 100, 2) : String(ofEra);
      }
      case "M":
        if (width > 2) return this.#names[width === 4 ? "MMMM" : "MMM"][getUTCMonth(local)] ?? "";
        return padded(getUTCMonth(local) + 1, width);
      case "d":
        return padded(getUTCDate(local), width);
      case "E":
        return this.#names[width === 4 ? "EEEE" : "E"][getUTCDay(local)] ?? "";
      case "h":
        return padded(this.#hourCycle === "h11" ? hours % 12 : hours % 12 || 12, width);
      case "H":
        return padded(hours, width);
      case "m":
        return padded(getUTCMinutes(local), width);
      case "s":
        return padded(local.getUTCSeconds(), width);
      case "S":
        return padded(local.getUTCMilliseconds(), 3).slice(0, width);
      case "a":
        return this.#dayPeriods[hours < 12 ? 0 : 1];
      default:
        return "UTC";
    }
  }

  resolvedOptions(): Record<string, unknown> {
    const { hour12: _hour12, hourCycle: _hourCycle, timeZone: _timeZone, ...shown } = this.#options;
    const hasHour = this.#options.hour !== undefined || this.#options.timeStyle !== undefined;
    return {
      locale: this.#locale.name,
      calendar: "gregory",
      numberingSystem: "latn",
      timeZone: this.#zoneName,
      ...(hasHour && { hourCycle: this.#hourCycle, hour12: this.#hourCycle !== "h23" }),
      ...shown,
    };
  }
}
