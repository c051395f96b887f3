import { calendarDateMs } from "../../shapes/calendar-date.js";
import { readWrittenTime, usualSpelling } from "../explaining/written-time.js";
import type { ShapeTimeFormat } from "../../shapes/time-format.js";

const DAY_MS = 86_400_000;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:([T ])(\d{2})(?:(:?)(\d{2})(?:(:?)(\d{2})(?:([.,])(\d+))?)?)?(.*))?$/i;

/**
 * Another time in the way in which `original` is written: separators, precision and offset stay. `clockMs` is what a UTC clock
 * would show that shows the same as the one who wrote the time. `null` when `original` is not written in `format`.
 */
export function writeTime(original: string | number, format: ShapeTimeFormat, clockMs: number): string | number | null {
  const digits = writeEpoch(format, clockMs);
  if (digits !== null) return typeof original === "number" ? Number(digits) : digits;
  const { text, respell } = usualSpelling(String(original).trim());
  const date = new Date(clockMs);
  const [year, month, day] = [pad(date.getUTCFullYear(), 4), pad(date.getUTCMonth() + 1), pad(date.getUTCDate())];
  const written = ((): string | null => {
    switch (format) {
      case "iso":
      case "date":
        return writeIso(text, date);
      case "month":
        return `${year}-${month}`;
      case "year":
        return year;
      case "compact-date":
        return `${year}${month}${day}`;
      case "compact-datetime":
        return writeCompact(text, date);
      case "us-date":
        return `${month}/${day}/${year}`;
      case "eu-date":
        return text.includes(".") ? `${day}.${month}.${year}` : `${day}/${month}/${year}`;
      case "quarter": {
        const quarter = `Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
        const separator =
          /\d([- ]?)Q|\d([- ])\d/i
            .exec(text)
            ?.slice(1)
            .find((part) => part !== undefined) ?? "";
        return /^Q/i.test(text)
          ? `${quarter}${separator === "" ? " " : separator}${year}`
          : `${year}${separator}${quarter}`;
      }
      case "iso-week":
        return writeWeek(text, date);
      case "month-name":
        return writeMonthName(text, date);
      case "rfc-2822":
        return writeRfc2822(text, date);
      case "dotnet":
        return text.replace(/\((-?\d+)/, `(${clockMs}`);
      default:
        return null;
    }
  })();
  if (written === null) return null;
  return typeof original === "number" ? Number(written) : respell(written);
}

/** What a UTC clock would show that shows the same as the one who wrote a time; `null` when it is not written in `format`. */
export function clockOf(value: string | number, format: ShapeTimeFormat): number | null {
  const written = readWrittenTime(value, format);
  if (written === null) return null;
  if (format === "iso") {
    const match = ISO.exec(usualSpelling(String(value).trim()).text);
    const offset = /([+-])(\d{2}):?(\d{2})?$/.exec(match?.[12] ?? "");
    return written.ms + offsetMs(offset);
  }
  if (format === "rfc-2822") {
    const match = /(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))?/i.exec(String(value));
    const day = calendarDateMs(
      Number(match?.[3]),
      MONTHS.findIndex((name) => name.startsWith(match?.[2] ?? "?")) + 1,
      Number(match?.[1]),
    );
    return (
      (day ?? written.ms) + ((Number(match?.[4]) * 60 + Number(match?.[5])) * 60 + Number(match?.[6] ?? 0)) * 1_000
    );
  }
  return written.ms;
}

function offsetMs(match: RegExpExecArray | null): number {
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}

function writeEpoch(format: ShapeTimeFormat, ms: number): string | null {
  switch (format) {
    case "epoch-s":
      return String(Math.floor(ms / 1_000));
    case "epoch-ms":
      return String(Math.floor(ms));
    case "epoch-us":
      return `${Math.floor(ms)}000`;
    case "epoch-ns":
      return `${Math.floor(ms)}000000`;
    default:
      return null;
  }
}

function writeIso(text: string, date: Date): string | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, , , , separator, hour, colon = "", minute, secondColon = "", second, dot = ".", fraction, rest = ""] = match;
  const iso = date.toISOString();
  if (hour === undefined) return iso.slice(0, 10);
  let result = `${iso.slice(0, 10)}${separator ?? "T"}${iso.slice(11, 13)}`;
  if (minute !== undefined) result += `${colon}${iso.slice(14, 16)}`;
  if (second !== undefined) result += `${secondColon}${iso.slice(17, 19)}`;
  if (fraction !== undefined)
    result += `${dot}${iso.slice(20, 23).padEnd(fraction.length, "0").slice(0, fraction.length)}`;
  return result + rest;
}

function writeCompact(text: string, date: Date): string {
  const digits = date.toISOString().replaceAll(/\D/g, "");
  const length = text.replaceAll(/\D/g, "").length;
  const separator = text.includes("T") ? "T" : "";
  return `${digits.slice(0, 8)}${separator}${digits.slice(8, length)}${/z$/i.test(text) ? "Z" : ""}`;
}

function writeWeek(text: string, date: Date): string {
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  const match = /^\d{4}(-?)W\d{2}(?:(-?)[1-7])?$/i.exec(text);
  const end = match?.[2] === undefined ? "" : `${match[2]}${weekday + 1}`;
  return `${year}${match?.[1] ?? "-"}W${pad(week)}${end}`;
}

function writeMonthName(text: string, date: Date): string {
  const name = MONTHS[date.getUTCMonth()] ?? "";
  const written = /[a-z]{3,9}/i.exec(text)?.[0] ?? "";
  const isShort = written.length <= 3 && !MONTHS.includes(written);
  const cut = isShort || written === "May" ? name.slice(0, 3) : name;
  const year = String(date.getUTCFullYear());
  const day = String(date.getUTCDate());
  if (/^[a-z]+\.? \d{1,2}, \d{4}$/i.test(text)) return `${cut} ${day}, ${year}`;
  if (/^\d/.test(text)) return `${day}${/[- ]/.exec(text)?.[0] ?? " "}${cut}${/[- ]/.exec(text)?.[0] ?? " "}${year}`;
  return `${cut}${/[- ]/.exec(text)?.[0] ?? " "}${year}`;
}

function writeRfc2822(text: string, date: Date): string {
  const iso = date.toISOString();
  const match = /^([a-z]{3},\s+)?(\d{1,2})\s+[a-z]{3}\s+\d{4}\s+\d{2}:\d{2}(:\d{2})?\s+(.*)$/i.exec(text);
  const weekday = match?.[1] === undefined ? "" : `${WEEKDAYS[date.getUTCDay()] ?? ""}, `;
  const day = match?.[2]?.length === 2 ? pad(date.getUTCDate()) : String(date.getUTCDate());
  const seconds = match?.[3] === undefined ? "" : iso.slice(16, 19);
  const month = MONTHS[date.getUTCMonth()]?.slice(0, 3) ?? "";
  return `${weekday}${day} ${month} ${date.getUTCFullYear()} ${iso.slice(11, 16)}${seconds} ${match?.[4] ?? "GMT"}`;
}

function pad(number: number, length = 2): string {
  return String(number).padStart(length, "0");
}
