import { z } from "zod";
import { mappingPathSchema } from "./mapping-path.js";

/**
 * How a time is written. The calendar's texts are in English.
 *
 * - `iso`: ISO 8601, "2026-03-01T12:00:00Z", a space instead of `T` allowed. Without an offset it is read in `zone`; without a time
 *   ("2026-03-01") it is a calendar date.
 * - `epoch-s`, `epoch-ms`, `epoch-us`, `epoch-ns`: seconds (fractions allowed), milli-, micro- or nanoseconds since 1970, as a number
 *   or digits in text. Micro- and nanoseconds are cut to milliseconds, in text without losing any.
 * - `rfc-2822`: "Tue, 03 Mar 2026 10:00:00 +0100", the weekday may be absent; also with GMT, UT, Z or a zone name of the RFC (EST).
 * - `dotnet`: "/Date(1700000000000)/", milliseconds since 1970; an offset behind them is for display only.
 * - `compact-datetime`: "20260301T120000Z", "20260301120000", "202603011200" or "2026030112". Without `Z` or an offset read in `zone`.
 * - `date`: a calendar date, "2026-03-01". A time behind it is ignored: the date counts as it is written.
 * - `compact-date`: "20260301" or 20260301.
 * - `us-date`: "03/31/2026", the month first; `eu-date`: "31.03.2026" or "31/03/2026", the day first. A time behind is ignored.
 * - `month`: "2026-03", the first day of the month.
 * - `month-name`: "Mar 2026", "March 2026", the first day of the month; or "Mar 31, 2026", "31 March 2026", that day.
 * - `iso-week`: "2026-W05", "2026W05", the Monday; "2026-W05-3", that day of the week.
 * - `quarter`: "2026-Q1", "2026Q1", "Q1 2026", the first day of the quarter.
 * - `year`: "2026" or 2026, the first day of the year.
 */
export const timeFormatSchema = z.enum([
  "iso",
  "epoch-s",
  "epoch-ms",
  "epoch-us",
  "epoch-ns",
  "rfc-2822",
  "dotnet",
  "compact-datetime",
  "date",
  "compact-date",
  "us-date",
  "eu-date",
  "month",
  "month-name",
  "iso-week",
  "quarter",
  "year",
]);
export type TimeFormat = z.infer<typeof timeFormatSchema>;

const zoneSchema = z.string().regex(/^(metric|UTC|[+-](0\d|1[0-4]):[0-5]\d)$/, {
  error:
    'must be "metric", "UTC" or an offset such as "+02:00"; for a named zone, set the metric\'s time zone and use "metric"',
});

const writtenTimeSchema = z.strictObject({
  /** Example: "properties.time". */
  path: mappingPathSchema,
  /** Example: "epoch-ms". */
  format: timeFormatSchema,
  /**
   * Zone of `iso` and `compact-datetime` texts without an offset: "metric" (the metric's time zone), "UTC", or a fixed offset such as
   * "+02:00". Other named zones cannot be had: code in the sandbox knows the metric's zone only, so give the metric that zone.
   *
   * @defaultValue "metric"
   */
  zone: zoneSchema.optional(),
});

const timePartsSchema = z.strictObject({
  /** Path of the year, a number or text. Example: "year", or "$root.timePeriod.year". With `week` the year of the ISO week. */
  year: mappingPathSchema,
  /** Path of the month: 1 to 12, "March", "Mar" or "M03". @defaultValue January */
  month: mappingPathSchema.optional(),
  /** Path of the day of the month; needs `month`. @defaultValue the first */
  day: mappingPathSchema.optional(),
  /** Path of the hour, 0 to 23; needs `day`. Makes the time an instant of `zone` instead of a calendar date. */
  hour: mappingPathSchema.optional(),
  /** Path of the minute, 0 to 59; needs `hour`. @defaultValue 0 */
  minute: mappingPathSchema.optional(),
  /** Path of the ISO week, 5 or "W05", instead of a month: its Monday. */
  week: mappingPathSchema.optional(),
  /** Path of the quarter, 1, "Q1" or "Q01", instead of a month: its first day. */
  quarter: mappingPathSchema.optional(),
  /** Zone of a time with an `hour`, as for written times. @defaultValue "metric" */
  zone: zoneSchema.optional(),
});

const dateAndClockSchema = z.strictObject({
  /** Path of the calendar date. Example: "day". */
  date: mappingPathSchema,
  /** How the date is written. @defaultValue "date" */
  dateFormat: z.enum(["date", "compact-date", "us-date", "eu-date"]).optional(),
  /** Path of the time of day: "14:30", "14:30:15" or "2:30 PM"; an offset or `Z` behind it counts. */
  clock: mappingPathSchema,
  /** Zone of a clock without an offset, as for written times. @defaultValue "metric" */
  zone: zoneSchema.optional(),
});

/** When a record was measured: one text or number, the parts of a date, or a date and a time of day. */
export const mappingTimeSchema = z.union([writtenTimeSchema, timePartsSchema, dateAndClockSchema], {
  error: "must be { path, format }, { year, month?, day?, hour?, minute?, week?, quarter? } or { date, clock }",
});
export type MappingTime = z.infer<typeof mappingTimeSchema>;
export type TimeParts = z.infer<typeof timePartsSchema>;

/** Formats that give instants; the others give calendar dates. A date alone in `iso` is one too. */
const instantFormats: readonly TimeFormat[] = [
  "iso",
  "epoch-s",
  "epoch-ms",
  "epoch-us",
  "epoch-ns",
  "rfc-2822",
  "dotnet",
  "compact-datetime",
];

/** True when the times can be instants, false when they are calendar dates or none. */
export function hasInstants(time: MappingTime | undefined): boolean {
  if (time === undefined) return false;
  if ("format" in time) return instantFormats.includes(time.format);
  return "clock" in time || time.hour !== undefined;
}

/** True when times without an offset are read in a zone, which `zone` can name. */
export function hasZone(time: MappingTime): boolean {
  if ("format" in time) return time.format === "iso" || time.format === "compact-datetime";
  return "clock" in time || time.hour !== undefined;
}
