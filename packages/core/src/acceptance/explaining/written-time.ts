import { parseWrittenTime } from "../../shapes/parse-written-time.js";
import type { ShapeTimeFormat, WrittenTime } from "../../shapes/time-format.js";

/** A time written in a way that formats do not know, in one that they do. */
export interface UsualSpelling {
  readonly text: string;
  /** Writes another time of the usual spelling in the way of the original. */
  readonly respell: (text: string) => string;
}

const HOUR = /^\d{4}-\d{2}-\d{2}[T ]\d{2}$/;
const YEAR_AND_MONTH = /^(\d{4})([- ])([A-Z]{3,9})$/i;
const PERIOD = /^(\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?)(\s?[,/]\s?\d{4}-\d{2}-\d{2}.*)$/;

/** "2026-02-02T02" with minutes, "2025 DEC" as "DEC 2025", and the start of "2026-02-02,2026-02-08"; others as they are. */
export function usualSpelling(text: string): UsualSpelling {
  if (HOUR.test(text)) return { text: `${text}:00`, respell: (other) => other.slice(0, text.length) };
  const month = YEAR_AND_MONTH.exec(text);
  if (month !== null) {
    const [, year = "", separator = " ", name = ""] = month;
    return {
      text: `${name}${separator}${year}`,
      respell(other) {
        const [otherName = "", otherYear = ""] = other.split(separator);
        return `${otherYear}${separator}${name === name.toUpperCase() ? otherName.toUpperCase() : otherName}`;
      },
    };
  }
  const period = PERIOD.exec(text);
  if (period !== null) return { text: period[1] ?? text, respell: (other) => `${other}${period[2] ?? ""}` };
  return { text, respell: (other) => other };
}

/** The time that a text or number writes in one format, in any of the spellings that are known; `null` when it writes none. */
export function readWrittenTime(value: string | number, format: ShapeTimeFormat): WrittenTime | null {
  return parseWrittenTime(typeof value === "string" ? usualSpelling(value.trim()).text : value, format);
}
