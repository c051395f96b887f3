import { calendarDateMs, isoWeekMs, monthOfName } from "../../shapes/calendar-date.js";
import type { Scalar } from "../responses/find-columns.js";
import type { Address, GenericPath } from "../responses/generic-path.js";
import type { ResponseCells } from "../responses/response-cells.js";
import type { LocalZone } from "./local-zone.js";
import type { TimePath, TimeReading } from "./plan.js";
import { readWrittenTime } from "./written-time.js";

/** The time of a record: `isDate` for calendar dates and longer periods, which no zone shifts. */
export interface RecordTime {
  readonly ms: number;
  readonly isDate: boolean;
}

export interface ReadTimeContext {
  readonly zone: LocalZone;
  /** Epoch milliseconds. */
  readonly fetchedAtMs: number;
}

/** Reads the time of the record at an address; `null` when it has none. */
export function readTimeOf(
  reading: TimeReading,
  cells: ResponseCells,
  context: ReadTimeContext,
): (address: Address) => RecordTime | null {
  switch (reading.kind) {
    case "fetch":
      return () => ({ ms: context.fetchedAtMs, isDate: false });
    case "path": {
      const find = cells.lookUp(reading.time.path);
      return (address) => readTimePath(find(address), reading.time, context.zone);
    }
    case "clock": {
      const findDate = cells.lookUp(reading.date.path);
      const findClock = cells.lookUp(reading.clock);
      return (address) => {
        const date = readTimePath(findDate(address), reading.date, context.zone);
        const clock = clockMs(findClock(address));
        return date === null || clock === null ? null : { ms: context.zone.toInstant(date.ms + clock), isDate: false };
      };
    }
    case "parts":
      return readParts(reading.parts, cells, context.zone);
  }
}

/** The time that a value writes; `null` when it is none. */
export function readTimePath(value: Scalar | undefined, time: TimePath, zone: LocalZone): RecordTime | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  if (typeof value === "number" && time.format in EPOCH_DIVISORS) {
    return {
      ms: epochMs(value, EPOCH_DIVISORS[time.format as keyof typeof EPOCH_DIVISORS], time.rounding),
      isDate: false,
    };
  }
  const written = readWrittenTime(value, time.format);
  if (written === null) return null;
  const isDate = written.granularity !== "instant";
  return { ms: written.isLocal ? zone.toInstant(written.ms) : written.ms, isDate };
}

const EPOCH_DIVISORS = { "epoch-s": 1e-3, "epoch-ms": 1, "epoch-us": 1e3, "epoch-ns": 1e6 } as const;

function epochMs(value: number, divisor: number, rounding: TimePath["rounding"]): number {
  // 1e-3 is no exact number, 1000 is.
  const scaled = (number: number): number => (divisor < 1 ? number * 1_000 : number / divisor);
  if (rounding === "round") return Math.round(scaled(value));
  const lost = rounding === "lossless" && Math.abs(value) > Number.MAX_SAFE_INTEGER ? Math.abs(value) * 2 ** -53 : 0;
  return Math.floor(scaled(value + lost));
}

type Parts = Extract<TimeReading, { kind: "parts" }>["parts"];

function readParts(parts: Parts, cells: ResponseCells, zone: LocalZone): (address: Address) => RecordTime | null {
  const part = (path: GenericPath | undefined, otherwise: number): ((address: Address) => number | null) => {
    if (path === undefined) return () => otherwise;
    const find = cells.lookUp(path);
    return (address) => partNumber(find(address));
  };
  const year = part(parts.year, Number.NaN);
  const month = part(parts.month, 1);
  const quarter = part(parts.quarter, 1);
  const week = part(parts.week, 1);
  const day = part(parts.day, 1);
  const hour = part(parts.hour, 0);
  return (address) => {
    const values = [year, month, quarter, week, day, hour].map((read) => read(address));
    if (values.some((value) => value === null)) return null;
    const [y = 0, m = 1, q = 1, w = 1, d = 1, h = 0] = values as number[];
    const date =
      parts.week !== undefined ? isoWeekMs(y, w, 1) : calendarDateMs(y, parts.quarter === undefined ? m : q * 3 - 2, d);
    if (date === null) return null;
    return parts.hour === undefined
      ? { ms: date, isDate: true }
      : { ms: zone.toInstant(date + h * 3_600_000), isDate: false };
  };
}

/** "March", "M03", "Q1", "7" and 7 as a number. */
export function partNumber(value: Scalar | undefined): number | null {
  if (typeof value === "number") return Number.isInteger(value) ? value : null;
  if (typeof value !== "string") return null;
  const match = /^[MQW]?(\d{1,4})$/i.exec(value.trim());
  return match === null ? monthOfName(value.trim()) : Number(match[1]);
}

/** Milliseconds since midnight of "14:30", "14:30:15" and "2:30 PM". */
export function clockMs(value: Scalar | undefined): number | null {
  if (typeof value !== "string") return null;
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?$/i.exec(value.trim());
  if (match === null) return null;
  const half = match[4]?.toLowerCase();
  const hour = Number(match[1]);
  if (hour > (half === undefined ? 23 : 12) || Number(match[2]) > 59) return null;
  const hours = half === undefined ? hour : (hour % 12) + (half === "pm" ? 12 : 0);
  return ((hours * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1_000;
}
