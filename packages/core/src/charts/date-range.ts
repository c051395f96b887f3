import { z } from "zod";

/** Ranges that have names. `this-` ranges begin with the period and end today; `last-` ranges are the whole period before it. */
export const namedDateRanges = [
  "all",
  "today",
  "yesterday",
  "this-week",
  "last-week",
  "this-month",
  "last-month",
  "this-quarter",
  "last-quarter",
  "this-year",
  "last-year",
] as const;
export type NamedDateRange = (typeof namedDateRanges)[number];

/** `7d` is today and the six days before it, `24h` the current hour and the 23 before it, `6mo` as many months up to today. */
const slidingRangeSchema = z
  .templateLiteral([z.int().min(1).max(9_999), z.enum(["h", "d", "mo"])])
  .refine((range) => /^[1-9]\d{0,3}(?:h|d|mo)$/.test(range), {
    error: "not a range such as 24h, 30d or 12mo, with a number from 1 to 9999",
  });
export type SlidingRange = z.infer<typeof slidingRangeSchema>;

const calendarDateSchema = z.iso.date({ error: "not a calendar date such as 2026-03-01" });

const fixedRangeSchema = z
  .strictObject({
    /** First date; `null` for the first point. */
    from: calendarDateSchema.nullable(),
    /** Last date, included; `null` for today. */
    to: calendarDateSchema.nullable(),
  })
  .refine(({ from, to }) => from !== null || to !== null, { error: "names no date; use all" })
  .refine(({ from, to }) => from === null || to === null || from <= to, { error: "ends before it begins" });
/** Calendar dates in the chart's time zone, both included. */
export type FixedRange = z.infer<typeof fixedRangeSchema>;

export const dateRangeSchema = z.union([z.enum(namedDateRanges), slidingRangeSchema, fixedRangeSchema]);
/** What stretch of time a chart shows, in its time zone. */
export type DateRange = z.infer<typeof dateRangeSchema>;

/** The parts of a sliding range; `null` for other ranges. */
export function slidingParts(range: DateRange): { readonly count: number; readonly unit: "h" | "d" | "mo" } | null {
  if (typeof range !== "string") return null;
  const match = /^(\d+)(h|d|mo)$/.exec(range);
  const unit = match?.[2];
  return unit === "h" || unit === "d" || unit === "mo" ? { count: Number(match?.[1]), unit } : null;
}

/** True where the range begins with the first point, and with `all` ends with the last one. */
export function beginsWithFirstPoint(range: DateRange): boolean {
  return range === "all" || (typeof range === "object" && range.from === null);
}

/** How people call a range, such as "Last 30 days" or "Since 2026-01-01". */
export function dateRangeName(range: DateRange): string {
  if (typeof range === "object") {
    const { from, to } = range;
    if (from === null) return `Until ${to}`;
    if (to === null) return `Since ${from}`;
    return from === to ? from : `From ${from} to ${to}`;
  }
  const sliding = slidingParts(range);
  if (sliding === null) return namedRangeNames[range as NamedDateRange];
  const noun = { h: "hour", d: "day", mo: "month" }[sliding.unit];
  return sliding.count === 1 ? `Last ${noun === "day" ? "day" : `1 ${noun}`}` : `Last ${sliding.count} ${noun}s`;
}

const namedRangeNames: Record<NamedDateRange, string> = {
  all: "All data",
  today: "Today",
  yesterday: "Yesterday",
  "this-week": "This week",
  "last-week": "Last calendar week",
  "this-month": "This month",
  "last-month": "Last calendar month",
  "this-quarter": "This quarter",
  "last-quarter": "Last calendar quarter",
  "this-year": "This year",
  "last-year": "Last calendar year",
};
