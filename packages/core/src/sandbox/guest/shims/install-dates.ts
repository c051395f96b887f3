import type { GuestSettings } from "../create-guest.js";
import { getTime } from "../pristine.js";
import { createTimeZone } from "../time-zone.js";
import type { DefaultFields } from "./date-options.js";
import { DateTimeFormat, type KnownZones } from "./date-time-format.js";
import { defineHidden } from "./define-hidden.js";
import { defineIntlClass } from "./define-intl-class.js";
import { createFormatCache } from "./format-cache.js";

/**
 * Defines `Intl.DateTimeFormat` and the methods of dates that write by locale; QuickJS ignores what these are asked for. As with the other
 * shims, only the code itself calls them: built-ins that it replaces harm nobody else.
 */
export function installDates(settingsText: string): void {
  const { context } = JSON.parse(settingsText) as GuestSettings;
  const zones: KnownZones = { own: { name: context.timezone, zone: createTimeZone(context.offsets) } };

  function methodFor(shown: DefaultFields): (this: unknown, locales?: unknown, options?: unknown) => string {
    const cached = createFormatCache<DateTimeFormat>();
    return function (locales, options) {
      const ms = getTime(this);
      const format = cached(locales, options, () => {
        return new DateTimeFormat(zones, locales, options, shown === "all" ? "any" : shown, shown);
      });
      return Number.isNaN(ms) ? "Invalid Date" : format.format(ms);
    };
  }
  defineHidden(Date.prototype, {
    toLocaleString: methodFor("all"),
    toLocaleDateString: methodFor("date"),
    toLocaleTimeString: methodFor("time"),
  });

  class KnownDateTimeFormat extends DateTimeFormat {
    constructor(locales?: unknown, options?: unknown) {
      super(zones, locales, options);
    }
  }
  defineIntlClass("DateTimeFormat", KnownDateTimeFormat);
}
