import type { DateOptions } from "./date-options.js";
import type { DateLocale } from "./date-locale.js";
import { readTable } from "./read-table.js";

const shownTogether =
  "The sandbox shows weekday, year, month or day alone, year and month, month and day, weekday and day, weekday with month and day, year " +
  "with month and day, or all four; and hour, hour and minute, hour with minute and second, minute, second, or minute and second; of both " +
  "only what has a day and an hour. fractionalSecondDigits needs a second, and timeZoneName an hour and a minute";
const dateSkeletons = ["", "E", "y", "M", "d", "yM", "Md", "Ed", "EMd", "yMd", "EyMd"];
const timeSkeletons = ["", "h", "hm", "hms", "m", "s", "ms"];

/** A pattern with other widths of some letters. */
function withWidths(pattern: string, widths: Readonly<Record<string, string>>): string {
  let isQuoted = false;
  return pattern.replace(/([A-Za-z'])\1*/g, (run, letter: string) => {
    if (letter === "'") isQuoted = !isQuoted;
    return isQuoted ? run : (widths[letter] ?? run);
  });
}

function datePattern(options: DateOptions, data: DateLocale): string {
  const { weekday, year, month, day } = options;
  const isNumeric = month === "numeric" || month === "2-digit";
  const e = weekday === undefined ? "" : weekday === "long" ? "EEEE" : "E";
  const y = year === undefined ? "" : "y";
  const yy = year === "2-digit" ? "yy" : y;
  const m = month === undefined ? "" : isNumeric ? "M" : "MMM";
  const wide = month === "long" ? "MMMM" : m;
  const mm = month === "2-digit" ? "MM" : wide;
  const d = day === undefined ? "" : "d";
  const dd = day === "2-digit" ? "dd" : d;
  if (y + m + d === "") return e;

  const patterns = readTable(data.patterns);
  const exact = patterns[yy + mm + dd];
  if (e === "" && exact !== undefined) return exact;

  const widths: Record<string, string> = { E: e };
  const isMixed = e === "" && isNumeric && day !== undefined && month !== day;
  const isAsAsked = isMixed && data.mixed.split(" ").includes(yy + m + d);
  if (yy === "yy") widths["y"] = "yy";
  if (!isNumeric || mm === "MM" || isAsAsked) widths["M"] = mm;
  if (dd === "dd" || isAsAsked) widths["d"] = dd;

  const date = patterns[y + wide + d] ?? patterns[y + m + d] ?? y + m + d;
  const withWeekday = patterns[e + y + m + d] ?? patterns["E" + y + m + d] ?? patterns[e] ?? patterns["E"] ?? "#";
  return withWidths(e === "" ? date : withWeekday.replace("#", () => date), widths);
}

function clockPattern(options: DateOptions, data: DateLocale, isHalfDay: boolean): string {
  const { hour, minute, second, fractionalSecondDigits, timeZoneName } = options;
  const fraction = fractionalSecondDigits === undefined ? "" : data.decimal + "S".repeat(fractionalSecondDigits);
  if (hour === undefined) {
    if (minute === undefined) return second === undefined ? "" : "s" + fraction;
    return second === undefined ? "m" : "mm:ss" + fraction;
  }
  if (minute === undefined) {
    const pattern = data.hour[isHalfDay ? 0 : 1];
    return hour === "2-digit" ? withWidths(pattern, { h: "hh", H: "HH" }) : pattern;
  }
  const hasZone = timeZoneName !== undefined;
  // ICU's choice: two digits, unless the other fields tell that one may do.
  const isSingle =
    second === undefined ? minute === "2-digit" && !hasZone : hasZone || (minute === "2-digit" && second === "2-digit");
  const isPadded = data.padsHour === "always" || (data.padsHour === "usually" && !isSingle);
  const width = hour === "2-digit" || (!isHalfDay && isPadded) ? 2 : 1;
  const clock = (isHalfDay ? "h" : "H").repeat(width) + ":mm" + (second === undefined ? "" : ":ss" + fraction);
  return (isHalfDay ? data.halfDay.replace("#", clock) : clock) + (hasZone ? " z" : "");
}

function timeStylePattern(style: string, data: DateLocale, isHalfDay: boolean): string {
  const isPadded = data.padsHour === "always" ? !isHalfDay : data.padsHour === "usually";
  return clockPattern(
    {
      hour: isPadded ? "2-digit" : "numeric",
      minute: "numeric",
      ...(style !== "short" && { second: "numeric" }),
      ...(style === "long" && { timeZoneName: "short" }),
    },
    data,
    isHalfDay,
  );
}

function dateStylePattern(style: "full" | "long" | "medium" | "short", data: DateLocale): string {
  const patterns = readTable(data.patterns);
  const day = { year: "numeric", day: "numeric" } as const;
  if (style === "short") return patterns["short"] ?? "";
  if (style === "medium") return patterns["medium"] ?? datePattern({ ...day, month: "short" }, data);
  return datePattern({ ...day, month: "long", ...(style === "full" && { weekday: "long" }) }, data);
}

function join(date: string, time: string, between: string): string {
  if (date === "" || time === "") return date + time;
  return date + (/[a-z]/.test(between) ? `'${between}'` : between) + time;
}

/**
 * The pattern of what is to be shown: letters as in CLDR, text in quotes.
 *
 * @throws {RangeError} for fields that are seldom shown together
 */
export function patternOf(options: DateOptions, data: DateLocale, isHalfDay: boolean): string {
  const { weekday, year, month, day, hour, minute, second, dateStyle, timeStyle } = options;
  if (dateStyle !== undefined || timeStyle !== undefined) {
    const date = dateStyle === undefined ? "" : dateStylePattern(dateStyle, data);
    const time = timeStyle === undefined ? "" : timeStylePattern(timeStyle, data, isHalfDay);
    return join(date, time, data.joins[["full", "long", "medium", "short"].indexOf(dateStyle ?? "short")] ?? "");
  }

  const letter = (field: unknown, name: string): string => (field === undefined ? "" : name);
  const dateSkeleton = letter(weekday, "E") + letter(year, "y") + letter(month, "M") + letter(day, "d");
  const timeSkeleton = letter(hour, "h") + letter(minute, "m") + letter(second, "s");
  const isOffered =
    dateSkeletons.includes(dateSkeleton) &&
    timeSkeletons.includes(timeSkeleton) &&
    (dateSkeleton === "" || timeSkeleton === "" || (day !== undefined && hour !== undefined)) &&
    (options.fractionalSecondDigits === undefined || second !== undefined) &&
    (options.timeZoneName === undefined || (hour !== undefined && minute !== undefined));
  if (!isOffered) throw new RangeError(shownTogether);

  const [full, long, medium, short] = data.joins;
  const between = month === "long" ? (weekday === undefined ? long : full) : month === "short" ? medium : short;
  return join(datePattern(options, data), clockPattern(options, data, isHalfDay), between);
}
