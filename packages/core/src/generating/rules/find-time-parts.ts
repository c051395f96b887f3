import { scalarText } from "./scalar-text.js";
import { calendarDateMs, isoWeekMs, monthOfName } from "../../shapes/calendar-date.js";
import { instantInZone, readTime } from "../../shapes/read-times.js";
import type { TimeGranularity } from "../../shapes/time-format.js";
import { splitWords } from "../../shapes/word-stems.js";
import type { JsonValue } from "../../util/json.js";
import { mappingPathOf, readField } from "./field-reference.js";
import type { Field } from "./list-fields.js";
import { isMissing, numberIn } from "./read-numbers.js";
import type { TimeOption } from "./time-option.js";

type PartName = "year" | "month" | "day" | "hour" | "minute" | "week" | "quarter";
type Read = (value: JsonValue | undefined) => number | null;

const between =
  (from: number, to: number): Read =>
  (value) => {
    const number = numberIn(value);
    return number !== null && Number.isInteger(number) && number >= from && number <= to ? number : null;
  };
const PARTS: Readonly<Record<PartName, { readonly names: RegExp; readonly read: Read }>> = {
  year: { names: /^(?:year|yr|yyyy|jahr|calendar year|year num(?:ber)?)$/, read: between(1800, 2100) },
  month: { names: /^(?:month|mon|mm|month num(?:ber)?|month name|period|period name)$/, read: readMonth },
  day: { names: /^(?:day|dom|day of month|mday|dd)$/, read: between(1, 31) },
  hour: { names: /^(?:hour|hr|hh|hour of day)$/, read: between(0, 23) },
  minute: { names: /^(?:minute|min)$/, read: between(0, 59) },
  week: { names: /^(?:week|iso week|week num(?:ber)?|weeknum|calendar week|kw|mmwr week)$/, read: between(1, 53) },
  quarter: { names: /^(?:quarter|qtr|q|period)$/, read: readQuarter },
};
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([ap])\.?m\.?)?$/i;

/** Times that stand in several fields: year and month and so on, or a date and a time of day. `[]` when there are none. */
export function findTimeParts(fields: readonly Field[], timezone: string): TimeOption[] {
  const options: TimeOption[] = [];
  const groups = new Map<string, Field[]>();
  for (const field of fields) {
    const place = JSON.stringify([field.reference.origin, field.reference.keys.slice(0, -1)]);
    groups.set(place, [...(groups.get(place) ?? []), field]);
  }
  for (const group of groups.values()) {
    const option = calendarParts(group, timezone) ?? dateAndClock(group, timezone);
    if (option !== null) options.push(option);
  }
  return options;
}

function calendarParts(group: readonly Field[], timezone: string): TimeOption | null {
  const found: Partial<Record<PartName, Field>> = {};
  for (const name of Object.keys(PARTS) as PartName[]) {
    const field = group.find((candidate) => isPart(candidate, name) && !Object.values(found).includes(candidate));
    if (field !== undefined) found[name] = field;
  }
  const { year, month, day, hour, minute, week, quarter } = found;
  if (year === undefined) return null;
  const used: Partial<Record<PartName, Field>> =
    month !== undefined
      ? {
          year,
          month,
          ...(day === undefined
            ? {}
            : { day, ...(hour === undefined ? {} : { hour, ...(minute === undefined ? {} : { minute }) }) }),
        }
      : week !== undefined
        ? { year, week }
        : quarter !== undefined
          ? { year, quarter }
          : {};
  const names = Object.keys(used) as PartName[];
  if (names.length < 2) return null;
  const finest = names.at(-1) ?? "year";
  const granularity: TimeGranularity = finest === "hour" || finest === "minute" ? "instant" : finest;
  return optionOf(used, granularity, (values) => {
    const date =
      values.week !== undefined
        ? isoWeekMs(values.year ?? 0, values.week, 1)
        : calendarDateMs(
            values.year ?? 0,
            values.quarter === undefined ? (values.month ?? 1) : values.quarter * 3 - 2,
            values.day ?? 1,
          );
    if (date === null) return Number.NaN;
    return values.hour === undefined
      ? date
      : instantInZone(date + (values.hour * 60 + (values.minute ?? 0)) * 60_000, timezone);
  });
}

