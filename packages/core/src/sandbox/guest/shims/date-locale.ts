/**
 * How a locale writes dates, as ICU 78 does in Node 20.20: fixed here, so that the same code gives the same text on every host.
 * Lists are text with a space between items; tables are text such as `key value|key value`.
 */
export interface DateLocale {
  /** January to December: long, short. */
  readonly months: readonly [long: string, short: string];
  /** Sunday to Saturday: long, short. */
  readonly weekdays: readonly [long: string, short: string];
  /** Short months and weekdays that are shown with nothing beside them, where they are others. */
  readonly alone?: readonly [months: string, weekdays: string];
  /**
   * Table of patterns with CLDR's letters (`y` year, `M` month, `d` day, `E` weekday; text in quotes) by what is shown: `yMMMd` is a date
   * with a month in letters, short or, unless `yMMMMd` is there as well, long. `E` puts a weekday before a date (`#`); `medium` and
   * `short` are for `dateStyle`.
   */
  readonly patterns: string;
  /** List of what is shown with the widths that were asked for once those of month and day differ. */
  readonly mixed: string;
  /** Between date and time, for a full, long, medium and short date. */
  readonly joins: readonly [full: string, long: string, medium: string, short: string];
  readonly hourCycle: "h12" | "h23";
  /** The cycle that `hour12` means: midnight is 0 or 12. */
  readonly hour12: "h11" | "h12";
  /** A time of 12 hours: `#` is the clock, `a` the half of the day. */
  readonly halfDay: string;
  readonly dayPeriods: readonly [am: string, pm: string];
  /** An hour without minutes, of 12 and of 24. */
  readonly hour: readonly [h12: string, h23: string];
  /** Whether an hour of 24 is shown in two digits when one is asked for. */
  readonly padsHour: "always" | "usually" | "never";
  /** Before fractions of a second. */
  readonly decimal: string;
}
