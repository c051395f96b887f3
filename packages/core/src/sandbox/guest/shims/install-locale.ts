import type { GuestSettings } from "../create-guest.js";
import { defineProperty, getTime } from "../pristine.js";
import { createTimeZone } from "../time-zone.js";
import { compareText } from "./compare-text.js";
import type { DefaultFields } from "./date-options.js";
import { DateTimeFormat, type KnownZones } from "./date-time-format.js";
import { defineHidden } from "./define-hidden.js";
import { findLocale } from "./find-locale.js";
import { NumberFormat } from "./number-format.js";

const absent =
  "Collator DisplayNames DurationFormat ListFormat Locale PluralRules RelativeTimeFormat Segmenter getCanonicalLocales supportedValuesOf";
const maximumFormats = 50;

type Method = (this: never, ...parameters: never[]) => unknown;

/** A class that can be called without `new`, as those of `Intl` can. */
function callable<Class extends abstract new (...parameters: never[]) => object>(name: string, theClass: Class): Class {
  const proxy = new Proxy(theClass, {
    apply: (target, _self, parameters: unknown[]) => Reflect.construct(target as never, parameters) as object,
  });
  defineHidden(theClass, { name });
  defineHidden(theClass.prototype as object, { constructor: proxy });
  defineProperty(theClass.prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
  return proxy;
}

/** Formats by what they were asked for, since code formats in loops. Only what is read without running code makes a key. */
function createCache<Format>(): (locales: unknown, options: unknown, create: () => Format) => Format {
  const formats = new Map<string, Format>();
  return (locales, options, create) => {
    let key = `${typeof locales} ${String(locales)}`;
    for (const name in options as object) {
      const value = (options as Record<string, unknown>)[name] as string | number | boolean | object;
      if (typeof value === "object") return create();
      key += `|${name} ${typeof value} ${String(value)}`;
    }
    let format = formats.get(key);
    if (format === undefined) {
      format = create();
      if (formats.size >= maximumFormats) formats.clear();
      formats.set(key, format);
    }
    return format;
  };
}

function dateMethods(zones: KnownZones): Record<string, Method> {
  const cacheOf = {
    date: createCache<DateTimeFormat>(),
    time: createCache<DateTimeFormat>(),
    all: createCache<DateTimeFormat>(),
  };
  function write(date: unknown, locales: unknown, options: unknown, shown: DefaultFields): string {
    const ms = getTime(date);
    const format = cacheOf[shown](locales, options, () => {
      return new DateTimeFormat(zones, locales, options, shown === "all" ? "any" : shown, shown);
    });
    return Number.isNaN(ms) ? "Invalid Date" : format.format(ms);
  }
  return {
    toLocaleString(locales?: unknown, options?: unknown) {
      return write(this, locales, options, "all");
    },
    toLocaleDateString(locales?: unknown, options?: unknown) {
      return write(this, locales, options, "date");
    },
    toLocaleTimeString(locales?: unknown, options?: unknown) {
      return write(this, locales, options, "time");
    },
  };
}

function numberMethods(read: (self: unknown) => number | bigint): Record<string, Method> {
  const cached = createCache<NumberFormat>();
  return {
    toLocaleString(locales?: unknown, options?: unknown) {
      const number = read(this);
      return cached(locales, options, () => new NumberFormat(locales, options)).format(number);
    },
  };
}

const listMethods: Record<string, Method> = {
  toLocaleString(this: ArrayLike<unknown>, locales?: unknown, options?: unknown) {
    return Array.from(this, (item) => {
      if (item === null || item === undefined) return "";
      return (item as { toLocaleString(...parameters: unknown[]): unknown }).toLocaleString(locales, options);
    }).join(",");
  },
};

const textMethods: Record<string, Method> = {
  localeCompare(this: unknown, that: unknown, locales?: unknown, options?: unknown) {
    return compareText(String(this), String(that), locales, options);
  },
  toLocaleLowerCase(this: string, locales?: unknown) {
    findLocale(locales);
    return this.toLowerCase();
  },
  toLocaleUpperCase(this: string, locales?: unknown) {
    findLocale(locales);
    return this.toUpperCase();
  },
};

/**
 * Defines `Intl.DateTimeFormat`, `Intl.NumberFormat` and the methods that write or compare by locale, which QuickJS lacks or in which it
 * ignores what is asked for. Only the code itself calls them, so that built-ins it replaces harm nobody else.
 */
export function installLocale(settingsText: string): void {
  const { context } = JSON.parse(settingsText) as GuestSettings;
  const zones: KnownZones = { own: { name: context.timezone, zone: createTimeZone(context.offsets) } };

  class BoundDateTimeFormat extends DateTimeFormat {
    constructor(locales?: unknown, options?: unknown) {
      super(zones, locales, options);
    }
  }
  const intl: Record<string, unknown> = {
    DateTimeFormat: callable("DateTimeFormat", BoundDateTimeFormat),
    NumberFormat: callable("NumberFormat", NumberFormat),
  };
  for (const name of absent.split(" ")) {
    intl[name] = function () {
      throw new TypeError(`The sandbox has no Intl.${name}, but Intl.DateTimeFormat and Intl.NumberFormat`);
    };
  }
  defineHidden(globalThis, { Intl: intl });
  defineHidden(Date.prototype, dateMethods(zones));
  defineHidden(Number.prototype, numberMethods(Function.prototype.call.bind(Number.prototype.valueOf) as never));
  defineHidden(BigInt.prototype, numberMethods(Function.prototype.call.bind(BigInt.prototype.valueOf) as never));
  defineHidden(Array.prototype, listMethods);
  defineHidden(Object.getPrototypeOf(Uint8Array.prototype) as object, listMethods);
  defineHidden(String.prototype, textMethods);
}