function optionOf(
  used: Partial<Record<PartName, Field>>,
  granularity: TimeGranularity,
  combine: (values: Partial<Record<PartName, number>>) => number,
): TimeOption | null {
  const entries = Object.entries(used) as [PartName, Field][];
  const mapping: Record<string, unknown> = {};
  for (const [name, field] of entries) {
    const path = mappingPathOf(field.reference);
    if (path === null) return null;
    mapping[name] = path;
  }
  const readAll = (valueOf: (field: Field) => JsonValue | undefined): number | null => {
    const values: Partial<Record<PartName, number>> = {};
    for (const [name, field] of entries) {
      const value = valueOf(field);
      if (isMissing(value)) return null;
      const number = PARTS[name].read(value);
      if (number === null) return Number.NaN;
      values[name] = number;
    }
    return combine(values);
  };
  const fields = entries.map(([, field]) => field);
  return {
    mapping,
    fields,
    granularity,
    isLocal: granularity === "instant",
    isUnproven: false,
    isNamed: true,
    conflict: null,
    read: (placed, root) => readAll((field) => readField(field.reference, placed, root)),
    times: (fields[0]?.values ?? []).map((_, index) => readAll((field) => field.values[index])),
  };
}

function isPart(field: Field, name: PartName): boolean {
  const key = field.reference.keys.at(-1) ?? "";
  if (!PARTS[name].names.test(splitWords(key).join(" "))) return false;
  const present = field.values.filter((value) => !isMissing(value));
  return present.length > 0 && present.every((value) => PARTS[name].read(value) !== null);
}

/** 1 to 12, a name, or "M03" as statistics write it. */
function readMonth(value: JsonValue | undefined): number | null {
  if (typeof value === "string") {
    const period = /^M(\d{2})$/.exec(value);
    if (period !== null) return between(1, 12)(period[1]);
    const named = monthOfName(value);
    if (named !== null) return named;
  }
  return between(1, 12)(value);
}

function readQuarter(value: JsonValue | undefined): number | null {
  const written = typeof value === "string" ? /^Q0?([1-4])$/i.exec(value) : null;
  return written === null ? between(1, 4)(value) : Number(written[1]);
}

function dateAndClock(group: readonly Field[], timezone: string): TimeOption | null {
  const clock = group.find(({ values }) => {
    const present = values.filter((value) => !isMissing(value));
    return present.length > 0 && present.every((value) => typeof value === "string" && clockMs(value) !== null);
  });
  const date = group.find(({ values, reference }) => {
    const present = values.filter((value) => !isMissing(value));
    return (
      /date|day/i.test(reference.keys.at(-1) ?? "") &&
      present.length > 0 &&
      present.every((value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value))
    );
  });
  if (clock === undefined || date === undefined) return null;
  const [datePath, clockPath] = [mappingPathOf(date.reference), mappingPathOf(clock.reference)];
  if (datePath === null || clockPath === null) return null;
  const combine = (day: JsonValue | undefined, time: JsonValue | undefined): number | null => {
    if (isMissing(day) || isMissing(time)) return null;
    const [dateMs, timeMs] = [readTime(scalarText(day), "date", "UTC"), clockMs(scalarText(time))];
    return dateMs === null || timeMs === null ? Number.NaN : instantInZone(dateMs + timeMs, timezone);
  };
  return {
    mapping: { date: datePath, clock: clockPath },
    fields: [date, clock],
    granularity: "instant",
    isLocal: true,
    isUnproven: false,
    isNamed: true,
    conflict: null,
    read: (placed, root) => combine(readField(date.reference, placed, root), readField(clock.reference, placed, root)),
    times: date.values.map((day, index) => combine(day, clock.values[index])),
  };
}

function clockMs(text: string): number | null {
  const match = CLOCK.exec(text);
  if (match === null) return null;
  const half = match[4]?.toLowerCase();
  let hour = Number(match[1]);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === "p" ? 12 : 0);
  }
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)];
  return hour < 24 && minute < 60 && second < 60 ? ((hour * 60 + minute) * 60 + second) * 1_000 : null;
}
